/** The port that OTLP over HTTP has by its specification; what listens there is often a part of the backend. */
const OTLP_HTTP_PORT = '4318';

/** Where a backend on the same host usually answers queries: Jaeger, Tempo. */
const QUERY_PORTS = ['16686', '3200'] as const;

/** Where VictoriaTraces takes traces, and where it imitates Jaeger. */
const VICTORIA_TRACES_PATH = '/insert/opentelemetry/v1/traces';
const VICTORIA_QUERY_PATH = '/select/jaeger';

/**
 * Where the backend behind a traces URL may answer queries, the likeliest first.
 *
 * Our own server answers where it takes spans. Behind the usual port of OTLP, and on this machine, Jaeger and Tempo
 * are looked for at their own ports on the same host. Elsewhere nothing is guessed: other ports of a stranger's host
 * are not knocked at.
 */
export function queryBaseCandidates(tracesUrl: string): readonly string[] {
  const url = new URL(tracesUrl);
  const bases = [url.origin];
  if (url.pathname.endsWith(VICTORIA_TRACES_PATH)) {
    bases.unshift(url.origin + url.pathname.slice(0, -VICTORIA_TRACES_PATH.length) + VICTORIA_QUERY_PATH);
  }
  if (url.port !== OTLP_HTTP_PORT && !isLoopback(url.hostname)) return bases;
  for (const port of QUERY_PORTS) {
    const base = new URL(url.origin);
    base.port = port;
    bases.push(base.origin);
  }
  return [...new Set(bases)];
}

/** Answers whether two URLs have the same scheme, host and port. What is no URL has none of them. */
export function isSameOrigin(a: string, b: string): boolean {
  return URL.canParse(a) && URL.canParse(b) && new URL(a).origin === new URL(b).origin;
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
