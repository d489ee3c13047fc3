import { groupByHome, type OtlpItem, type ResourceGroup, type ScopeGroup } from '../group-by-home.js';
import { resourceKey, scopeKey, writeOptionalText, writeResource, writeScope } from './home-fields.js';
import { ProtobufWriter } from './writer.js';

/** Writes one span or log record, as the field of its scope: number 2 in both messages. */
export type WriteItem<Item> = (writer: ProtobufWriter, item: Item) => void;

/** Bytes kept free for the length of a message: three hold 2 MiB. A wrong guess costs a move. */
const GROUP_LENGTH_SIZE = 3;

/** The one writer of the process. Encoding is synchronous, so nobody else can need it, except from inside a getter. */
const sharedWriter = new ProtobufWriter();
let isSharedWriterBusy = false;

/** Runs `write` with the writer that all encoders share, or with one of its own while that is being used. */
export function withWriter<Result>(write: (writer: ProtobufWriter) => Result): Result {
  if (isSharedWriterBusy) return write(new ProtobufWriter());
  isSharedWriterBusy = true;
  try {
    return write(sharedWriter);
  } finally {
    isSharedWriterBusy = false;
    sharedWriter.reset();
  }
}

/**
 * Encodes items as the body of an export request. Requests of traces and of logs differ in their items only: the
 * messages around these have the same field numbers. No items give no bytes.
 */
export function encodeRequest<Item extends OtlpItem>(items: readonly Item[], writeItem: WriteItem<Item>): Uint8Array {
  return withWriter((writer) => {
    for (const group of groupByHome(items, { resourceKey, scopeKey })) writeResourceGroup(writer, group, writeItem);
    return writer.finish();
  });
}

function writeResourceGroup<Item>(
  writer: ProtobufWriter,
  group: ResourceGroup<Item>,
  writeItem: WriteItem<Item>,
): void {
  const body = writer.beginMessage(0x0a, GROUP_LENGTH_SIZE); // TracesData.resource_spans, LogsData.resource_logs = 1
  writeResource(writer, group.resource);
  for (const scope of group.scopes) writeScopeGroup(writer, scope, writeItem);
  writeOptionalText(writer, 0x1a, group.resource.schemaUrl); // schema_url = 3
  writer.endMessage(body, GROUP_LENGTH_SIZE);
}

function writeScopeGroup<Item>(writer: ProtobufWriter, group: ScopeGroup<Item>, writeItem: WriteItem<Item>): void {
  const body = writer.beginMessage(0x12, GROUP_LENGTH_SIZE); // scope_spans, scope_logs = 2
  writeScope(writer, group.scope);
  for (const item of group.items) writeItem(writer, item);
  writeOptionalText(writer, 0x1a, group.scope.schemaUrl); // schema_url = 3
  writer.endMessage(body, GROUP_LENGTH_SIZE);
}
