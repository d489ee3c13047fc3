import { DEV_OPTIONS, SHIP_OPTIONS } from '../../src/config/option-tables.js';
import { readSpanbridgeEnv, unknownVariables } from '../../src/config/spanbridge-env.js';

function readShip(env: Record<string, string>) {
  return readSpanbridgeEnv('ship', SHIP_OPTIONS, env);
}

describe('readSpanbridgeEnv', () => {
  it('reads every kind of option', () => {
    const values = readShip({
      SPANBRIDGE_ENDPOINT: 'http://a:1, http://b:2',
      SPANBRIDGE_HEADER: 'X-A=1,b=two%20words',
      SPANBRIDGE_RESOURCE: 'team=blue%2Cgreen',
      SPANBRIDGE_DRY_RUN: 'true',
      SPANBRIDGE_RETRY_FOR: '1m',
      SPANBRIDGE_BATCH_SIZE: '100',
      SPANBRIDGE_PROTOCOL: 'http/json',
      SPANBRIDGE_SERVICE: 'shop',
      SPANBRIDGE_PROVISIONAL: 'marker',
      SPANBRIDGE_PROVISIONAL_MIN_AGE: '2s',
      SPANBRIDGE_LOGS_ENDPOINT: 'http://c:3',
    });
    expect(values).toEqual({
      provisional: 'marker',
      provisionalMinAge: 2000,
      logsEndpoint: 'http://c:3/v1/logs',
      endpoint: ['http://a:1/v1/traces', 'http://b:2/v1/traces'],
      header: new Map([
        ['x-a', '1'],
        ['b', 'two words'],
      ]),
      resource: new Map([['team', 'blue,green']]),
      dryRun: true,
      retryFor: 60_000,
      batchSize: 100,
      protocol: 'http/json',
      service: 'shop',
    });
  });

  it('reads the options of runs that survive their process', () => {
    const values = readShip({
      SPANBRIDGE_FOLLOW: 'true',
      SPANBRIDGE_FROM_START: 'no',
      SPANBRIDGE_FROM_END: 'yes',
      SPANBRIDGE_CHECKPOINT: 'state',
      SPANBRIDGE_SPOOL: '/var/spool/shop',
      SPANBRIDGE_PENDING_TIMEOUT: '0s',
      SPANBRIDGE_VERIFY: 'true',
      SPANBRIDGE_VERIFY_BACKEND: 'http://jaeger:16686',
      SPANBRIDGE_CERTIFICATE: 'ca.pem',
      SPANBRIDGE_CLIENT_KEY: 'key.pem',
      SPANBRIDGE_CLIENT_CERTIFICATE: 'cert.pem',
    });
    expect(values).toEqual({
      follow: true,
      fromStart: false,
      fromEnd: true,
      checkpoint: 'state',
      spool: '/var/spool/shop',
      pendingTimeout: 0,
      verify: true,
      verifyBackend: 'http://jaeger:16686',
      certificate: 'ca.pem',
      clientKey: 'key.pem',
      clientCertificate: 'cert.pem',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readShip({ SPANBRIDGE_BATCH_SIZE: '' })).toEqual({});
  });

  it('names the variable of a bad value', () => {
    expect(() => readShip({ SPANBRIDGE_BATCH_SIZE: 'many' })).toThrow(
      'SPANBRIDGE_BATCH_SIZE "many" is not a whole number',
    );
    expect(() => readShip({ SPANBRIDGE_HEADER: 'broken' })).toThrow(
      'SPANBRIDGE_HEADER is not a list such as k=v,k2=v2',
    );
  });

  it('refuses the variable of an option of a later version', () => {
    expect(() => readSpanbridgeEnv('dev', DEV_OPTIONS, { SPANBRIDGE_FORWARD: 'http://a' })).toThrow(
      'SPANBRIDGE_FORWARD is not in this version of spanbridge.',
    );
  });
});

describe('unknownVariables', () => {
  it('names a variable that nothing reads, with the nearest that is read', () => {
    expect(unknownVariables({ SPANBRIDGE_ENDPIONT: 'x', SPANBRIDGE_PORT: '1', PATH: '/bin' })).toEqual([
      'SPANBRIDGE_ENDPIONT is not a variable of this version and is ignored. Did you mean SPANBRIDGE_ENDPOINT?',
    ]);
  });
});
