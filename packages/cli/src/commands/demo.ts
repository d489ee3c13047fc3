import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningServer } from '@spanbridge/server';
import type { ShipResult } from '@spanbridge/sdk';
import { BACKEND_PORT } from '../backend-port.js';
import type { CommandSettings } from '../config/settings.js';
import { EXIT, type ExitCode, exitCodeOfInterrupt } from '../exit-codes.js';
import { type Host, untilInterrupted } from '../host.js';
import { packageFacts } from '../package-root.js';
import { drawTraces, tracesByStart, type TraceSpans } from '../report/draw-traces.js';
import { counted, countText } from '../report/numbers.js';
import { screenOf } from '../screen.js';
import { isPortTaken, startBackend } from './local-backend.js';

const ADDRESS = '127.0.0.1';

/** The service under which the samples appear. */
const SERVICE_NAME = 'demo';

/**
 * `spanbridge demo`: the local backend with the bundled samples in it, and one of their traces in the terminal.
 *
 * @throws SpanbridgeError when a port was asked for and is taken
 */
export async function demo(settings: CommandSettings<'demo'>, host: Host): Promise<ExitCode> {
  const server = await start(settings.port, host);
  try {
    const result = await shipSamples(server, host);
    if (host.interrupt.aborted) return exitCodeOfInterrupt(host.interrupt) ?? EXIT.done;
    await show(result, server, host);
    const code = exitCodeOf(result);
    if (settings.once === true || code !== EXIT.done) return code;
    host.output.line('The backend keeps running, also for `spanbridge ship`. Ctrl-C ends it.');
    await untilInterrupted(host);
    return exitCodeOfInterrupt(host.interrupt) ?? EXIT.done;
  } finally {
    await server.close();
  }
}

/** A port that was asked for is that port or an error; the usual one may be taken by a backend that shall stay. */
async function start(port: number | undefined, host: Host): Promise<RunningServer> {
  if (port !== undefined) return startBackend({ host: ADDRESS, port }, host);
  try {
    return await host.services.startServer({
      host: ADDRESS,
      port: BACKEND_PORT,
      warn: host.output.talk.bind(host.output),
    });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    host.output.talk(`Port ${BACKEND_PORT} is taken; the demo takes a free one.`);
    return startBackend({ host: ADDRESS, port: 0 }, host);
  }
}

function sampleFiles(): readonly string[] {
  const directory = join(packageFacts().directory, 'samples', 'tracer-meta');
  const names = readdirSync(directory).filter((name) => name.endsWith('.jsonl'));
  return names.sort().map((name) => join(directory, name));
}

function shipSamples(server: RunningServer, host: Host): Promise<ShipResult> {
  const { services, interrupt, output } = host;
  return services.shipFiles({
    inputs: sampleFiles(),
    endpoints: [`${server.url}/v1/traces`],
    serviceName: SERVICE_NAME,
    signal: interrupt,
    onEvent: (event) => {
      if (event.type === 'warning') output.talk(event.message);
    },
  });
}

async function show(result: ShipResult, server: RunningServer, host: Host): Promise<void> {
  const { output, services } = host;
  const { spans } = await services.readSpans({ inputs: sampleFiles(), serviceName: SERVICE_NAME });
  const trace = largestTrace(tracesByStart(spans));
  if (trace !== undefined) {
    output.result(drawTraces([trace], { ...screenOf(host), events: false, tracesMax: 1 }));
    output.line();
  }
  const { records, spans: spanCount, traces, accepted } = result.summary;
  const read = `${counted(records, 'record')} → ${counted(spanCount, 'span')} in ${counted(traces, 'trace')}`;
  output.line(`${read} → ${countText(accepted)} delivered over OTLP`);
  output.line(`Page: ${server.url}/`);
}

/** The trace that has most to show; among equals the first. */
function largestTrace(traces: readonly TraceSpans[]): TraceSpans | undefined {
  return traces.reduce<TraceSpans | undefined>(
    (largest, trace) => (trace.length > (largest?.length ?? 0) ? trace : largest),
    undefined,
  );
}

function exitCodeOf({ outcome, summary }: ShipResult): ExitCode {
  if (outcome === 'unreachable') return EXIT.unreachable;
  return summary.refused > 0 || summary.dropped > 0 ? EXIT.incomplete : EXIT.done;
}
