import type { OtlpResource, OtlpScope } from '../group-by-home.js';
import { writeAttributes } from './any-value.js';
import { ProtobufWriter } from './writer.js';

/** Writes the resource of spans or log records, as the field of its message. */
export function writeResource(writer: ProtobufWriter, resource: OtlpResource): void {
  const body = writer.beginMessage(0x0a, 1); // ResourceSpans.resource = 1, ResourceLogs.resource = 1
  writeAttributes(writer, 0x0a, resource.attributes); // attributes = 1
  writeCount(writer, 0x10, 0); // dropped_attributes_count = 2; the SDK does not keep one for resources
  writer.endMessage(body, 1);
}

/** Writes the scope of spans or log records, as the field of its message. */
export function writeScope(writer: ProtobufWriter, scope: OtlpScope): void {
  const body = writer.beginMessage(0x0a, 1); // ScopeSpans.scope = 1, ScopeLogs.scope = 1
  writer.text(0x0a, scope.name); // name = 1
  writeOptionalText(writer, 0x12, scope.version); // version = 2
  if (scope.attributes !== undefined) writeAttributes(writer, 0x1a, scope.attributes); // attributes = 3
  if (scope.droppedAttributesCount) writeCount(writer, 0x20, scope.droppedAttributesCount); // dropped_… = 4
  writer.endMessage(body, 1);
}

/** Writes a text unless it is empty or missing. */
export function writeOptionalText(writer: ProtobufWriter, tag: number, text: string | undefined): void {
  if (text) writer.text(tag, text);
}

/** Writes a count or an enum, also when it is 0, as the official serialiser does. */
export function writeCount(writer: ProtobufWriter, tag: number, count: number | undefined): void {
  writer.byte(tag);
  writer.varint(count !== undefined && count > 0 ? count : 0);
}

const keyWriter = new ProtobufWriter(1_024);

/** The content of a resource as a text of its bytes: equal resources have equal texts. */
export function resourceKey(resource: OtlpResource): string {
  return contentKey(() => {
    writeResource(keyWriter, resource);
    writeOptionalText(keyWriter, 0x1a, resource.schemaUrl);
  });
}

/** The content of a scope as a text of its bytes. */
export function scopeKey(scope: OtlpScope): string {
  return contentKey(() => {
    writeScope(keyWriter, scope);
    writeOptionalText(keyWriter, 0x1a, scope.schemaUrl);
  });
}

function contentKey(write: () => void): string {
  keyWriter.reset();
  write();
  let key = '';
  for (let index = 0; index < keyWriter.position; index++) key += String.fromCharCode(keyWriter.buffer[index] ?? 0);
  return key;
}
