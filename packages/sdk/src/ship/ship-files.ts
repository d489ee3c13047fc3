import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { checkNamespace, DEFAULT_NAMESPACE, SpanbridgeError } from '@spanbridge/core';
import { type SpanOutcome, toTracesData } from '@spanbridge/otlp';
import { SDK_ERROR_CODES } from '../errors.js';
import { resolveInputs, type ResolvedInput } from '../sources/inputs.js';
import { type DeadLetterFile, openDeadLetter } from './dead-letter.js';
import { type Destinations, openDestinations } from './destinations.js';
import { bridgesFor } from './detect-format.js';
import { PullRunner } from './pull-runner.js';
import { RecordRun } from './record-run.js';
import type { ShipEvent, ShipOptions, ShipResult } from './ship-options.js';
import { createShippedResource } from './shipped-resource.js';

/** Spans in one request when nothing else is said; what OTel's own processors use. */
const BATCH_SPANS_DEFAULT = 512;
/** Requests in flight when nothing else is said: enough to hide the latency of a backend on another continent. */
const CONCURRENCY_DEFAULT = 4;
/** Least time between two calls of `onProgress`. */
const PROGRESS_INTERVAL_MS = 200;

function checkCount(name: string, value: number | undefined): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= 1)) return;
  throw new SpanbridgeError(
    SDK_ERROR_CODES.INVALID_OPTION,
    `The option ${name} is ${value}. Give a whole number from 1 on.`,
  );
}

/** One run of `shipFiles`: what is opened before reading, and what is counted on the way. */
class Shipment {
  private readonly run: RecordRun;
  private readonly runner: PullRunner;
  private outcome: ShipResult['outcome'] = 'complete';
  private lastError: string | undefined;
  private progressAtMs = 0;
  private isRefusalTold = false;

  constructor(
    private readonly options: ShipOptions,
    private readonly inputs: readonly ResolvedInput[],
    private readonly deadLetter: DeadLetterFile | undefined,
    destinations: Destinations | undefined,
  ) {
    const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
    const batchSpansMax = options.batchSize ?? BATCH_SPANS_DEFAULT;
    this.runner = new PullRunner({
      send: destinations?.send ?? ((spans) => this.tellSpans(spans)),
      batchSpansMax,
      concurrency: destinations === undefined ? 1 : (options.concurrency ?? CONCURRENCY_DEFAULT),
      onOutcome: (span, outcome) => {
        this.noteOutcome(span, outcome);
      },
    });
    this.run = new RecordRun({
      bridges: bridgesFor(options.format ?? 'auto', namespace),
      resource: createShippedResource({ ...options, namespace, attributes: options.resource }),
      onSpan: (span) => {
        this.runner.add(span);
      },
      onEvent: (event) => {
        this.tell(event);
      },
      deadLetter,
      stdin: options.stdin,
      signal: options.signal,
    });
  }

  async perform(): Promise<ShipResult> {
    await this.readAll();
    for (const _step of this.run.pipeline.flush()) if (this.runner.isFull) await this.runner.makeRoom();
    await this.runner.finish();
    if (this.options.signal?.aborted === true) this.outcome = 'aborted';
    this.progress();
    const { ledger, pipeline } = this.run;
    for (const imbalance of ledger.imbalances()) {
      this.tell({ type: 'warning', message: `The ledger does not add up: ${imbalance}. This is a bug.` });
    }
    const reasons = {
      ignored: ledger.reasonsOf('ignored'),
      rejected: ledger.reasonsOf('rejected'),
      refused: ledger.reasonsOf('refused'),
      unsent: ledger.reasonsOf('unsent'),
    };
    const { outcome, lastError } = this;
    return {
      summary: this.run.summarise(),
      reasons,
      formats: Object.fromEntries(pipeline.formats),
      outcome,
      lastError,
    };
  }

  private async readAll(): Promise<void> {
    for (const input of this.inputs) {
      for await (const _piece of this.run.read(input)) {
        await this.runner.makeRoom();
        this.progressNowAndThen();
        if (this.mustStop) return;
      }
      if (this.mustStop) return;
    }
  }

  /** Once the backend is given up, or the run is aborted, more reading would only make more that is not sent. */
  private get mustStop(): boolean {
    return this.outcome === 'unreachable' || this.options.signal?.aborted === true;
  }

  private tell(event: ShipEvent): void {
    this.options.onEvent?.(event);
  }

  /** The "sending" of a dry run. */
  private tellSpans(spans: readonly ReadableSpan[]): Promise<readonly SpanOutcome[]> {
    for (const span of spans) this.tell({ type: 'span', span });
    return Promise.resolve(spans.map(() => ({ status: 'unsent', reason: 'dry-run' })));
  }

  private noteOutcome(span: ReadableSpan, outcome: SpanOutcome): void {
    switch (outcome.status) {
      case 'accepted':
        this.run.ledger.add('accepted');
        this.options.onAccepted?.(span);
        return;
      case 'refused':
        this.run.ledger.add('refused', 1, `status ${outcome.httpStatus}`);
        this.noteRefusal(span, outcome);
        return;
      case 'unsent':
        this.run.ledger.add('unsent', 1, outcome.reason);
        if (this.options.dryRun === true) return;
        this.outcome = 'unreachable';
        this.lastError = outcome.reason;
        return;
    }
  }

  private noteRefusal(span: ReadableSpan, outcome: SpanOutcome & { readonly status: 'refused' }): void {
    const { httpStatus: status, reason } = outcome;
    this.tell({ type: 'refused', status, reason, span });
    this.deadLetter?.write({ type: 'refused', status, reason, tracesData: toTracesData([span]) });
    if (this.deadLetter !== undefined || this.isRefusalTold) return;
    this.isRefusalTold = true;
    const message = `The backend refused a span (status ${status}): ${reason}. Further refusals are only counted.`;
    this.tell({ type: 'warning', message });
  }

  private progressNowAndThen(): void {
    if (this.run.elapsedMs - this.progressAtMs >= PROGRESS_INTERVAL_MS) this.progress();
  }

  private progress(): void {
    this.progressAtMs = this.run.elapsedMs;
    const sizes = this.inputs.map((input) => (input.kind === 'file' ? input.sizeBytes : undefined));
    const { records, accepted } = this.run.ledger.columns();
    this.options.onProgress?.({
      bytesRead: this.run.bytesRead,
      bytesTotal: sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      records,
      accepted,
      elapsedMs: this.run.elapsedMs,
    });
  }
}

/**
 * Ships the records of files or of stdin as OpenTelemetry spans over OTLP, once, in memory that does not grow with the
 * files: the reader pauses while the backend is behind.
 *
 * Everything that can be checked is checked before anything is read or sent: throws `SpanbridgeError` for inputs that
 * are missing, for an unusable endpoint, namespace, option or dead-letter file. While it runs nothing is thrown: broken
 * records and refused spans are counted, told through `onEvent`, and the result says how the run ended.
 */
export async function shipFiles(options: ShipOptions): Promise<ShipResult> {
  checkCount('batchSize', options.batchSize);
  checkCount('concurrency', options.concurrency);
  const inputs = await resolveInputs(options.inputs);
  const warn = (message: string): void => {
    options.onEvent?.({ type: 'warning', message });
  };
  const deadLetter = options.deadLetter === undefined ? undefined : openDeadLetter(options.deadLetter, warn);
  let destinations: Destinations | undefined;
  try {
    destinations = options.dryRun === true ? undefined : openDestinations(options, warn);
    return await new Shipment(options, inputs, deadLetter, destinations).perform();
  } finally {
    await destinations?.close();
    deadLetter?.close();
  }
}
