import { type Spool, type SpoolEntry, type SpoolRecord } from '../../src/spool/spool-types.js';

/** An entry whose body says which one it is, filled up to `bodyBytes`. */
export function entry(text: string, options: Partial<SpoolEntry> & { readonly bodyBytes?: number } = {}): SpoolEntry {
  const { bodyBytes = 0, ...rest } = options;
  const body = Buffer.from(text.padEnd(bodyBytes, '.'));
  return { signal: 'traces', priority: 1, spanCount: 1, body, ...rest };
}

/** Entries named `<text>0`, `<text>1`, … */
export function entries(count: number, text = 'r', options: Parameters<typeof entry>[1] = {}): SpoolEntry[] {
  return Array.from({ length: count }, (_, index) => entry(`${text}${index}`, options));
}

/** The texts of records, without what fills them up. */
export function textsOf(records: readonly Pick<SpoolRecord, 'body'>[] | undefined): readonly string[] {
  return (records ?? []).map(({ body }) => Buffer.from(body).toString().replace(/\.+$/, ''));
}

/** All that a destination can take now. Not acknowledged. */
export async function takeAll(spool: Spool, name = 'a'): Promise<readonly SpoolRecord[]> {
  const records: SpoolRecord[] = [];
  for (;;) {
    const taken = await spool.destination(name).take({ spansMax: 100_000, bytesMax: 4 * 1024 * 1024 });
    if (taken === undefined) return records;
    records.push(...taken);
  }
}
