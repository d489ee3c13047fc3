import { decodeExportResponse, decodeStatus } from '@spanbridge/otlp';
import { exportAnswer, problemAnswer } from '../../src/receive/answer.js';

describe('problemAnswer', () => {
  it('is a Status in the encoding of the request', () => {
    const answer = problemAnswer(
      { 'content-type': 'application/x-protobuf' },
      { httpStatus: 413, message: 'Too large.' },
    );
    expect(answer).toMatchObject({ status: 413, contentType: 'application/x-protobuf' });
    expect(decodeStatus(answer.body as Uint8Array, 'protobuf')).toEqual({
      status: 'decoded',
      code: 8,
      message: 'Too large.',
    });
  });

  it('is JSON for a request of unknown type, and INTERNAL for a status without a code of its own', () => {
    const answer = problemAnswer({}, { httpStatus: 500, message: 'A bug.' });
    expect(answer.contentType).toBe('application/json');
    expect(Buffer.from(answer.body).toString()).toBe('{"code":13,"message":"A bug."}');
  });

  it('carries the headers of the problem', () => {
    const answer = problemAnswer({}, { httpStatus: 405, message: 'No.', headers: { Allow: 'POST' } });
    expect(answer.headers).toEqual({ Allow: 'POST' });
  });
});

describe('exportAnswer', () => {
  it('leaves partial_success unset when every span was taken', () => {
    expect(Buffer.from(exportAnswer('json', undefined).body).toString()).toBe('{}');
    expect(exportAnswer('protobuf', undefined).body).toHaveLength(0);
  });

  it('tells what was not taken', () => {
    const partial = { rejectedSpans: 3, errorMessage: 'Three.' };
    const answer = exportAnswer('protobuf', partial);
    expect(answer.status).toBe(200);
    expect(decodeExportResponse(answer.body as Uint8Array, 'protobuf')).toEqual({
      status: 'decoded',
      partialSuccess: partial,
    });
  });
});
