import type { VerifyResult } from '@spanbridge/sdk';
import { openVerification } from '../../src/commands/verification.js';
import type { Services } from '../../src/host.js';
import { fakeHost } from '../support/fake-host.js';

const RESULT = { status: 'verified' } as VerifyResult;

function services(calls: unknown[]): Partial<Services> {
  return {
    createDeliveryCollector: () => ({ add: (span: unknown) => calls.push(['add', span]) }) as never,
    verifyAtBackend: (_collector, { signal: _signal, ...options }) => {
      calls.push(options);
      return Promise.resolve(RESULT);
    },
  };
}

describe('reading back', () => {
  it('happens only when it is asked for', () => {
    expect(openVerification({}, fakeHost().host)).toBeUndefined();
  });

  it('asks every backend with its headers, and collects what was accepted', async () => {
    const calls: unknown[] = [];
    const { host } = fakeHost({ services: services(calls) });
    const endpoint = ['http://a/v1/traces', 'http://b/v1/traces'];
    const verification = openVerification({ verify: true, endpoint, header: new Map([['x-key', '1']]) }, host);
    verification?.onAccepted('span' as never);
    expect(await verification?.verify()).toEqual(endpoint.map((tracesUrl) => ({ tracesUrl, result: RESULT })));
    expect(calls).toEqual([
      ['add', 'span'],
      ...endpoint.map((tracesUrl) => ({ tracesUrl, headers: { 'x-key': '1' } })),
    ]);
  });

  it('asks the address that is named', async () => {
    const calls: unknown[] = [];
    const { host } = fakeHost({ services: services(calls) });
    await openVerification({ verify: true, verifyBackend: 'http://jaeger:16686' }, host)?.verify();
    expect(calls).toEqual([{ tracesUrl: 'http://127.0.0.1:4318/v1/traces', verifyBackend: 'http://jaeger:16686' }]);
  });

  it('refuses one address for several backends', () => {
    const { host } = fakeHost({ services: services([]) });
    const settings = { verify: true, verifyBackend: 'http://jaeger:16686', endpoint: ['http://a/', 'http://b/'] };
    expect(() => openVerification(settings, host)).toThrow('--verify-backend names one backend');
  });
});
