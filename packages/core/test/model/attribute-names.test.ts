import * as conventions from '@opentelemetry/semantic-conventions';
import * as incubating from '@opentelemetry/semantic-conventions/incubating';
import { ATTRIBUTE, EXCEPTION_EVENT_NAME, isReservedKey } from '../../src/model/attribute-names.js';

describe('ATTRIBUTE', () => {
  it.each([
    [ATTRIBUTE.serviceName, conventions.ATTR_SERVICE_NAME],
    [ATTRIBUTE.hostId, incubating.ATTR_HOST_ID],
    [ATTRIBUTE.codeFunctionName, conventions.ATTR_CODE_FUNCTION_NAME],
    [ATTRIBUTE.codeFilePath, conventions.ATTR_CODE_FILE_PATH],
    [ATTRIBUTE.codeLineNumber, conventions.ATTR_CODE_LINE_NUMBER],
    [ATTRIBUTE.exceptionType, conventions.ATTR_EXCEPTION_TYPE],
    [ATTRIBUTE.exceptionMessage, conventions.ATTR_EXCEPTION_MESSAGE],
    [ATTRIBUTE.exceptionStacktrace, conventions.ATTR_EXCEPTION_STACKTRACE],
    [EXCEPTION_EVENT_NAME, conventions.EVENT_EXCEPTION],
  ])('%s is the name of the semantic conventions', (ours, theirs) => {
    expect(ours).toBe(theirs);
  });

  it('names everything else under spanbridge, but for the words of Logfire and of the otel-partial protocol', () => {
    const convention = ['service.', 'host.', 'code.', 'exception.'];
    const own = Object.values(ATTRIBUTE).filter((name) => !convention.some((prefix) => name.startsWith(prefix)));
    expect(own).toEqual([
      'spanbridge.end.cause',
      'spanbridge.span.phase',
      'spanbridge.start.missing',
      'spanbridge.time.adjusted',
      'logfire.span_type',
      'logfire.pending_parent_id',
      'partial.gc',
    ]);
  });
});

describe('isReservedKey', () => {
  it.each([
    ['spanbridge.span.phase', true],
    ['spanbridge.anything', true],
    ['partial.gc', true],
    ['spanbridge', false],
    ['partial.gc.count', false],
    ['my.spanbridge.key', false],
  ])('%s → %s', (key, isReserved) => {
    expect(isReservedKey(key)).toBe(isReserved);
  });
});
