/** Who answers on a local port, as far as one or two requests can tell. */
export type PortAnswer = 'spanbridge' | 'jaeger' | 'collector' | 'http' | 'nothing';

/** A local port answers at once or is no HTTP server; nobody waits for a guess. */
const PROBE_TIMEOUT_MS = 500;

/** How much of an answer is looked at. */
const BODY_BYTES_MAX = 65_536;

/** The port on which Jaeger serves its page and its query API. */
export const JAEGER_UI_PORT = 16_686;

/**
 * Asks who listens at an address such as `http://127.0.0.1:4318`: this project's page says so itself, an OTLP receiver
 * of the Collector (also the one inside Jaeger) answers a GET in its own words, and Jaeger has its page on a second
 * port.
 */
export async function probePort(baseUrl: string, fetchFrom: typeof fetch): Promise<PortAnswer> {
  const page = await get(`${baseUrl}/`, fetchFrom);
  if (page === undefined) return 'nothing';
  if (/spanbridge/i.test(page)) return 'spanbridge';
  const receiver = await get(`${baseUrl}/v1/traces`, fetchFrom);
  if (receiver === undefined || !/405 method not allowed/i.test(receiver)) return 'http';
  return (await hasJaegerPage(baseUrl, fetchFrom)) ? 'jaeger' : 'collector';
}

/** Whether Jaeger's page answers on the same machine. */
export async function hasJaegerPage(baseUrl: string, fetchFrom: typeof fetch): Promise<boolean> {
  const page = await get(`${jaegerPageUrl(baseUrl)}/`, fetchFrom);
  return page !== undefined && /jaeger/i.test(page);
}

/** The address of Jaeger's page on the machine of another address. */
export function jaegerPageUrl(baseUrl: string): string {
  const url = new URL(baseUrl);
  return `http://${url.hostname}:${JAEGER_UI_PORT}`;
}

async function get(url: string, fetchFrom: typeof fetch): Promise<string | undefined> {
  try {
    const response = await fetchFrom(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS), redirect: 'manual' });
    return await readStart(response);
  } catch {
    return undefined;
  }
}

async function readStart(response: Response): Promise<string> {
  if (response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  let sizeBytes = 0;
  // Leaving the loop cancels the rest: an endless answer must not be read to its end.
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    sizeBytes += chunk.length;
    if (sizeBytes >= BODY_BYTES_MAX) break;
  }
  return text;
}
