import type { HrTime } from '@opentelemetry/api';
import { createAttributes } from '../decoded-span.js';
import { toHex } from '../hex.js';
import { hrTimeFromFixed64 } from '../hr-time.js';
import type { RequestCollector, ResourceFields, ScopeFields } from '../request-collector.js';
import { readAttribute } from './decode-value.js';
import { END_OF_MESSAGE } from './reader.js';
import { RequestReader } from './request-reader.js';

/** Reads one span or log record. */
export type ReadItem<Fields> = (reader: RequestReader) => Fields;

/** No id has more bytes; a longer one is cut here, which keeps its length wrong. */
const ID_BYTES_KEPT = 17;

/**
 * Reads the protobuf body of an export request into a collector. Requests of traces and of logs differ in their items
 * only: the messages around these have the same field numbers. Raises `MalformedBody`.
 */
export function readRequest<Fields>(
  body: Uint8Array,
  collector: RequestCollector<Fields>,
  readItem: ReadItem<Fields>,
): void {
  const reader = new RequestReader(body);
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) readResourceGroup(reader, collector, readItem);
    else reader.skip(tag);
  }
}

/** Reads a time of fixed64 nanoseconds. */
export function readTime(reader: RequestReader): HrTime {
  const low = reader.fixed64();
  return hrTimeFromFixed64(low, reader.upperHalf());
}

/** Reads an id of any length as hex. */
export function readId(reader: RequestReader): string {
  const bytes = reader.bytesValue();
  return toHex(bytes, 0, Math.min(bytes.length, ID_BYTES_KEPT));
}

function readResourceGroup<Fields>(
  reader: RequestReader,
  collector: RequestCollector<Fields>,
  readItem: ReadItem<Fields>,
): void {
  reader.countMessage();
  collector.beginResource();
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) readResource(reader, collector.resource);
    else if (tag === 0x12) readScopeGroup(reader, collector, readItem);
    else if (tag === 0x1a) collector.resource.schemaUrl = reader.text();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
  collector.endResource();
}

function readResource(reader: RequestReader, resource: ResourceFields): void {
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) readAttribute(reader, resource.attributes);
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
}

function readScopeGroup<Fields>(
  reader: RequestReader,
  collector: RequestCollector<Fields>,
  readItem: ReadItem<Fields>,
): void {
  reader.countMessage();
  const scope = collector.beginScope();
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) readScope(reader, scope);
    else if (tag === 0x12) collector.add(readItem(reader));
    else if (tag === 0x1a) scope.schemaUrl = reader.text();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
}

function readScope(reader: RequestReader, scope: ScopeFields): void {
  const outer = reader.enterMessage();
  for (let tag = reader.nextTag(); tag !== END_OF_MESSAGE; tag = reader.nextTag()) {
    if (tag === 0x0a) scope.name = reader.text();
    else if (tag === 0x12) scope.version = reader.text();
    else if (tag === 0x1a) readAttribute(reader, (scope.attributes ??= createAttributes()));
    else if (tag === 0x20) scope.droppedAttributesCount = reader.uint32();
    else reader.skip(tag);
  }
  reader.leaveMessage(outer);
}
