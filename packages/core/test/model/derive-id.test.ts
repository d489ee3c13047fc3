import { SpanbridgeError } from '../../src/diagnostics/spanbridge-error.js';
import {
  checkNamespace,
  DEFAULT_NAMESPACE,
  deriveHostId,
  deriveRoleSpanId,
  deriveSpanId,
  deriveTraceId,
} from '../../src/model/derive-id.js';

const TRACE = 'be97f2fa26196196d1c776cef223b871';
const SPAN = 'c33604c286773277';

describe('deriveTraceId', () => {
  it.each([
    ['32 hex digits as they are', TRACE, TRACE, false],
    ['upper case as lower case', 'BE97F2FA26196196D1C776CEF223B871', TRACE, false],
    ['a UUID without its dashes', 'be97f2fa-2619-6196-d1c7-76cef223b871', TRACE, true],
    ['a UUID in upper case', 'BE97F2FA-2619-6196-D1C7-76CEF223B871', TRACE, true],
    ['a ULID decoded', '01KCJ1H98Q7VE1TVNK7WDQTZ0F', '019b2418a5173edc1d6eb33f1b7d7c0f', true],
    ['a ULID in lower case', '01kcj1h98q7ve1tvnk7wdqtz0f', '019b2418a5173edc1d6eb33f1b7d7c0f', true],
    ['any other text hashed', 'abc123def456', 'cc06265d6c818f0fa0cece6354674059', true],
    ['any other text hashed', 'demo-001', '48268e4d50bc998ccb0048606f7d9517', true],
  ])('takes %s: %s', (_rule, foreignId, id, isForeign) => {
    expect(deriveTraceId(foreignId, DEFAULT_NAMESPACE)).toEqual({ id, isForeign });
  });

  it.each(['', '0'.repeat(32)])('finds that %j names nothing', (foreignId) => {
    expect(deriveTraceId(foreignId, DEFAULT_NAMESPACE)).toBeUndefined();
  });

  it.each(['00000000-0000-0000-0000-000000000000', '0'.repeat(26), '0'.repeat(16), '8ZZZZZZZZZZZZZZZZZZZZZZZZZ', ' '])(
    'hashes %j, which OTel cannot hold otherwise',
    (foreignId) => {
      expect(deriveTraceId(foreignId, DEFAULT_NAMESPACE)).toMatchObject({ isForeign: true });
      expect(deriveTraceId(foreignId, DEFAULT_NAMESPACE)?.id).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
    },
  );

  it('hashes into another id under another namespace, also when the text was seen before', () => {
    expect(deriveTraceId('abc123def456', 'shop')?.id).not.toBe('cc06265d6c818f0fa0cece6354674059');
    expect(deriveTraceId('abc123def456', DEFAULT_NAMESPACE)?.id).toBe('cc06265d6c818f0fa0cece6354674059');
  });
});

describe('deriveSpanId', () => {
  it.each([
    ['16 hex digits as they are', SPAN, TRACE, SPAN, false],
    ['upper case as lower case', 'C33604C286773277', TRACE, SPAN, false],
    ['the low half of a ULID', '01KCJ1H98Q7VE1TVNK7WDQTZ0F', TRACE, '1d6eb33f1b7d7c0f', true],
    ['any other text hashed', 'a1b2c3d4e5f6g7h8', 'cc06265d6c818f0fa0cece6354674059', 'e3d0e450e0eea33e', true],
    ['any other text hashed', 'root', '48268e4d50bc998ccb0048606f7d9517', '0eded98c7292046a', true],
  ])('takes %s: %s', (_rule, foreignId, traceId, id, isForeign) => {
    expect(deriveSpanId(foreignId, traceId, DEFAULT_NAMESPACE)).toEqual({ id, isForeign });
  });

  it('hashes one foreign id into two ids in two traces', () => {
    expect(deriveSpanId('root', TRACE, DEFAULT_NAMESPACE)?.id).not.toBe('0eded98c7292046a');
  });

  it.each(['', '0'.repeat(16)])('finds that %j names nothing', (foreignId) => {
    expect(deriveSpanId(foreignId, TRACE, DEFAULT_NAMESPACE)).toBeUndefined();
  });

  it.each(['be97f2fa-2619-6196-d1c7-76cef223b871', '0'.repeat(26), '01KCJ1H98Q0000000000000000'])(
    'hashes %j, which does not fit or would be zero',
    (foreignId) => {
      expect(deriveSpanId(foreignId, TRACE, DEFAULT_NAMESPACE)?.id).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
    },
  );
});

describe('deriveRoleSpanId', () => {
  it.each([
    ['pending' as const, 'fd94da50c9ffcf17'],
    ['end' as const, '6b44329cdbddb56c'],
    ['unfinished' as const, '347b8354e688e9d2'],
  ])('gives the role %s the id %s', (role, id) => {
    expect(deriveRoleSpanId(TRACE, SPAN, role)).toBe(id);
  });

  it('gives a late record an id by its content', () => {
    expect(deriveRoleSpanId(TRACE, SPAN, 'late', new Uint8Array())).toBe('4b13362bce2e2746');
    expect(deriveRoleSpanId(TRACE, SPAN, 'late', new Uint8Array([1]))).not.toBe('4b13362bce2e2746');
  });
});

describe('deriveHostId', () => {
  it('depends on the namespace alone', () => {
    expect(deriveHostId('shop')).toBe('cd059ece71335e44baf3b81cafad2d0b');
  });
});

describe('checkNamespace', () => {
  it('answers a usable namespace', () => {
    expect(checkNamespace('Shop_1.eu-west')).toBe('Shop_1.eu-west');
  });

  it.each(['', 'a b', 'a|b', 'ä'])('throws INVALID_NAMESPACE for %j and says what to use', (namespace) => {
    expect(() => checkNamespace(namespace)).toThrow(
      new SpanbridgeError(
        'INVALID_NAMESPACE',
        `The namespace ${JSON.stringify(namespace)} is not usable. Use only letters, digits, ".", "_" and "-".`,
      ),
    );
    try {
      checkNamespace(namespace);
    } catch (error) {
      expect(error).toMatchObject({ code: 'INVALID_NAMESPACE' });
    }
  });
});
