import { HttpSpanExporter } from '../../src/delivery/http-span-exporter.js';

it.each([
  [{ url: 'ftp://c' }, 'OTLP_URL_INVALID'],
  [{ endpoint: 'c' }, 'OTLP_URL_INVALID'],
  [{ headers: { a: 'b\nc' } }, 'OTLP_HEADER_INVALID'],
  [{ queueSpansMax: 0 }, 'OTLP_OPTION_INVALID'],
])('an exporter with %j is not made: %s', (options, code) => {
  expect(() => new HttpSpanExporter(options)).toThrow(
    expect.objectContaining({ name: 'SpanbridgeError', code }) as Error,
  );
});
