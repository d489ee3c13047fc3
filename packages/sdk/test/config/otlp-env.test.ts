import { EnvReader } from '../../src/config/env-reader.js';
import { readOtlpSettings } from '../../src/config/otlp-env.js';

function read(env: Record<string, string>): ReturnType<typeof readOtlpSettings> & { warnings: readonly string[] } {
  const reader = new EnvReader(env);
  return { ...readOtlpSettings(reader, 'TRACES'), warnings: reader.warnings };
}

describe('readOtlpSettings', () => {
  it('appends the path of the signal to a base with a path', () => {
    expect(read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://h:4318/otlp/' }).url).toBe('http://h:4318/otlp/v1/traces');
  });

  it('leaves the URL of the signal as it stands, with / for an empty path', () => {
    expect(read({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://h:4318' }).url).toBe('http://h:4318/');
  });

  it('says how to write an endpoint that is none, and uses none', () => {
    const { url, warnings } = read({ OTEL_EXPORTER_OTLP_ENDPOINT: 'localhost:4318' });
    expect(url).toBeUndefined();
    expect(warnings).toEqual([
      'OTEL_EXPORTER_OTLP_ENDPOINT is ignored: spanbridge speaks http and https. Write it as http://HOST:PORT.',
    ]);
  });

  it('never quotes a header that cannot be sent', () => {
    const { headers, warnings } = read({ OTEL_EXPORTER_OTLP_HEADERS: 'authorization=secret%0A' });
    expect(headers).toBeUndefined();
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('authorization');
    expect(warnings[0]).not.toContain('secret');
  });
});
