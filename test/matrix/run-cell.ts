import { join } from 'node:path';
import { runProcess } from '../support/run-process.js';
import type { CellRecorder } from './cell-recorder.js';
import { describeCell, type Cell } from './cells.js';
import type { SentSpan } from './sent-spans.js';

/** Where a cell runs. */
export interface CellPlace {
  /** The binary of Node. */
  readonly node: string;
  /** A directory from which the packages can be found. */
  readonly directory: string;
  /** The directory of the app, in or below the former. */
  readonly app: string;
  readonly recorder: CellRecorder;
  /** Told apart by this from the cells of other places. */
  readonly placeName: string;
}

/** What came of one run of the app. */
export interface CellResult {
  /** What is wrong with the process itself; undefined when it ended well and had nothing to say. */
  readonly fault: string | undefined;
  /** The version of Node that ran it. */
  readonly nodeVersion: string;
  readonly spans: readonly SentSpan[];
}

/** Runs the app once. */
export async function runCell(cell: Cell, place: CellPlace): Promise<CellResult> {
  const name = `${place.placeName} ${describeCell(cell)}`;
  const url = place.recorder.urlOf(name);
  const app = join(place.app, cell.moduleKind === 'ESM' ? 'app.mjs' : 'app.cjs');
  const args = [...hookOf(cell), app, cell.wiring, cell.strategy, url];
  const env = { ...COMMON_ENV, ...(cell.wiring === 'hook' ? hookEnv(cell, url) : {}) };
  const run = await runProcess({ command: place.node, args, cwd: place.directory, env });
  const talk = run.stderr.replaceAll(LIMITS_TALK, '').trim();
  const isWell = run.exitCode === 0 && talk === '';
  const ending = run.signal === null ? `exit code ${run.exitCode ?? ''}` : `ended by ${run.signal}`;
  return {
    fault: isWell ? undefined : `${ending}, and on stderr: ${talk}`,
    nodeVersion: run.stdout.trim(),
    spans: place.recorder.spansOf(name),
  };
}

/** What the SDK says of the span `limits`, where somebody listens to it. */
const LIMITS_TALK = /^\[otel\] (?:Dropped 3 (?:events|links) because \S+ reached|Dropping extra attributes\.)\n/gm;

const COMMON_ENV = {
  OTEL_SERVICE_NAME: 'shop',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  // A NodeSDK sends these, too, unless told otherwise.
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_LOGS_EXPORTER: 'none',
};

function hookOf({ wiring, moduleKind }: Cell): readonly string[] {
  return wiring === 'hook' ? [moduleKind === 'ESM' ? '--import' : '--require', '@spanbridge/sdk/register'] : [];
}

function hookEnv({ strategy }: Cell, url: string): Record<string, string> {
  return {
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: url,
    SPANBRIDGE_PROVISIONAL: strategy,
    SPANBRIDGE_PROVISIONAL_MIN_AGE: '1ms',
  };
}
