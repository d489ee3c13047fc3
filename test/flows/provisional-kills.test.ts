import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeLogs, decodeTraces } from '@spanbridge/otlp';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createOracle } from '../support/oracle/oracle.js';
import { until } from '../support/until.js';

const CLI = join(__dirname, '..', '..', 'packages', 'cli', 'bin', 'spanbridge.js');
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const SPAN_ID = '00000000000000a1';

/** A backend that has what it was sent and, while a path is held, does not answer there. */
class HoldingBackend {
  readonly received: { readonly path: string; readonly body: Buffer }[] = [];
  heldPath: string | undefined;
  private readonly server: Server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { url: path = '' } = request;
      this.received.push({ path, body: Buffer.concat(pieces) });
      if (path !== this.heldPath) response.end();
    });
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** The spans in the order in which they came. */
  spans(): readonly ReadableSpan[] {
    return this.bodies('/v1/traces').flatMap((body) => {
      const decoded = decodeTraces(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.spans : [];
    });
  }

  events(): readonly unknown[] {
    return this.bodies('/v1/logs').flatMap((body) => {
      const decoded = decodeLogs(body, 'protobuf');
      return decoded.status === 'decoded' ? decoded.records.map(({ attributes }) => attributes['partial.event']) : [];
    });
  }

  /** No id with two contents. */
  expectSound(): void {
    const oracle = createOracle();
    for (const body of this.bodies('/v1/traces')) {
      oracle.receive({ body, contentType: 'application/x-protobuf', contentEncoding: undefined });
    }
    expect(oracle.judge()).toMatchObject({ mutated: 0, invalid: 0 });
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private bodies(wanted: string): readonly Buffer[] {
    return this.received.filter(({ path }) => path === wanted).map(({ body }) => body);
  }
}

let backend: HoldingBackend;
let directory: string;
let file: string;
const running: Command[] = [];

beforeEach(async () => {
  backend = new HoldingBackend();
  await backend.listen();
  directory = mkdtempSync(join(tmpdir(), 'spanbridge-kills-'));
  file = join(directory, 'app.jsonl');
  writeFileSync(file, '');
});
afterEach(async () => {
  for (const { child, ended } of running.splice(0)) {
    child.kill('SIGKILL');
    await ended;
  }
  await backend.close();
  rmSync(directory, { recursive: true, force: true });
});

interface Command {
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<number | null>;
  readonly said: () => string;
}

function spanbridge(...args: readonly string[]): Command {
  const child = spawn(process.execPath, [CLI, ...args], {
    cwd: directory,
    env: { PATH: process.env['PATH'], XDG_STATE_HOME: directory },
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const command = { child, ended, said: () => said };
  running.push(command);
  return command;
}

function follow(...args: readonly string[]): Command {
  const state = ['--checkpoint', join(directory, 'state')];
  return spanbridge('ship', '-f', file, ...state, '--endpoint', backend.url, '--json', '--quiet', ...args);
}

function write(event: string, second: number): void {
  const timestamp = `2026-03-01T08:00:0${second}.000000Z`;
  const provisional = event.endsWith('.start') ? { provisional: true } : {};
  const meta = { timestamp, event, trace_id: TRACE_ID, span_id: SPAN_ID, ...provisional };
  appendFileSync(file, `${JSON.stringify({ __tracer_meta__: meta })}\n`);
}

async function untilTrue(isThere: () => boolean, command: Command): Promise<void> {
  await until(isThere, () => `There are ${JSON.stringify(arrivals())}. The command said: ${command.said()}`);
}

/** Who has come, in order: the name with what it stands for. */
function arrivals(): readonly string[] {
  return backend.spans().map(({ name, attributes }) => {
    return `${name} ${String(attributes['spanbridge.span.phase'] ?? attributes['spanbridge.end.cause'] ?? 'span')}`;
  });
}

async function kill({ child, ended }: Command): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}

it('T29: an unfinished span comes again as it was after a kill before its answer; its end completes it', async () => {
  backend.heldPath = '/v1/traces';
  const first = follow('--pending-timeout', '300ms');
  write('job.start', 1);
  await untilTrue(() => arrivals().length > 0, first);
  await kill(first);
  write('job.end', 5);
  backend.heldPath = undefined;
  const second = follow('--pending-timeout', '1h');
  await untilTrue(() => arrivals().includes('job completion'), second);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(143);
  expect([...arrivals()].sort()).toEqual(['job completion', 'job expired', 'job expired']);
  const completion = backend.spans().find(({ attributes }) => attributes['spanbridge.span.phase'] === 'completion');
  expect(completion?.parentSpanContext?.spanId).toBe(SPAN_ID);
  expect(completion?.links.map(({ context }) => context.spanId)).toEqual([SPAN_ID]);
  backend.expectSound();
});

const LOG = ['--provisional', 'log', '--provisional-min-age', '50ms', '--provisional-heartbeat', '200ms'];

it('T18: the end of a span without heartbeats for three intervals is a completion, and no final', async () => {
  const shipper = follow(...LOG);
  write('job.start', 1);
  await untilTrue(() => backend.events().length > 0, shipper);
  shipper.child.kill('SIGSTOP');
  write('job.end', 5);
  await delay(1_200);
  shipper.child.kill('SIGCONT');
  await untilTrue(() => arrivals().length > 0, shipper);
  shipper.child.kill('SIGTERM');
  expect(await shipper.ended).toBe(143);
  expect(arrivals()).toEqual(['job completion']);
  expect(backend.spans()[0]?.links.map(({ context }) => context.spanId)).toEqual([SPAN_ID]);
  backend.expectSound();
});

describe('a stop that nobody has answered when the process is killed', () => {
  /** Heartbeats, an end that arrives as a span, a stop that hangs, and then the kill. */
  async function killBeforeTheStop(): Promise<void> {
    const shipper = follow(...LOG, '--provisional-heartbeat', '60s');
    write('job.start', 1);
    await untilTrue(() => backend.events().length > 0, shipper);
    // Until it is known that the heartbeat was answered: the stop waits for it in its lane.
    await delay(100);
    backend.heldPath = '/v1/logs';
    write('job.end', 5);
    await untilTrue(() => arrivals().length > 0, shipper);
    await kill(shipper);
    backend.heldPath = undefined;
    backend.received.splice(0);
  }

  it('is sent by the next run', async () => {
    await killBeforeTheStop();
    const again = follow(...LOG, '--provisional-heartbeat', '60s');
    await untilTrue(() => backend.events().length > 0, again);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(143);
    expect(backend.events()).toEqual(['stop']);
  });

  it('is sent by the next run of another strategy, too', async () => {
    await killBeforeTheStop();
    const again = follow('--provisional', 'hold');
    await untilTrue(() => backend.events().length > 0, again);
    again.child.kill('SIGTERM');
    expect(await again.ended).toBe(143);
    expect(backend.events()).toEqual(['stop']);
  });

  it('is named by spool ls and spool export, and sent by spool replay', async () => {
    await killBeforeTheStop();
    const state = join(directory, 'state');
    const listed = spanbridge('spool', 'ls', state);
    expect(await listed.ended).toBe(0);
    // The stop, and beside it the span when the kill came before it was noted that it had arrived.
    expect(listed.said()).toMatch(/\/v1\/traces\S* +(1 +0|2 +1) /);
    const exported = spanbridge('spool', 'export', state);
    expect(await exported.ended).toBe(0);
    expect(exported.said()).toContain('1 record left out: a log record; ship and spool replay send it.');
    const replayed = spanbridge('spool', 'replay', state, '--endpoint', backend.url);
    expect([await replayed.ended, replayed.said()]).toEqual([0, expect.any(String)]);
    expect(backend.events()).toEqual(['stop']);
    const after = spanbridge('spool', 'export', state);
    expect([await after.ended, after.said()]).toEqual([0, '']);
  });
});
