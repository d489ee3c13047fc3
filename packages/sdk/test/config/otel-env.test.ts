import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOtelConfig } from '../../src/config/otel-env.js';

/** For each row of the table in the README the test of its variable; a row without one fails. */
const CASES: readonly (readonly [variable: string, test: () => void])[] = [
  [
    'OTEL_SDK_DISABLED',
    () => {
      expect(readOtelConfig({ OTEL_SDK_DISABLED: 'TRUE' }).isDisabled).toBe(true);
      expect(readOtelConfig({ OTEL_SDK_DISABLED: 'false' })).toMatchObject({ isDisabled: false, warnings: [] });
      expect(readOtelConfig({ OTEL_SDK_DISABLED: '1' })).toMatchObject({
        isDisabled: false,
        warnings: ['OTEL_SDK_DISABLED is ignored: "1" is neither true nor false. False is used.'],
      });
    },
  ],
  [
    'OTEL_SERVICE_NAME',
    () => {
      expect(readOtelConfig({ OTEL_SERVICE_NAME: ' shop ' }).serviceName).toBe('shop');
      expect(readOtelConfig({ OTEL_SERVICE_NAME: '' }).serviceName).toBeUndefined();
    },
  ],
  [
    'OTEL_RESOURCE_ATTRIBUTES',
    () => {
      const env = { OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%2Cb, k = v' };
      expect([...readOtelConfig(env).resourceAttributes]).toEqual([
        ['deployment.environment.name', 'a,b'],
        ['k', 'v'],
      ]);
      const broken = readOtelConfig({ OTEL_RESOURCE_ATTRIBUTES: 'a=1,b' });
      expect(broken.resourceAttributes.size).toBe(0);
      expect(broken.warnings).toEqual([
        'OTEL_RESOURCE_ATTRIBUTES is ignored: it is not a list such as k=v,k2=v2 with percent-encoded values.',
      ]);
    },
  ],
  [
    'OTEL_LOG_LEVEL',
    () => {
      expect(readOtelConfig({ OTEL_LOG_LEVEL: 'DEBUG' }).logLevel).toBe('debug');
      expect(readOtelConfig({ OTEL_LOG_LEVEL: 'loud' }).warnings).toEqual([
        'OTEL_LOG_LEVEL is ignored: "loud" is none of none, error, warn, info, debug, verbose, all. info is used.',
      ]);
    },
  ],
  [
    'OTEL_PROPAGATORS',
    () => {
      expect(readOtelConfig({}).propagators).toEqual(['tracecontext', 'baggage']);
      expect(readOtelConfig({ OTEL_PROPAGATORS: 'baggage,baggage' }).propagators).toEqual(['baggage']);
      expect(readOtelConfig({ OTEL_PROPAGATORS: 'none' }).propagators).toEqual([]);
      const other = readOtelConfig({ OTEL_PROPAGATORS: 'tracecontext,b3' });
      expect(other.propagators).toEqual(['tracecontext']);
      expect(other.warnings).toHaveLength(1);
    },
  ],
  [
    'OTEL_TRACES_EXPORTER',
    () => {
      expect(readOtelConfig({ OTEL_TRACES_EXPORTER: 'console' })).toMatchObject({ exporter: 'console', warnings: [] });
      expect(readOtelConfig({ OTEL_TRACES_EXPORTER: 'zipkin,otlp/stdout,console' })).toMatchObject({
        exporter: 'otlp/stdout',
        warnings: [
          '"zipkin" in OTEL_TRACES_EXPORTER is ignored: it is none of otlp, console, none, otlp/stdout. otlp/stdout is used.',
          '"console" in OTEL_TRACES_EXPORTER is ignored: spans go to one exporter. otlp/stdout is used.',
        ],
      });
    },
  ],
  ...exporterCases(),
  [
    'OTEL_TRACES_SAMPLER',
    () => {
      const { sampler } = readOtelConfig({ OTEL_TRACES_SAMPLER: 'always_off' });
      expect(sampler).toEqual({ name: 'always_off', ratio: 1 });
      expect(readOtelConfig({ OTEL_TRACES_SAMPLER: 'jaeger_remote' })).toMatchObject({ sampler: undefined });
      expect(readOtelConfig({ OTEL_TRACES_SAMPLER: 'jaeger_remote' }).warnings[0]).toContain(
        'parentbased_always_on is used.',
      );
    },
  ],
  [
    'OTEL_TRACES_SAMPLER_ARG',
    () => {
      const env = { OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '.25' };
      expect(readOtelConfig(env).sampler).toEqual({ name: 'traceidratio', ratio: 0.25 });
      for (const bad of ['2', '-1', 'half', '0x1']) {
        const broken = readOtelConfig({ ...env, OTEL_TRACES_SAMPLER_ARG: bad });
        expect(broken.sampler).toEqual({ name: 'traceidratio', ratio: 1 });
        expect(broken.warnings).toEqual([
          `OTEL_TRACES_SAMPLER_ARG is ignored: "${bad}" is not a number from 0 to 1. 1 is used: every trace is kept.`,
        ]);
      }
    },
  ],
  ...numberCases('OTEL_BSP_SCHEDULE_DELAY', 'The default of spanbridge', ({ batch }) => batch.scheduleDelayMs),
  ...numberCases('OTEL_BSP_EXPORT_TIMEOUT', 'The default of spanbridge', ({ batch }) => batch.exportTimeoutMs),
  ...numberCases('OTEL_BSP_MAX_QUEUE_SIZE', 'The default of spanbridge', ({ batch }) => batch.queueMax),
  ...numberCases('OTEL_BSP_MAX_EXPORT_BATCH_SIZE', 'The default of spanbridge', ({ batch }) => batch.batchMax),
  ...numberCases('OTEL_BLRP_SCHEDULE_DELAY', 'The default of spanbridge', ({ logBatch }) => logBatch.scheduleDelayMs),
  ...numberCases('OTEL_BLRP_EXPORT_TIMEOUT', 'The default of spanbridge', ({ logBatch }) => logBatch.exportTimeoutMs),
  ...numberCases('OTEL_BLRP_MAX_QUEUE_SIZE', 'The default of spanbridge', ({ logBatch }) => logBatch.queueMax),
  ...numberCases('OTEL_BLRP_MAX_EXPORT_BATCH_SIZE', 'The default of spanbridge', ({ logBatch }) => logBatch.batchMax),
  ...numberCases('OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT', 'No limit', (it) => it.spanLimits.attributeValueLengthLimit),
  ...numberCases('OTEL_ATTRIBUTE_COUNT_LIMIT', '128', (it) => it.spanLimits.attributeCountLimit),
  ...numberCases(
    'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'The general limit',
    (it) => it.spanLimits.attributeValueLengthLimit,
  ),
  ...numberCases('OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT', 'The general limit', (it) => it.spanLimits.attributeCountLimit),
  ...numberCases('OTEL_SPAN_EVENT_COUNT_LIMIT', '128', (it) => it.spanLimits.eventCountLimit),
  ...numberCases('OTEL_SPAN_LINK_COUNT_LIMIT', '128', (it) => it.spanLimits.linkCountLimit),
  ...numberCases('OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT', '128', (it) => it.spanLimits.attributePerEventCountLimit),
  ...numberCases('OTEL_LINK_ATTRIBUTE_COUNT_LIMIT', '128', (it) => it.spanLimits.attributePerLinkCountLimit),
  ...numberCases(
    'OTEL_LOGRECORD_ATTRIBUTE_VALUE_LENGTH_LIMIT',
    'The general limit',
    (it) => it.logRecordLimits.attributeValueLengthLimit,
  ),
  ...numberCases(
    'OTEL_LOGRECORD_ATTRIBUTE_COUNT_LIMIT',
    'The general limit',
    (it) => it.logRecordLimits.attributeCountLimit,
  ),
  [
    'OTEL_CONFIG_FILE',
    () => {
      const { warnings } = readOtelConfig({ OTEL_CONFIG_FILE: '/etc/otel.yaml', OTEL_ENTITIES: 'host{host.id=1}' });
      expect(warnings.map((message) => message.split(' ')[0])).toEqual(['OTEL_CONFIG_FILE', 'OTEL_ENTITIES']);
    },
  ],
  [
    'OTEL_ENTITIES',
    () => {
      expect(readOtelConfig({ OTEL_ENTITIES: 'x' }).warnings).toHaveLength(1);
    },
  ],
  ...['TRACEPARENT', 'TRACESTATE', 'BAGGAGE'].map((name): readonly [string, () => void] => [
    name,
    () => {
      expect(readOtelConfig({ [name]: 'text' }).parent).toEqual({ [name.toLowerCase()]: 'text' });
      expect(readOtelConfig({ [name]: '' }).parent).toEqual({});
    },
  ]),
];

type Config = ReturnType<typeof readOtelConfig>;

function numberCases(
  name: string,
  fallback: string,
  read: (config: Config) => unknown,
): readonly (readonly [string, () => void])[] {
  const test = (): void => {
    expect(read(readOtelConfig({}))).toBeUndefined();
    expect(read(readOtelConfig({ [name]: ' 17 ' }))).toBe(17);
    for (const bad of ['-1', '1e3', '1.5', 'many', '99999999999']) {
      const broken = readOtelConfig({ [name]: bad });
      expect(read(broken)).toBeUndefined();
      expect(broken.warnings).toEqual([expect.stringContaining(`${name} is ignored: "${bad}" is not a whole number`)]);
      expect(broken.warnings[0]).toContain(`${fallback} is used.`);
    }
  };
  return [[name, test]];
}

/** Each variable of the OTLP exporter: the one of traces wins over the general one, as a whole. */
function exporterCases(): readonly (readonly [string, () => void])[] {
  const samples = [
    ['ENDPOINT', 'url', ['http://a:4318', 'http://a:4318/v1/traces'], ['http://b:4318/x', 'http://b:4318/x']],
    ['HEADERS', 'headers', ['K=1', new Map([['k', '1']])], ['b=a%20b', new Map([['b', 'a b']])]],
    ['PROTOCOL', 'protocol', ['http/json', 'http/json'], ['http/protobuf', 'http/protobuf']],
    ['COMPRESSION', 'compression', ['gzip', 'gzip'], ['none', 'none']],
    ['TIMEOUT', 'timeoutMs', ['100', 100], ['200', 200]],
    ['CERTIFICATE', 'certificate', ['/a', '/a'], ['/b', '/b']],
    ['CLIENT_KEY', 'clientKey', ['/a', '/a'], ['/b', '/b']],
    ['CLIENT_CERTIFICATE', 'clientCertificate', ['/a', '/a'], ['/b', '/b']],
  ] as const;
  return samples.map(([suffix, key, [text, value], [ofTraces, valueOfTraces]]) => [
    `OTEL_EXPORTER_OTLP_${suffix}`,
    () => {
      const general = { [`OTEL_EXPORTER_OTLP_${suffix}`]: text };
      expect(readOtelConfig(general).traces[key]).toEqual(value);
      const both = { ...general, [`OTEL_EXPORTER_OTLP_TRACES_${suffix}`]: ofTraces };
      expect(readOtelConfig(both).traces[key]).toEqual(valueOfTraces);
      const logs = readOtelConfig({ ...general, [`OTEL_EXPORTER_OTLP_LOGS_${suffix}`]: ofTraces });
      expect(logs.logs[key]).toEqual(valueOfTraces);
      expect(logs.traces[key]).toEqual(value);
    },
  ]);
}

describe('readOtelConfig', () => {
  it.each(CASES)('reads %s', (_variable, test) => {
    test();
  });

  it('has a test for every variable in the table of the README', () => {
    const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
    const rows = [...readme.matchAll(/^\| (`(?:OTEL|TRACE|BAGGAGE)[^|]*) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => name),
    );
    expect(rows.length).toBeGreaterThan(30);
    expect([...rows].sort()).toEqual(CASES.map(([variable]) => variable).sort());
  });

  it('says nothing about an empty environment, and freezes what it read', () => {
    const config = readOtelConfig({});
    expect(config.warnings).toEqual([]);
    expect(Object.isFrozen(config) && Object.isFrozen(config.traces) && Object.isFrozen(config.batch)).toBe(true);
  });

  it('says once what concerns two signals', () => {
    expect(readOtelConfig({ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }).warnings).toEqual([
      'OTEL_EXPORTER_OTLP_PROTOCOL is ignored: spanbridge sends OTLP over HTTP, not over gRPC. ' +
        'Set it to http/protobuf, with the HTTP port (4318).',
    ]);
  });

  it('makes no batch larger than the queue', () => {
    const { batch, warnings } = readOtelConfig({
      OTEL_BSP_MAX_QUEUE_SIZE: '10',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '20',
    });
    expect(batch.batchMax).toBe(10);
    expect(warnings).toEqual([
      'OTEL_BSP_MAX_EXPORT_BATCH_SIZE is ignored: 20 is more than the queue holds. 10 is used.',
    ]);
  });
});
