import { parseTraceParams } from '../../../src/query/jaeger-v3/params.js';

function parse(idText: string, query = ''): ReturnType<typeof parseTraceParams> {
  return parseTraceParams(idText, new URLSearchParams(query));
}

describe('the id of a trace', () => {
  it.each([
    ['0af7651916cd43dd8448eb211c80319c', '0af7651916cd43dd8448eb211c80319c'],
    ['0AF7651916CD43DD8448EB211C80319C', '0af7651916cd43dd8448eb211c80319c'],
    ['af7651916cd43dd8448eb211c80319c', '0af7651916cd43dd8448eb211c80319c'],
    ['1', '00000000000000000000000000000001'],
    ['CvdlGRbNQ92ESOshHIAxnA==', '0af7651916cd43dd8448eb211c80319c'],
    ['CvdlGRbNQ92ESOshHIAxnA', '0af7651916cd43dd8448eb211c80319c'],
    ['/////////////////////w==', 'ffffffffffffffffffffffffffffffff'],
    ['_____________________w==', 'ffffffffffffffffffffffffffffffff'],
    // 22 hex digits are an id whose leading zeros are missing.
    ['aaaaaaaaaaaaaaaaaaaaaa', '0000000000aaaaaaaaaaaaaaaaaaaaaa'],
  ])('%s is %s', (text, traceId) => {
    expect(parse(text)).toEqual({ status: 'read', traceId, isRaw: false });
  });

  it.each([
    '',
    '0',
    '00000000000000000000000000000000',
    'AAAAAAAAAAAAAAAAAAAAAA==',
    'xyz',
    '0af7651916cd43dd8448eb211c80319c0',
    '../x',
  ])('cannot be "%s"', (text) => {
    expect(parse(text)).toEqual({
      status: 'malformed',
      message: 'malformed parameter traceId: hex digits or base64 of 16 bytes, not all zero, are expected',
    });
  });
});

describe('the other parameters of a trace', () => {
  it.each([
    'startTime=2026-03-01T08:00:00.123456789Z&endTime=2026-03-01T09:00:00Z&rawTraces=true',
    'start_time=2026-03-01T08:00:00Z&end_time=2026-03-01T09:00:00%2B01:00&raw_traces=0',
    'startTime=&rawTraces=&unknown=1',
    'startTime=2026-03-01T08:00:00Z&start_time=nonsense',
  ])('are read and change nothing: %s', (query) => {
    expect(parse('1', query)).toMatchObject({ status: 'read' });
  });

  it.each([
    ['startTime=yesterday', 'malformed parameter startTime: a time as in RFC 3339'],
    ['end_time=1700000000', 'malformed parameter end_time: a time as in RFC 3339'],
    ['rawTraces=yes', 'malformed parameter rawTraces: true or false'],
  ])('are named when they cannot be read: %s', (query, message) => {
    expect(parse('1', query)).toMatchObject({
      status: 'malformed',
      message: expect.stringContaining(message) as string,
    });
  });
});
