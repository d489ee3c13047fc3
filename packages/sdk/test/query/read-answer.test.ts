import {
  type Answered,
  describeRefusal,
  isTraceId,
  memberOf,
  parseJsonAnswer,
  toProbeAnswer,
  toServicesAnswer,
  toTraceAnswer,
} from '../../src/query/read-answer.js';

function answered(httpStatus: number, body = ''): Answered {
  return { status: 'answered', httpStatus, mediaType: 'application/json', body: Buffer.from(body) };
}

it.each([
  ['0af7651916cd43dd8448eb211c80319c', true],
  ['0AF7651916CD43DD8448EB211C80319C', true],
  ['00000000000000000000000000000000', false],
  ['0af7651916cd43dd8448eb211c80319', false],
  ['../../admin?0af7651916cd43dd8448', false],
  ['', false],
])('"%s" may stand in a URL: %p', (text, isAllowed) => {
  expect(isTraceId(text)).toBe(isAllowed);
});

it('what is no JSON, and what is no object, has no members', () => {
  expect(parseJsonAnswer(answered(200, '<html>'))).toBeUndefined();
  expect(memberOf(parseJsonAnswer(answered(200, '{"a":1}')), 'a')).toBe(1);
  for (const value of [undefined, null, 'text', 7, {}]) expect(memberOf(value, 'constructor')).toBeUndefined();
});

describe('a decoded trace', () => {
  it('without any span is not found', () => {
    expect(toTraceAnswer({ status: 'decoded', spans: [], rejected: [] }, 'x')).toEqual({ status: 'not-found' });
  });

  it('without spans is found when the backend says that it gave a part', () => {
    expect(toTraceAnswer({ status: 'decoded', spans: [], rejected: [], partialMessage: 'a\nb' }, 'x')).toEqual({
      status: 'found',
      spans: [],
      rejectedSpans: 0,
      partialMessage: 'a\\u{a}b',
    });
  });

  it('that cannot be read is a failure that names the address', () => {
    expect(toTraceAnswer({ status: 'invalid', detail: 'No JSON.' }, 'http://a/b')).toEqual({
      status: 'failed',
      detail: 'The answer of http://a/b cannot be read. No JSON.',
    });
  });
});

it.each([
  [302, 'HTTP 302 from http://a. Redirects are not followed: give the final address.'],
  [401, 'HTTP 401 from http://a. Check the headers that carry the credentials.'],
  [500, 'HTTP 500 from http://a.'],
])('%d is explained', (httpStatus, detail) => {
  expect(describeRefusal(answered(httpStatus), 'http://a')).toBe(detail);
});

it('services are a list of texts', () => {
  expect(toServicesAnswer(['a', 1, null, 'b'], 'x')).toEqual({ status: 'found', services: ['a', 'b'] });
  expect(toServicesAnswer({}, 'http://a')).toEqual({
    status: 'failed',
    detail: 'The answer of http://a has no list of services.',
  });
});

it.each([
  [answered(200), true, 'recognised'],
  [answered(200), false, 'unrecognised'],
  [answered(404), true, 'unrecognised'],
  [answered(500), true, 'unrecognised'],
  [answered(401), true, 'closed'],
  [answered(403), true, 'closed'],
  [answered(407), true, 'closed'],
  [{ status: 'failed', detail: 'refused' } as const, true, 'closed'],
])('a probe is answered %j', (answer, isRecognised, status) => {
  expect(toProbeAnswer(answer, 'x', () => isRecognised).status).toBe(status);
});
