import { RecentTexts } from './recent-texts.js';

/** The key that was last made for a span id. */
interface KnownKey {
  traceId: string;
  key: string;
}

const knownKeys = new RecentTexts<KnownKey>();

/**
 * The key of a span in tables: both ids, which have a fixed length.
 *
 * The records of one span stand close together, so most keys are those of a moment ago. Handing out the same string
 * again spares a map from joining and hashing 48 letters for every record.
 */
export function spanKey(traceId: string, spanId: string): string {
  const known = knownKeys.get(spanId, createKnownKey);
  if (known.traceId !== traceId) {
    known.traceId = traceId;
    known.key = traceId + spanId;
  }
  return known.key;
}

function createKnownKey(): KnownKey {
  return { traceId: '', key: '' };
}
