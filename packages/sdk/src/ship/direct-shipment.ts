import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { checkNamespace, DEFAULT_NAMESPACE } from '@spanbridge/core';
import type { SpanOutcome } from '@spanbridge/otlp';
import type { ResolvedInput } from '../sources/inputs.js';
import { withIdle } from '../sources/with-idle.js';
import type { DeadLetterFile } from './dead-letter.js';
import type { Destination } from './destinations.js';
import { bridgesFor } from './detect-format.js';
import { DirectDelivery } from './direct-delivery.js';
import { QuietSettle } from './quiet-settle.js';
import { RecordRun } from './record-run.js';
import { ShipAccount } from './ship-account.js';
import { BATCH_SPANS_DEFAULT, CONCURRENCY_DEFAULT, SETTLE_DEFAULT_MS } from './ship-defaults.js';
import type { ShipOptions, ShipProgress, ShipResult } from './ship-options.js';
import { ProgressTeller } from './ship-progress.js';
import { createShippedResource } from './shipped-resource.js';

/** How often a silent stdin lets timers run. */
const TICK_MS = 200;

/** What a run has opened before it reads. */
export interface DirectShipmentParts {
  readonly inputs: readonly ResolvedInput[];
  readonly deadLetter: DeadLetterFile | undefined;
  /** Undefined: a dry run. */
  readonly destinations: readonly Destination[] | undefined;
}

/** One pass over inputs, delivered out of memory: what did not arrive, the inputs still have. */
export class DirectShipment {
  private readonly run: RecordRun;
  private readonly delivery: DirectDelivery | undefined;
  private readonly account: ShipAccount;
  private readonly progress: ProgressTeller;
  private readonly quiet: QuietSettle;

  constructor(
    private readonly options: ShipOptions,
    private readonly parts: DirectShipmentParts,
  ) {
    this.quiet = new QuietSettle(options.settleMs ?? SETTLE_DEFAULT_MS);
    const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
    this.run = new RecordRun({
      bridges: bridgesFor(options.format ?? 'auto', namespace),
      resource: createShippedResource({ ...options, namespace, attributes: options.resource }),
      onSpan: (span) => {
        this.deliver(span);
      },
      onEvent: (event) => options.onEvent?.(event),
      deadLetter: parts.deadLetter,
      stdin: options.stdin,
      signal: options.signal,
      limits: { now: () => this.run.elapsedMs },
    });
    this.account = new ShipAccount({
      ledger: this.run.ledger,
      onEvent: (event) => options.onEvent?.(event),
      deadLetter: parts.deadLetter,
      onAccepted: options.onAccepted,
    });
    this.progress = new ProgressTeller(options.onProgress, () => this.currentProgress());
    this.delivery = parts.destinations && this.createDelivery(parts.destinations);
  }

  /** Reads everything, delivers everything, and says how it ended. */
  async perform(): Promise<ShipResult> {
    for (const input of this.parts.inputs) {
      if (!this.mustStop) await this.readInput(input);
    }
    for (const _step of this.run.pipeline.flush()) await this.makeRoom();
    await this.delivery?.finish();
    this.progress.tell();
    this.account.check();
    return {
      summary: this.run.summarise(),
      reasons: this.account.reasons(),
      formats: Object.fromEntries(this.run.pipeline.formats),
      outcome: this.outcome,
      lastError: this.account.lastError,
    };
  }

  private async readInput(input: ResolvedInput): Promise<void> {
    const pieces = this.run.read(input);
    for await (const _piece of input.kind === 'stdin' ? withIdle(pieces, TICK_MS) : pieces) {
      if (input.kind === 'stdin' && this.quiet.settle(this.run.pipeline, this.run.elapsedMs)) this.delivery?.sendNow();
      await this.makeRoom();
      this.progress.tellNowAndThen(this.run.elapsedMs);
      if (this.mustStop) return;
    }
  }

  private async makeRoom(): Promise<void> {
    if (this.delivery?.isFull === true) await this.delivery.makeRoom();
  }

  private createDelivery(destinations: readonly Destination[]): DirectDelivery {
    return new DirectDelivery({
      destinations,
      batchSpansMax: this.options.batchSize ?? BATCH_SPANS_DEFAULT,
      concurrency: this.options.concurrency ?? CONCURRENCY_DEFAULT,
      onOutcome: (span, outcome) => {
        this.account.settle(outcome, span);
      },
      onRefused: (span, outcome) => {
        this.account.noteRefusal(span, outcome);
      },
    });
  }

  private deliver(span: ReadableSpan): void {
    if (this.delivery !== undefined) {
      this.delivery.add(span);
      return;
    }
    this.options.onEvent?.({ type: 'span', span });
    this.account.settle(DRY_RUN, span);
  }

  /** Once every backend is given up, or the run is aborted, more reading would only make more that is not sent. */
  private get mustStop(): boolean {
    return this.delivery?.hasGivenUp === true || this.options.signal?.aborted === true;
  }

  private get outcome(): ShipResult['outcome'] {
    if (this.options.signal?.aborted === true) return 'aborted';
    const isUnsent = this.run.ledger.columns().unsent > 0;
    return isUnsent && this.delivery !== undefined ? 'unreachable' : 'complete';
  }

  private currentProgress(): ShipProgress {
    const sizes = this.parts.inputs.map((input) => (input.kind === 'file' ? input.sizeBytes : undefined));
    const { records, accepted } = this.run.ledger.columns();
    return {
      bytesRead: this.run.bytesRead,
      bytesTotal: sizes.includes(undefined) ? undefined : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0),
      records,
      accepted,
      elapsedMs: this.run.elapsedMs,
    };
  }
}

const DRY_RUN: SpanOutcome = { status: 'unsent', reason: 'dry-run' };
