// What the backend does to an exporting application in each row, over the seconds of a run.
import { loadTypeScript } from './load-typescript.mjs';

const {
  ACCEPT,
  acceptAfter,
  acceptWithBytes,
  acceptWithGarbage,
  fail,
  redirect,
  refuseAbove,
  refuseRequestWith,
  refuseSome,
} = loadTypeScript('support/fault-backend/behaviour.ts');

/** The first span of the SDK is made to look at its sampling, so that the spans of the run begin with number 2. */
const FIRST_INDEX = 2;

function indexOf({ span }) {
  return Number(BigInt(`0x${Buffer.from(span.spanId).toString('hex')}`)) - FIRST_INDEX;
}

/** One bad span in each thousand. */
const isBad = (received) => indexOf(received) % 1000 === 500;

/** Seven of each 512, by their place in the request. */
const isTurnedDown = (_received, index) => index % 512 >= 505;

/**
 * Rows: what happens (`what`), what the backend does with a request at a time in the run (`behave`, by the milliseconds
 * since its start and the length of the outage), and which spans cannot arrive (`isRefused`, by their number).
 */
export const BACKEND_ROWS = {
  none: { what: 'no fault', behave: () => ACCEPT },
  F06: { what: '503, then well', behave: ({ atMs, outageMs }) => (atMs < outageMs ? fail(503) : ACCEPT) },
  F07: {
    what: '429 with Retry-After for the rest of the outage, then well',
    behave: ({ atMs, outageMs }) => {
      const leftS = Math.ceil((outageMs - atMs) / 1000);
      return leftS > 0 ? fail(429, { headers: { 'retry-after': String(leftS) } }) : ACCEPT;
    },
  },
  F08: {
    what: 'stores, but answers after three deadlines; then well',
    timeoutMs: 1_000,
    behave: ({ atMs, outageMs }) => (atMs < outageMs ? acceptAfter(3_000) : ACCEPT),
  },
  F09: {
    what: 'every second request is reset in its middle',
    behave: ({ index }) => (index % 2 === 0 ? { type: 'reset-in-request', at: 'half' } : ACCEPT),
  },
  'F09-stored': {
    what: 'every second request is stored, and reset before its answer',
    behave: ({ index }) => (index % 2 === 0 ? { type: 'reset-before-answer' } : ACCEPT),
  },
  F10: {
    what: 'every request is stored, and reset after the head of its 200',
    behave: () => ({ type: 'reset-after-head' }),
  },
  F11: { what: 'connections are refused, then well', isDown: true, behave: () => ACCEPT },
  F13: { what: '7 of 512 spans turned down by partial success', behave: () => refuseSome(isTurnedDown, 'too old') },
  F14: {
    what: '400 for a request with one of the bad spans (1 in 1,000)',
    behave: () => refuseRequestWith(isBad),
    isRefused: (index) => index % 1000 === 500,
  },
  F15: { what: '413 for requests over 20,000 bytes', behave: () => refuseAbove(20_000) },
  F16: { what: '401, then mended', behave: ({ atMs, outageMs }) => (atMs < outageMs ? fail(401) : ACCEPT) },
  F17: { what: 'stores, and answers garbage', behave: () => acceptWithGarbage() },
  'F17-large': { what: 'stores, and answers 32 MiB', behave: () => acceptWithBytes(32 * 1024 * 1024) },
  S02: {
    what: 'stores, and answers 200 without end',
    behave: () => ({ type: 'endless', status: 200, compression: 'none' }),
  },
  S18: {
    what: '307 to another host, then mended',
    behave: ({ atMs, outageMs, elsewhere }) => (atMs < outageMs ? redirect(elsewhere) : ACCEPT),
  },
};

/** The truth about `spans` spans of the application. */
export function truthOfApp(spans, isRefused = () => false) {
  const indexes = Array.from({ length: spans }, (_, index) => index).filter((index) => !isRefused(index));
  const keys = indexes.map((index) => keyOf(index));
  const known = new Set(keys.map((key) => key.toString('latin1')));
  return { keys: () => keys, knows: (key) => known.has(Buffer.from(key).toString('latin1')) };
}

function keyOf(index) {
  const number = (index + FIRST_INDEX).toString(16);
  return Buffer.from(number.padStart(32, '0') + number.padStart(16, '0'), 'hex');
}
