/**
 * Reads `k=v,k2=v2` with percent-encoded values, the form of `OTEL_RESOURCE_ATTRIBUTES` and
 * `OTEL_EXPORTER_OTLP_HEADERS`. Undefined when any part of it is broken: the specification wants the whole value
 * discarded then, not half of it.
 */
export function splitPairs(text: string): readonly (readonly [key: string, value: string])[] | undefined {
  const pairs: [string, string][] = [];
  for (const part of text.split(',')) {
    if (part.trim() === '') continue;
    const at = part.indexOf('=');
    const key = percentDecoded(part.slice(0, Math.max(at, 0)).trim());
    const value = percentDecoded(part.slice(at + 1).trim());
    if (key === undefined || key === '' || value === undefined) return undefined;
    pairs.push([key, value]);
  }
  return pairs;
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
