import { importTracerMeta } from '@spanbridge/bridges/tracer-meta';
import { startOtlpStub } from '../../../../test/support/otlp-stub.js';
import { closeDestinations, logsUrlsOf, openDestinations } from '../../src/ship/destinations.js';

const SPANS = importTracerMeta([
  {
    __tracer_meta__: {
      timestamp: '2026-03-01T08:00:00Z',
      event: 'x',
      trace_id: '0af7651916cd43dd8448eb211c80319c',
      span_id: 'b7ad6b7169203331',
    },
  },
]);

describe('destinations', () => {
  it('post in the protocol, compression and with the headers that were asked for', async () => {
    const stub = await startOtlpStub(() => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{}',
    }));
    const destinations = openDestinations(
      {
        endpoints: [stub.url],
        protocol: 'http/json',
        compression: 'gzip',
        headers: { 'x-scope-orgid': 'team' },
      },
      () => undefined,
    );
    try {
      await expect(destinations[0]?.sender.send(SPANS)).resolves.toEqual([{ status: 'accepted' }]);
    } finally {
      await closeDestinations(destinations);
      await stub.close();
    }
    expect(stub.requests[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-encoding': 'gzip',
      'x-scope-orgid': 'team',
    });
  });

  it('an endpoint that is named twice is one destination', async () => {
    const stub = await startOtlpStub(() => ({ status: 200 }));
    const endpoints = [stub.url, `${stub.url}/v1/traces`];
    const destinations = openDestinations({ endpoints }, () => undefined);
    try {
      for (const { sender } of destinations) await sender.send(SPANS);
    } finally {
      await closeDestinations(destinations);
      await stub.close();
    }
    expect(stub.requests).toHaveLength(1);
  });
});

describe('the URLs of log records', () => {
  it('are none but for the strategy log', () => {
    expect(logsUrlsOf({ provisional: 'marker', endpoints: ['http://a/api/spans'] })).toEqual([]);
  });

  it('lie beside the endpoints, each once, or are the one that is named', () => {
    const endpoints = ['http://a:1', 'http://a:1/v1/traces', 'http://b:2'];
    expect(logsUrlsOf({ provisional: 'log', endpoints })).toEqual(['http://a:1/v1/logs', 'http://b:2/v1/logs']);
    expect(logsUrlsOf({ provisional: 'log', endpoints, logsUrl: 'http://c/x' })).toEqual(['http://c/x']);
    expect(logsUrlsOf({ provisional: 'log' })).toEqual(['http://127.0.0.1:4318/v1/logs']);
  });
});
