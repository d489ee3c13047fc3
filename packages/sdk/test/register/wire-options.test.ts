import { readOtelConfig } from '../../src/config/otel-env.js';
import { toWireOptions, withoutUndefined } from '../../src/register/wire-options.js';

function wireOptions(env: Record<string, string>): { options: unknown; warnings: string[] } {
  const warnings: string[] = [];
  return { options: toWireOptions(readOtelConfig(env).traces, warnings), warnings };
}

describe('the requests of a signal', () => {
  it('are what its variables say, and nothing where they say nothing', () => {
    expect(wireOptions({}).options).toEqual({});
    const env = {
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:1',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_TIMEOUT: '9',
    };
    expect(wireOptions(env).options).toEqual({ url: 'http://a:1/v1/traces', encoding: 'json', timeoutMs: 9 });
  });

  it('go without a certificate that cannot be read, and that is told', () => {
    const { options, warnings } = wireOptions({ OTEL_EXPORTER_OTLP_CERTIFICATE: '/no/such/file.pem' });
    expect(options).toEqual({});
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('/no/such/file.pem');
  });
});

it('options that were given as undefined are not given', () => {
  expect(withoutUndefined({ a: undefined, b: 0, c: '' })).toEqual({ b: 0, c: '' });
});
