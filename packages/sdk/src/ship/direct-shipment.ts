import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { checkNamespace, DEFAULT_NAMESPACE, type LeftRole } from '@spanbridge/core';
import type { SpanOutcome, WithdrawableSpan } from '@spanbridge/otlp';
import type { ResolvedInput } from '../sources/inputs.js';
import { withIdle } from '../sources/with-idle.js';
import type { DeadLetterFile } from './dead-letter.js';
import type { Destination } from './destinations.js';
import { bridgesFor } from './detect-format.js';
import { DirectDelivery } from './direct-delivery.js';
import { MarkerDelivery } from './provisional/marker-delivery.js';
import type { PartialLogs } from './provisional/partial-logs.js';
import { PresentEnd } from './provisional/present-end.js';
import { provisionalRules, TELLING_TICK_MS } from './provisional/provisional-rules.js';
import { QuietSettle } from './quiet-settle.js';
import { RecordRun } from './record-run.js';
import { ShipAccount } from './ship-account.js';
import { BATCH_SPANS_DEFAULT, CONCURRENCY_DEFAULT, DRAIN_DEFAULT_MS, SETTLE_DEFAULT_MS } from './ship-defaults.js';
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
  /** Takes heartbeats and stops, where the strategy has them. */
  readonly logs?: PartialLogs | undefined;
}

/** One pass over inputs, delivered out of memory: what did not arrive, the inputs still have. */
export class DirectShipment {
  private readonly run: RecordRun;
  private readonly delivery: DirectDelivery | undefined;
  private readonly account: ShipAccount;
  private readonly markers: MarkerDelivery | undefined;
  private readonly progress: ProgressTeller;
  private readonly presentEnd: PresentEnd;
  private readonly quiet: QuietSettle;
  /** Anchors have gathered, which must not wait for a full batch. */
  private areAnchorsWaiting = false;

  constructor(
    private readonly options: ShipOptions,
    private readonly parts: DirectShipmentParts,
  ) {
    this.quiet = new QuietSettle(options.settleMs ?? SETTLE_DEFAULT_MS);
    const namespace = checkNamespace(options.namespace ?? DEFAULT_NAMESPACE);
    this.run = new RecordRun({
      bridges: bridgesFor(options.format ?? 'auto', namespace),
      resource: createShippedResource({ ...options, namespace, attributes: options.resource }),
      onSpan: (span, { role }) => {
        this.deliver(span, role);
      },
      onPartial: (span, event) => {
        parts.logs?.tell(span, event);
      },
      onEvent: (event) => options.onEvent?.(event),
      deadLetter: parts.deadLetter,
      stdin: options.stdin,
      signal: options.signal,
      limits: { now: () => this.run.elapsedMs, ...provisionalRules(options) },
    });
    this.presentEnd = new PresentEnd(() => this.run.elapsedMs);
    this.account = new ShipAccount({
      ledger: this.run.ledger,
      onEvent: (event) => options.onEvent?.(event),
      deadLetter: parts.deadLetter,
      onAccepted: options.onAccepted,
    });
    this.progress = new ProgressTeller(options.onProgress, () => this.currentProgress());
    this.delivery = parts.destinations && this.createDelivery(parts.destinations);
    this.markers = parts.destinations && this.createMarkers(parts.destinations);
  }

  /** Reads everything, delivers everything, and says how it ended. */
  async perform(): Promise<ShipResult> {
    for (const input of this.parts.inputs) {
      if (!this.mustStop) await this.readInput(input);
    }
    for (const _step of this.run.pipeline.flush()) await this.makeRoom();
    await this.delivery?.finish();
    // After their spans: what has left by now suppresses its marker.
    await this.markers?.finish();
    await this.parts.logs?.finish(this.options.drainTimeoutMs ?? DRAIN_DEFAULT_MS);
    this.progress.tell();
    this.account.check();
    return {
      summary: this.run.summarise(),
      reasons: this.account.reasons(),
      notes: this.account.notes(),
      ...(this.parts.logs === undefined ? {} : { logRecords: this.parts.logs.counts() }),
      formats: Object.fromEntries(this.run.pipeline.formats),
      outcome: this.outcome,
      lastError: this.account.lastError,
    };
  }

  private async readInput(input: ResolvedInput): Promise<void> {
    const pieces = this.run.read(input);
    const isTelling = (this.options.provisional ?? 'hold') !== 'hold';
    this.presentEnd.ask();
    for await (const _piece of input.kind === 'stdin'
      ? withIdle(pieces, isTelling ? TELLING_TICK_MS : TICK_MS)
      : pieces) {
      if (input.kind === 'stdin') this.attend(isTelling);
      await this.makeRoom();
      this.progress.tellNowAndThen(this.run.elapsedMs);
      if (this.mustStop) return;
      this.presentEnd.ask();
    }
  }

  /** What is due while a program pipes its records in, and goes on running. */
  private attend(isTelling: boolean): void {
    if (isTelling && this.presentEnd.isReached) this.run.pipeline.announce();
    const hasLooked = this.quiet.settle(this.run.pipeline, this.run.elapsedMs);
    if (hasLooked || this.areAnchorsWaiting) this.delivery?.sendNow();
    this.areAnchorsWaiting = false;
  }

  private async makeRoom(): Promise<void> {
    if (this.delivery?.isFull === true) await this.delivery.makeRoom();
  }

  private createMarkers(destinations: readonly Destination[]): MarkerDelivery {
    return new MarkerDelivery({
      destinations,
      batchSpansMax: this.options.batchSize ?? BATCH_SPANS_DEFAULT,
      onOutcome: (marker, outcome) => {
        this.account.settleMarker(outcome, marker);
      },
      onRefused: (marker, outcome) => {
        this.account.noteRefusal(marker, outcome);
      },
    });
  }

  private createDelivery(destinations: readonly Destination[]): DirectDelivery {
    return new DirectDelivery({
      destinations,
      batchSpansMax: this.options.batchSize ?? BATCH_SPANS_DEFAULT,
      concurrency: this.options.concurrency ?? CONCURRENCY_DEFAULT,
      isLaned: this.options.provisional === 'anchor',
      onOutcome: (span, outcome) => {
        this.account.settle(outcome, span);
      },
      onRefused: (span, outcome) => {
        this.account.noteRefusal(span, outcome);
      },
    });
  }

  private deliver(span: ReadableSpan, role: LeftRole): void {
    if (role === 'marker' && this.markers !== undefined) {
      this.markers.add(span as WithdrawableSpan);
      return;
    }
    if (role === 'anchor') this.areAnchorsWaiting = true;
    if (this.delivery !== undefined) {
      this.delivery.add(span);
      return;
    }
    this.options.onEvent?.({ type: 'span', span });
    if (role === 'marker') this.account.settleMarker(DRY_RUN, span);
    else this.account.settle(DRY_RUN, span);
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
