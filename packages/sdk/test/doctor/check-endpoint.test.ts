import { checkEndpoint, checkName } from '../../src/doctor/check-endpoint.js';

describe('the check of the endpoint', () => {
  it('tells where spans go and why, without credentials', () => {
    expect(checkEndpoint('http://user:secret@collector:4318/v1/traces?key=secret', 'the default')).toEqual([
      {
        check: 'endpoint',
        level: 'ok',
        message: 'Traces go to http://collector:4318/v1/traces (the default).',
        remedy: '',
      },
    ]);
  });

  it.each([
    ['http://collector:4317/v1/traces', 'Port 4317 is the port of OTLP over gRPC', 'Use 4318.'],
    ['http://collector:4318/v1/traces/v1/traces', 'The path /v1/traces is there twice.', 'is a base'],
    ['http://collector:4318/otlp', 'The path is /otlp;', 'leave the path out'],
  ])('notes of %s: %s', (url, message, remedy) => {
    const [, finding] = checkEndpoint(url, 'as configured');
    expect(finding).toMatchObject({
      level: 'note',
      message: expect.stringContaining(message) as string,
      remedy: expect.stringContaining(remedy) as string,
    });
  });
});

describe('the check of the name', () => {
  const answer =
    (...addresses: readonly (readonly [string, number])[]) =>
    () =>
      Promise.resolve(addresses.map(([address, family]) => ({ address, family })));

  it('notes that localhost is two addresses', async () => {
    const findings = await checkName('http://localhost:4318/v1/traces', answer(['::1', 6], ['127.0.0.1', 4]));
    expect(findings).toMatchObject([{ level: 'note', remedy: 'If spans get lost, write 127.0.0.1.' }]);
  });

  it('tells the addresses of any other name', async () => {
    const findings = await checkName('http://collector/v1/traces', answer(['10.0.0.7', 4], ['fd00::7', 6]));
    expect(findings).toMatchObject([{ level: 'ok', message: 'collector is 10.0.0.7, fd00::7.' }]);
  });

  it.each(['http://127.0.0.1:4318/v1/traces', 'http://[::1]:4318/v1/traces'])('asks nobody about %s', async (url) => {
    const unexpected = (): never => {
      throw new Error('asked');
    };
    expect(await checkName(url, unexpected)).toEqual([]);
  });

  it('leaves an unknown name to the delivery, which says what it means', async () => {
    expect(await checkName('http://nowhere.invalid/', () => Promise.reject(new Error('ENOTFOUND')))).toEqual([]);
  });
});
