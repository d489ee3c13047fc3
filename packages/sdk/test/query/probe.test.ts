import { findQueryBackend, probeBackend } from '../../src/query/probe.js';
import { closeBackends, type Reply, startBackend } from './fake-backend.js';

afterEach(closeBackends);

const V3: Readonly<Record<string, Reply>> = { '/api/v3/services': { body: '{"services":[]}' } };
const LEGACY: Readonly<Record<string, Reply>> = { '/api/services': { body: '{"data":[]}' } };
const TEMPO: Readonly<Record<string, Reply>> = { '/api/echo': { type: 'text/plain', body: 'echo' } };

describe('probeBackend', () => {
  it.each([
    ['jaeger-v3', V3],
    ['jaeger-v3', { ...TEMPO, ...LEGACY, ...V3 }],
    ['jaeger-legacy', { ...TEMPO, ...LEGACY }],
    ['tempo', TEMPO],
  ])('finds %s', async (api, replies) => {
    const backend = await startBackend(replies);
    const found = await probeBackend({ baseUrl: `${backend.url}/` });
    expect(found).toMatchObject({ status: 'found', client: { api, address: backend.url } });
    if (found.status === 'found') found.client.close();
  });

  it('asks for one interface after the other', async () => {
    const backend = await startBackend({});
    expect(await probeBackend({ baseUrl: `${backend.url}/base/` })).toEqual({
      status: 'none',
      details: [`${backend.url}/base speaks neither Jaeger's nor Tempo's query interface.`],
    });
    expect(backend.requests.map(({ path }) => path)).toEqual([
      '/base/api/v3/services',
      '/base/api/services',
      '/base/api/echo',
      '/base/api/status/buildinfo',
    ]);
  });

  it('asks no further where nobody is let in', async () => {
    const backend = await startBackend(() => ({ status: 401 }));
    expect(await probeBackend({ baseUrl: backend.url })).toEqual({
      status: 'none',
      details: [`HTTP 401 from ${backend.url}/api/v3/services. Check the headers that carry the credentials.`],
    });
    expect(backend.requests).toHaveLength(1);
  });

  it('refuses what is no URL', async () => {
    await expect(probeBackend({ baseUrl: 'jaeger' })).rejects.toMatchObject({ code: 'INVALID_QUERY_URL' });
  });
});

describe('findQueryBackend', () => {
  it('asks first where the traces went', async () => {
    const backend = await startBackend(V3);
    const found = await findQueryBackend({ tracesUrl: `${backend.url}/v1/traces` });
    expect(found).toMatchObject({ status: 'found', client: { api: 'jaeger-v3', address: backend.url } });
    if (found.status === 'found') found.client.close();
  });

  it('asks only where it is told to', async () => {
    const [receiver, backend] = [await startBackend(V3), await startBackend(TEMPO)];
    const found = await findQueryBackend({ tracesUrl: `${receiver.url}/v1/traces`, verifyBackend: backend.url });
    expect(found).toMatchObject({ status: 'found', client: { api: 'tempo' } });
    if (found.status === 'found') found.client.close();
    expect(receiver.requests).toEqual([]);
  });

  it('shows credentials to the origin that they were made for, and to no other', async () => {
    const [receiver, backend] = [await startBackend(V3), await startBackend(V3)];
    const tracesUrl = `${receiver.url}/v1/traces`;
    const headers = { authorization: 'Bearer secret' };
    const verifyHeaders = { 'x-scope-orgid': 'tenant' };
    for (const verifyBackend of [receiver.url, backend.url]) {
      const found = await findQueryBackend({ tracesUrl, headers, verifyHeaders, verifyBackend });
      if (found.status === 'found') found.client.close();
    }
    expect(receiver.requests[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-scope-orgid': 'tenant' });
    expect(backend.requests[0]?.headers).toMatchObject({ 'x-scope-orgid': 'tenant' });
    expect(backend.requests[0]?.headers.authorization).toBeUndefined();
  });

  it('says of each address why it is none', async () => {
    const backend = await startBackend({});
    await closeBackends();
    const found = await findQueryBackend({ tracesUrl: 'http://127.0.0.1:1/v1/traces', verifyBackend: backend.url });
    expect(found).toMatchObject({ status: 'none', details: [expect.stringContaining('Connection refused') as string] });
  });
});
