import type { Attributes, HrTime, Link } from '@opentelemetry/api';
import type { StartedSpan } from '@spanbridge/core';
import type { LiveSpan } from '../crash/open-span-journal.js';
import { isAfter, usableTime } from './span-times.js';

/** What the start of a span says and what changes later in place. */
interface StartContent {
  readonly attributes: Attributes;
  readonly droppedAttributesCount: number;
  readonly links: readonly Link[];
  readonly droppedLinksCount: number;
}

/** Shared by all spans that start with nothing: most of them, and then a start costs no copy. */
const NOTHING: StartContent = Object.freeze({
  attributes: {},
  droppedAttributesCount: 0,
  links: [],
  droppedLinksCount: 0,
});

/** A span that runs, with what has to be known of it until it ends. */
export class OpenSpan {
  /** It was sent, or sent by somebody else, before its end: what comes of it now goes under a derived id. */
  hasLeft = false;
  /** The closest ancestor that was open when somebody looked; filled in by `OpenSpans`. */
  parent: OpenSpan | undefined = undefined;
  /** The latest time of a descendant that is not kept any more. */
  evidence: HrTime | undefined = undefined;
  /** When its last heartbeat was handed over, on the monotonic clock; undefined before the first. */
  lastBeatMs: number | undefined = undefined;
  /** False once `OpenSpans` has been told to drop it. */
  isKept = true;
  /** Of its events, how many left as log records with it. */
  toldEvents = 0;
  private readonly name: string;
  private content: StartContent | undefined;

  /**
   * @param startedMs - on the monotonic clock; 0 where nobody asks for the age
   * @param keepsStart - whether what the start says is copied now, because it is told later
   */
  constructor(
    readonly span: LiveSpan,
    readonly startedMs: number,
    keepsStart: boolean,
  ) {
    this.name = span.name;
    this.content = keepsStart ? copyContent(span) : undefined;
  }

  /** What the start said; as the span is now when nothing was kept of it. */
  started(): StartedSpan {
    return startedSpan(this.span, this.name, this.content ?? contentOf(this.span));
  }

  /** Lets the copy of the start go: it has been told. */
  forgetStart(): void {
    this.content = undefined;
  }

  /** Takes note of a time at which the span was still at work. */
  note(time: HrTime): void {
    if (this.evidence === undefined || isAfter(time, this.evidence)) this.evidence = time;
  }
}

/** A span as it is now, in the words of a start: what is not told of a span that runs is left out. */
export function currentSpan(span: LiveSpan): StartedSpan {
  return startedSpan(span, span.name, contentOf(span));
}

function startedSpan(span: LiveSpan, name: string, content: StartContent): StartedSpan {
  return {
    context: span.spanContext(),
    parentContext: span.parentSpanContext,
    name,
    kind: span.kind,
    startTime: usableTime(span.startTime),
    ...content,
    resource: span.resource,
    scope: span.instrumentationScope,
  };
}

function contentOf(span: LiveSpan): StartContent {
  const { attributes, droppedAttributesCount, links, droppedLinksCount } = span;
  return { attributes, droppedAttributesCount, links, droppedLinksCount };
}

function copyContent(span: LiveSpan): StartContent {
  const { attributes, links, droppedAttributesCount, droppedLinksCount } = span;
  const isEmpty = links.length === 0 && droppedAttributesCount === 0 && droppedLinksCount === 0 && !hasKey(attributes);
  if (isEmpty) return NOTHING;
  return { attributes: { ...attributes }, droppedAttributesCount, links: [...links], droppedLinksCount };
}

/** `Object.keys` would make an array for every span that starts. */
function hasKey(attributes: Attributes): boolean {
  for (const _key in attributes) return true;
  return false;
}
