import { describeOptions, forgetRegistration, oneRegistration } from '../../src/register/one-registration.js';
import { DisabledRegistration } from '../../src/register/registration.js';

afterEach(forgetRegistration);

describe('oneRegistration', () => {
  it('makes one and answers it ever after, with one warning for each call that wants another', () => {
    const warnings: string[] = [];
    const create = jest.fn(() => new DisabledRegistration());
    const call = (options: string): unknown => oneRegistration(options, (message) => warnings.push(message), create);
    const first = call('{"serviceName":"a"}');
    expect(call('{"serviceName":"a"}')).toBe(first);
    expect(call('{}')).toBe(first);
    expect(warnings).toEqual([]);
    expect(call('{"serviceName":"b"}')).toBe(first);
    expect(warnings).toEqual([
      'register() was called before with other options, which stay. Call it once, with all of them.',
    ]);
    expect(create).toHaveBeenCalledTimes(1);
  });

  it('is shared by every copy of this module in the process', () => {
    const registration = oneRegistration(
      '{}',
      () => undefined,
      () => new DisabledRegistration(),
    );
    const kept = (globalThis as Record<symbol, unknown>)[Symbol.for('spanbridge.registration')];
    expect(kept).toMatchObject({ registration });
  });

  it('keeps nothing of an attempt that failed', () => {
    const fail = (): never => {
      throw new Error('no');
    };
    expect(() => oneRegistration('{}', () => undefined, fail)).toThrow('no');
    const registration = new DisabledRegistration();
    expect(
      oneRegistration(
        '{}',
        () => undefined,
        () => registration,
      ),
    ).toBe(registration);
  });
});

describe('describeOptions', () => {
  it('is the same for the same options in any order, and tells others apart', () => {
    expect(describeOptions({ serviceName: 'a', spool: '/b' })).toBe(describeOptions({ spool: '/b', serviceName: 'a' }));
    expect(describeOptions({ serviceName: undefined })).toBe('{}');
    class MySampler {
      readonly isFake = true;
    }
    const sampler = new MySampler() as never;
    expect(describeOptions({ sampler, warn: function tell() {} })).toBe(
      '{"sampler":"object MySampler","warn":"function tell"}',
    );
  });

  it('describes options that JSON cannot say, for a registration must not fail for them', () => {
    const headers = Object.assign(Object.create(null) as object, { 'x-key': '1' }) as Record<string, string>;
    expect(describeOptions({ headers })).toBe('{"headers":{"x-key":"1"}}');
    const circular: Record<string, unknown> = { big: 1n };
    expect(describeOptions({ resource: { ...circular } as never })).toBe('{"resource":{"big":"1n"}}');
    circular['self'] = circular;
    expect(describeOptions({ resource: circular as never, serviceName: 'a' })).toBe(
      '{"resource":"object","serviceName":"a"}',
    );
  });
});
