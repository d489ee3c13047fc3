import { parseConfig } from '../../src/config/config-reader.js';
import type { CommandName } from '../../src/config/option-tables.js';

function readText(text: string, command: CommandName = 'ship') {
  return parseConfig({ name: 'spanbridge.yaml', text, command });
}

describe('parseConfig', () => {
  it('reads options by their names', () => {
    const values = readText(`
endpoint: http://a:4318
header: { Authorization: Bearer x }
resource:
  service.version: 1.10
  replicas: 3
retry-for: 1m
batch-size: 100
strict: true
`);
    expect(values).toEqual({
      endpoint: ['http://a:4318/v1/traces'],
      header: new Map([['authorization', 'Bearer x']]),
      resource: new Map([
        ['service.version', '1.10'],
        ['replicas', '3'],
      ]),
      retryFor: 60_000,
      batchSize: 100,
      strict: true,
    });
  });

  it('lets the section of the command win over the top', () => {
    const text = 'port: 1\nformat: auto\ndev:\n  port: 2\n';
    expect(readText(text, 'dev')).toEqual({ port: 2 });
    expect(readText(text, 'demo')).toEqual({ port: 1 });
    expect(readText(text, 'view')).toEqual({ format: 'auto' });
  });

  it('reads the options of runs that survive their process', () => {
    const text = `
ship:
  follow: true
  from-end: true
  from-start: false
  checkpoint: state
  spool: /var/spool/shop
  pending-timeout: 90m
  verify: true
  verify-backend: http://jaeger:16686
  certificate: ca.pem
  client-key: key.pem
  client-certificate: cert.pem
`;
    expect(readText(text)).toEqual({
      follow: true,
      fromEnd: true,
      fromStart: false,
      checkpoint: 'state',
      spool: '/var/spool/shop',
      pendingTimeout: 5_400_000,
      verify: true,
      verifyBackend: 'http://jaeger:16686',
      certificate: 'ca.pem',
      clientKey: 'key.pem',
      clientCertificate: 'cert.pem',
    });
  });

  it('reads a list of endpoints', () => {
    expect(readText('endpoint:\n  - http://a\n  - http://b\n')).toEqual({
      endpoint: ['http://a/v1/traces', 'http://b/v1/traces'],
    });
  });

  it('tells the option spool from the sections of its actions', () => {
    const text = 'spool: /var/spool/shop\nretry-for: 1m\nspool replay:\n  retry-for: 2m\n';
    expect(readText(text)).toEqual({ spool: '/var/spool/shop', retryFor: 60_000 });
    expect(readText(text, 'spool replay')).toEqual({ retryFor: 120_000 });
    expect(readText(text, 'spool ls')).toEqual({});
  });

  it('is content with an empty file', () => {
    expect(readText('# nothing yet\n')).toEqual({});
  });

  it('takes __proto__ in a map for a key like any other', () => {
    const { resource } = readText('resource:\n  __proto__: x\n');
    expect([...(resource as Map<string, string>)]).toEqual([['__proto__', 'x']]);
  });

  it.each([
    [
      'a key at the top that is unknown',
      '\nendpiont: x\n',
      'spanbridge.yaml:2:1: unknown key "endpiont". Did you mean "endpoint"?',
    ],
    ['__proto__ at the top', '__proto__: { polluted: 1 }\n', 'spanbridge.yaml:1:1: unknown key "__proto__".'],
    ['a key of another command', 'ship:\n  html: x\n', 'spanbridge.yaml:2:3: unknown key "html".'],
    ['camel case', 'retryFor: 1m\n', 'spanbridge.yaml:1:1: unknown key "retryFor". Did you mean "retry-for"?'],
    ['a value of the wrong kind', 'retry-for: 30\n', 'spanbridge.yaml:1:1: retry-for must be a number with its unit'],
    [
      'a value out of range',
      'batch-size: 0\n',
      'spanbridge.yaml:1:1: batch-size "0" is not a whole number from 1 to 100000.',
    ],
    ['a map for a text', 'service: { a: 1 }\n', 'spanbridge.yaml:1:1: service must be a text.'],
    [
      'a nested map of attributes',
      'resource:\n  a: { b: 1 }\n',
      'spanbridge.yaml:1:1: resource must be a map of names',
    ],
    ['an option of a later version', 'forward: http://a\n', 'spanbridge.yaml:1:1: forward is not in this version'],
    [
      'the same in a section',
      'dev:\n  store: a.db\n',
      'spanbridge.yaml:2:3: store is not in this version of spanbridge. Traces are kept in memory',
    ],
    ['a directory that is a list', 'checkpoint: [a]\n', 'spanbridge.yaml:1:1: checkpoint must be a text.'],
    ['a flag that is a number', 'follow: 1\n', 'spanbridge.yaml:1:1: follow must be true or false.'],
    ['a timeout without unit', 'pending-timeout: 0\n', 'spanbridge.yaml:1:1: pending-timeout must be a number with'],
    ['a list instead of options', '- a\n', 'the file holds a list, not options'],
    ['a key twice', 'service: a\nservice: b\n', 'spanbridge.yaml:2:1: Map keys must be unique.'],
    ['broken YAML', 'endpoint: [http://a\n', 'spanbridge.yaml:2:1: Flow sequence'],
    ['another configuration file', 'config: other.yaml\n', 'A configuration file cannot name another one.'],
  ])('refuses %s with line and column', (_, text, message) => {
    expect(() => readText(text)).toThrow(message);
  });

  it('refuses hostile nesting instead of overflowing the stack', () => {
    expect(() => readText(`endpoint: ${'['.repeat(20_000)}`)).toThrow('spanbridge.yaml:');
  });

  it('refuses a file of absurd size', () => {
    expect(() => readText('#'.repeat(1_000_001))).toThrow('The file is too large for a configuration.');
  });
});
