import { randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OtlpSpanExporter } from '@spanbridge/otlp';
import { createJaegerV3Client } from '@spanbridge/sdk';
import type { RunningServer } from '@spanbridge/server';
import { BACKEND_PORT } from '../backend-port.js';
import type { CommandSettings } from '../config/settings.js';
import { type Host, untilInterrupted } from '../host.js';
import { packageFacts } from '../package-root.js';
import { probePort } from '../probe-port.js';
import { drawTraces } from '../report/draw-traces.js';
import { counted } from '../report/numbers.js';
import { screenOf } from '../screen.js';
import { isPortTaken, startBackend } from './local-backend.js';
import { programEnv } from './program-env.js';
import { exitCodeOf, type ProgramEnd, runProgram } from './program-run.js';
import { createRunSpan, type StartedRun, traceparentOf } from './run-span.js';

type RunSettings = CommandSettings<'run'>;

const ADDRESS = '127.0.0.1';

/** What the program's own exporter, and ours, may take for the last spans. */
const DELIVERY_MS = 5_000;

/** Spans that are drawn at the end; a page shows more of them better. */
const DRAWN_SPANS_MAX = 60;

/** The backend of a run: one of our own, or one that was there. */
interface Backend {
  readonly url: string;
  readonly server: RunningServer | undefined;
}

/**
 * `spanbridge run`: runs a program with its traces going to the local backend. Answers the exit code of the program.
 *
 * @throws SpanbridgeError when a port was asked for and is taken
 */
export async function run(command: readonly string[], settings: RunSettings, host: Host): Promise<number> {
  const backend = await findBackend(settings.port, host);
  try {
    const started = startRun(command, settings);
    const env = programEnv({
      env: host.env,
      endpoint: backend.url,
      serviceName: settings.service,
      command,
      traceparent: traceparentOf(started),
      registerModule: settings.register === true ? registerModule() : undefined,
    });
    const end = await runProgram(command, env, host);
    if (end.type === 'not-started') host.output.talk(`spanbridge: ${command[0] ?? ''} cannot be run: ${end.detail}`);
    await deliver(started, end, backend, host);
    await show(started, settings, backend, host);
    return exitCodeOf(end);
  } finally {
    await backend.server?.close();
  }
}

/** A backend of ours that runs already is used, and goes on running; any other program on the port is left alone. */
async function findBackend(port: number | undefined, host: Host): Promise<Backend> {
  const wanted = port ?? BACKEND_PORT;
  const url = `http://${ADDRESS}:${wanted}`;
  if (wanted !== 0 && (await probePort(url, host.services.fetch)) === 'spanbridge') return { url, server: undefined };
  const server = await start(port, host);
  return { url: server.url, server };
}

async function start(port: number | undefined, host: Host): Promise<RunningServer> {
  if (port !== undefined) return startBackend({ host: ADDRESS, port }, host);
  const warn = host.output.talk.bind(host.output);
  try {
    return await host.services.startServer({ host: ADDRESS, port: BACKEND_PORT, warn });
  } catch (error) {
    if (!isPortTaken(error)) throw error;
    return startBackend({ host: ADDRESS, port: 0 }, host);
  }
}

function startRun(command: readonly string[], { service }: RunSettings): StartedRun {
  return {
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    serviceName: service ?? basename(command[0] ?? 'program'),
    command,
    startUnixNano: nowUnixNano(),
  };
}

function nowUnixNano(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** The module by which Node programs register spanbridge, as a URL: it is found wherever the program lies. */
function registerModule(): string {
  const { resolve } = createRequire(join(packageFacts().directory, 'package.json'));
  return pathToFileURL(resolve('@spanbridge/sdk/register')).href;
}

/** The span of the run itself. Whatever becomes of it, the program has ended as it has. */
async function deliver(started: StartedRun, end: ProgramEnd, backend: Backend, host: Host): Promise<void> {
  const warn = (message: string): void => {
    host.output.talk(`spanbridge: ${message}`);
  };
  const exporter = new OtlpSpanExporter({ endpoint: backend.url, warn, shutdownTimeoutMs: DELIVERY_MS });
  exporter.add(createRunSpan(started, end, nowUnixNano()));
  await exporter.shutdown();
}

/** Draws the trace of the run on stderr, for stdout is the program's. */
async function show(started: StartedRun, settings: RunSettings, backend: Backend, host: Host): Promise<void> {
  if (settings.quiet === true) return;
  const { output } = host;
  const client = createJaegerV3Client({ baseUrl: backend.url });
  const window = { startUnixNano: started.startUnixNano, endUnixNano: nowUnixNano() };
  const answer = await client.traceById(started.traceId, window);
  client.close();
  if (answer.status === 'found') {
    const { width } = screenOf(host);
    const isSmall = answer.spans.length <= DRAWN_SPANS_MAX;
    const picture = drawTraces([answer.spans], { width, colors: false, events: false, tracesMax: 1 });
    if (isSmall) for (const line of picture.trimEnd().split('\n')) output.talk(line);
    else output.talk(`The trace of the run has ${counted(answer.spans.length, 'span')}.`);
  }
  await tellWhere(started, settings, backend, host);
}

async function tellWhere(started: StartedRun, settings: RunSettings, backend: Backend, host: Host): Promise<void> {
  const { output } = host;
  const page = `${backend.url}/#/trace/${started.traceId}`;
  if (backend.server === undefined) output.talk(`Page: ${page}`);
  else if (settings.keep === true) {
    output.talk(`Page: ${page} (until Ctrl-C)`);
    await untilInterrupted(host);
  } else {
    output.talk('The traces are gone with this command: --keep keeps the page, or start `spanbridge dev` before.');
  }
}
