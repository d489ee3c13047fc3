// A collector of the otel-partial protocol, as far as it matters here: it keeps the ids of spans whose heartbeats came
// and whose stop did not, which it would send itself in the end.
import { createServer } from 'node:http';
import { decodeLogs } from '@spanbridge/otlp';

export async function startPartialCollector() {
  const beating = new Set();
  const counts = { heartbeats: 0, stops: 0 };

  function take({ spanContext, attributes }) {
    const id = spanContext.traceId + spanContext.spanId;
    if (attributes['partial.event'] === 'stop') {
      counts.stops += 1;
      beating.delete(id);
    } else {
      counts.heartbeats += 1;
      beating.add(id);
    }
  }

  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const decoded = decodeLogs(Buffer.concat(pieces), 'protobuf');
    if (decoded.status === 'decoded') for (const record of decoded.records) take(record);
    response.writeHead(decoded.status === 'decoded' ? 200 : 400).end();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/v1/logs`,
    counts,
    /** The spans that it would send now although they have arrived: each would be there twice. */
    doubledIn: (oracle) => [...beating].filter((id) => oracle.firstMsOf(Buffer.from(id, 'hex')) !== undefined).length,
    forget: () => beating.clear(),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
