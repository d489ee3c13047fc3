import type { ShipOptions, ShipResult } from '@spanbridge/sdk';
import type { Environment } from '@spanbridge/sdk';
import type { Host, Services } from '../../src/host.js';
import { Output, type TextSink } from '../../src/output.js';

/** What a test sets of a {@link fakeHost}; the rest is a process without terminal, variables or services. */
export interface FakeHostOptions {
  readonly env?: Environment;
  readonly services?: Partial<Services>;
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly isStdinTerminal?: boolean;
  readonly workingDirectory?: string;
}

/** A host whose streams are texts and whose signals a test sends. */
export interface FakeHost {
  readonly host: Host;
  readonly stdout: () => string;
  readonly stderr: () => string;
  readonly interrupt: (signal: 'SIGINT' | 'SIGTERM') => void;
  readonly closeStdout: () => void;
}

/** Makes a {@link FakeHost}. A service that a test did not give throws when it is used. */
export function fakeHost(options: FakeHostOptions = {}): FakeHost {
  const written = { stdout: '', stderr: '' };
  const closing = new AbortController();
  const interrupt = new AbortController();
  const sink = (name: 'stdout' | 'stderr'): TextSink => ({
    write: (text) => {
      written[name] += text;
    },
    isTerminal: options.isTerminal ?? false,
    columns: options.isTerminal === true ? (options.columns ?? 80) : undefined,
    closed: name === 'stdout' ? closing.signal : new AbortController().signal,
  });
  const host: Host = {
    output: new Output(sink('stdout'), sink('stderr')),
    env: options.env ?? {},
    workingDirectory: options.workingDirectory ?? '/nowhere',
    stdin: noInput(),
    isStdinTerminal: options.isStdinTerminal ?? true,
    interrupt: interrupt.signal,
    services: { ...unusedServices(), ...options.services },
  };
  return {
    host,
    stdout: () => written.stdout,
    stderr: () => written.stderr,
    interrupt: (signal) => {
      interrupt.abort(signal);
    },
    closeStdout: () => {
      closing.abort();
    },
  };
}

async function* noInput(): AsyncGenerator<Uint8Array> {
  // Empty: what is piped in is the business of the sources, not of the commands.
}

function unusedServices(): Services {
  const unexpected = (name: string) => (): never => {
    throw new Error(`The test did not expect a call of ${name}.`);
  };
  return {
    shipFiles: unexpected('shipFiles'),
    readSpans: unexpected('readSpans'),
    replaySpool: unexpected('replaySpool'),
    createDeliveryCollector: unexpected('createDeliveryCollector'),
    verifyAtBackend: unexpected('verifyAtBackend'),
    startServer: unexpected('startServer'),
    diagnose: unexpected('diagnose'),
    spawn: unexpected('spawn'),
    fetch: unexpected('fetch'),
  };
}

/** A result of `shipFiles` in which nothing happened, with what a test changes of it. */
export function shipResult(
  change: Partial<Omit<ShipResult, 'summary'>> & { readonly summary?: Partial<ShipResult['summary']> } = {},
): ShipResult {
  const zero = { lines: 0, records: 0, ignored: 0, rejected: 0, duplicates: 0, traces: 0, spans: 0, spanEvents: 0 };
  const none = { implicit: 0, unfinished: 0, markers: 0, accepted: 0, refused: 0, dropped: 0, spooled: 0, unsent: 0 };
  return {
    reasons: { ignored: {}, rejected: {}, refused: {}, unsent: {} },
    notes: {},
    formats: {},
    outcome: 'complete',
    lastError: undefined,
    ...change,
    summary: { type: 'summary', files: 1, ...zero, ...none, bytesRead: 0, durationMs: 0, ...change.summary },
  };
}

/** A `shipFiles` that answers a result and keeps the options it was called with. */
export function fakeShipFiles(result: ShipResult, act?: (options: ShipOptions) => void) {
  const calls: ShipOptions[] = [];
  const shipFiles = (options: ShipOptions): Promise<ShipResult> => {
    calls.push(options);
    act?.(options);
    return Promise.resolve(result);
  };
  return { shipFiles, calls };
}
