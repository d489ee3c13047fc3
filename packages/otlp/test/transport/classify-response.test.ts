import { encodeExportResponse, encodeStatus } from '../../src/codec/export-response.js';
import { classifyResponse } from '../../src/transport/classify-response.js';
import type { ExportResponse } from '../../src/transport/export-response.js';

const ADDRESS = 'http://127.0.0.1:4318/v1/traces';

function classify(
  httpStatus: number,
  body: Uint8Array | string | undefined = '',
  contentType?: string,
  retryAfterMs?: number,
): ExportResponse {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  return classifyResponse(
    { httpStatus, body: bytes, contentType, retryAfterMs },
    { url: new URL(ADDRESS), encoding: 'protobuf' },
  );
}

describe('a 2xx answer', () => {
  it.each([200, 202, 204])('%d without a body is success', (httpStatus) => {
    expect(classify(httpStatus)).toEqual({ status: 'success' });
  });

  it('is read in the encoding that it names, else in that of the request', () => {
    const partial = { rejectedSpans: 2, errorMessage: 'm' };
    const expected = { status: 'partial', rejectedSpans: 2, message: 'm' };
    expect(classify(200, encodeExportResponse(partial, 'json'), 'application/json; charset=utf-8')).toEqual(expected);
    expect(classify(200, encodeExportResponse(partial, 'protobuf'))).toEqual(expected);
  });

  it('that rejects nothing but says something is success with a warning', () => {
    const body = encodeExportResponse({ rejectedSpans: 0, errorMessage: 'old version' }, 'json');
    expect(classify(200, body, 'application/json')).toEqual({ status: 'success', warning: 'old version' });
  });

  it.each([
    ['garbage', '<html>', 'application/json'],
    ['another type', 'ok', 'text/plain'],
  ])('with %s counts as accepted', (_name, body, contentType) => {
    expect(classify(200, body, contentType)).toMatchObject({
      status: 'success',
      warning: expect.stringContaining(`${ADDRESS} took the spans, but`) as string,
    });
  });

  it('without a whole body counts as accepted', () => {
    const answer = { httpStatus: 200, body: undefined, contentType: undefined, retryAfterMs: undefined };
    expect(classifyResponse(answer, { url: new URL(ADDRESS), encoding: 'json' }).status).toBe('success');
  });
});

describe('the detail of a failure', () => {
  it('says what to do, and carries the same by kind', () => {
    expect(classify(403)).toEqual({
      status: 'failure',
      httpStatus: 403,
      detail:
        `HTTP 403 from ${ADDRESS}. Check the headers that carry the credentials: the option \`headers\`, or ` +
        'OTEL_EXPORTER_OTLP_HEADERS.',
      fault: {
        kind: 'credentials',
        message: `HTTP 403 from ${ADDRESS}.`,
        remedy: 'Check the headers that carry the credentials: the option `headers`, or OTEL_EXPORTER_OTLP_HEADERS.',
      },
    });
  });

  it.each([
    'Client sent an HTTP request to an HTTPS server.\n',
    '<h1>The plain HTTP request was sent to HTTPS port</h1>',
  ])('of a port that speaks TLS refuses no span: %j', (body) => {
    expect(classify(400, body)).toMatchObject({
      status: 'retryable',
      detail: `${ADDRESS} speaks TLS. Write https:// in the endpoint.`,
      fault: { kind: 'tls-port' },
    });
  });

  it('quotes a Status in JSON and a plain text, but no page', () => {
    const status = encodeStatus({ code: 3, message: 'no spans, please.' }, 'json');
    expect(classify(400, status, 'application/json')).toMatchObject({
      detail: `HTTP 400 from ${ADDRESS}: no spans, please.`,
    });
    expect(classify(400, 'go\naway', 'text/plain')).toMatchObject({
      detail: `HTTP 400 from ${ADDRESS}: go\\u{a}away.`,
    });
    expect(classify(400, '<html>secret</html>', 'text/html')).toMatchObject({ detail: `HTTP 400 from ${ADDRESS}.` });
    expect(classify(400, 'not json', 'application/json')).toMatchObject({ detail: `HTTP 400 from ${ADDRESS}.` });
  });
});

it('a named wait is passed on with a retryable answer only', () => {
  expect(classify(503, '', undefined, 5)).toMatchObject({ status: 'retryable', retryAfterMs: 5, httpStatus: 503 });
  expect(classify(500, '', undefined, 5)).not.toHaveProperty('retryAfterMs');
});
