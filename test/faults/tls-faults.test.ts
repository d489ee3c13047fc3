import { createServer, type AddressInfo, type Server } from 'node:net';
import { createOtlpSender, type OtlpSender } from '@spanbridge/otlp';
import { hasOpenssl, makeCertificates, type Certificates } from '../support/fault-backend/certificates.js';
import { startFaultBackend } from '../support/fault-backend/fault-backend.js';
import { createOracle } from '../support/oracle/oracle.js';
import { createSeededRandom } from '../support/seeded-random.js';
import { testSpans, truthOfTestSpans } from '../support/test-spans.js';
import { createVirtualClock, type VirtualClock } from '../support/virtual-clock.js';

/** The first byte of a TLS handshake; a request in plain text begins with the P of POST. */
const TLS_HANDSHAKE = 0x16;

const OUTAGE_MS = 600_000;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

interface Peer {
  readonly port: number;
  /** The first byte of each connection. */
  readonly firstBytes: number[];
  close(): Promise<void>;
}

/** A peer that looks at the first bytes of each connection and then resets it. */
async function startResettingPeer(): Promise<Peer> {
  const firstBytes: number[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (piece) => {
      firstBytes.push(piece[0] ?? 0);
      socket.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve();
      });
    });
  return { port: (server.address() as AddressInfo).port, firstBytes, close };
}

interface Shipping {
  readonly sender: OtlpSender;
  readonly told: string[];
}

function createSender(port: number, ca: string, clock: VirtualClock): Shipping {
  const told: string[] = [];
  const sender = createOtlpSender({
    url: `https://127.0.0.1:${port}/v1/traces`,
    tls: { ca },
    clock,
    random: createSeededRandom(5),
    retryForMs: Infinity,
    warn: (message) => told.push(message),
  });
  closing.push(() => sender.close());
  return { sender, told };
}

/** Moves the clock on while the sender waits; its attempts in between take real time. */
async function endure(clock: VirtualClock, untilMs: number): Promise<void> {
  const endMs = performance.now() + 30_000;
  while (clock.now() < untilMs && performance.now() < endMs) {
    if (clock.sleepers > 0) await clock.advance(10_000);
    else await new Promise((resolve) => setImmediate(resolve));
  }
}

const describeTls = hasOpenssl() ? describe : describe.skip;

describeTls(`F12: a TLS backend${hasOpenssl() ? '' : ' (skipped: no openssl on this machine)'}`, () => {
  let certificates: Certificates;
  beforeAll(() => {
    certificates = makeCertificates();
  });

  it.each([
    ['expired', 'has expired'],
    ['wrongHost', 'is not for the host'],
    ['selfSigned', 'is not signed by an authority known here'],
  ] as const)('whose certificate is wrong (%s) gets no span; mended, everything', async (name, told) => {
    const clock = createVirtualClock();
    const oracle = createOracle({ truth: truthOfTestSpans(512) });
    const broken = await startFaultBackend({ oracle, tls: certificates[name] });
    closing.push(() => broken.close());
    const shipping = createSender(broken.port, certificates.ca, clock);
    const sending = shipping.sender.send(testSpans(512));
    await endure(clock, OUTAGE_MS);
    expect(broken.requests).toHaveLength(0);
    await broken.close();
    const mended = await startFaultBackend({ oracle, tls: certificates.valid, port: broken.port });
    closing.push(() => mended.close());
    const mendedMs = clock.now();
    expect((await clock.runUntil(sending)).every(({ status }) => status === 'accepted')).toBe(true);
    expect(clock.now() - mendedMs).toBeLessThanOrEqual(30_000);
    expect(oracle.judge()).toMatchObject({ lost: 0, duplicates: 0, mutated: 0 });
    expect(shipping.told[0]).toContain(told);
    expect(shipping.told.join('\n')).not.toMatch(/PRIVATE KEY|BEGIN/);
  });

  it('that resets each handshake is never spoken to in plain text', async () => {
    const clock = createVirtualClock();
    const peer = await startResettingPeer();
    closing.push(() => peer.close());
    const { sender, told } = createSender(peer.port, certificates.ca, clock);
    const sending = sender.send(testSpans(3));
    await endure(clock, OUTAGE_MS);
    expect(peer.firstBytes.length).toBeGreaterThanOrEqual(10);
    expect(new Set(peer.firstBytes)).toEqual(new Set([TLS_HANDSHAKE]));
    expect(told[0]).toContain('was closed before an answer came');
    await sender.close();
    expect((await sending).every(({ status }) => status === 'unsent')).toBe(true);
  });
});
