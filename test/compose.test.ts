import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly healthcheck?: { readonly test: readonly string[]; readonly interval: string };
}

interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

interface TempoFile {
  readonly server: { readonly http_listen_port: number };
  readonly distributor: { readonly receivers: { readonly otlp: { readonly protocols: unknown } } };
  readonly storage: {
    readonly trace: { readonly wal: { readonly path: string }; readonly local: { readonly path: string } };
  };
  readonly usage_report: { readonly reporting_enabled: boolean };
}

interface DataSourcesFile {
  readonly datasources: readonly { readonly type: string; readonly url: string }[];
}

const root = join(__dirname, '..');

function readYaml(path: string): unknown {
  return parse(readFileSync(join(root, path), 'utf8'));
}

const compose = readYaml('docker-compose.jaeger.yml') as ComposeFile;
const services = Object.entries(compose.services);

function serviceOf(name: string): ComposeService {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.jaeger.yml has no service "${name}".`);
  return service;
}

describe('docker-compose.jaeger.yml', () => {
  it('starts Jaeger alone by default, and Tempo and Grafana with the profile "tempo"', () => {
    expect(services.map(([name, service]) => [name, service.profiles ?? []])).toEqual([
      ['jaeger', []],
      ['tempo', ['tempo']],
      ['grafana', ['tempo']],
    ]);
  });

  it.each(services)('%s runs an image of one exact version', (_name, service) => {
    expect(service.image).toMatch(/^[a-z]+\/[a-z]+:\d+\.\d+\.\d+$/);
  });

  it('runs Jaeger 2, not the image of Jaeger 1', () => {
    expect(serviceOf('jaeger').image).toMatch(/^jaegertracing\/jaeger:2\./);
  });

  it.each(services)('%s publishes its ports on the loopback address only', (_name, service) => {
    expect(service.ports).not.toHaveLength(0);
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  });

  it('publishes no port of this machine twice', () => {
    const hostPorts = services.flatMap(([, service]) => service.ports ?? []).map((port) => port.split(':')[1]);
    expect(hostPorts).toEqual(['16686', '4317', '4318', '3200', '14318', '3000']);
  });

  it('asks the health check extension of Jaeger whether it is up', () => {
    const healthcheck = serviceOf('jaeger').healthcheck;
    expect(healthcheck?.test.at(-1)).toBe('http://localhost:13133/status');
    expect(healthcheck?.interval).toBe('5s');
  });

  it('mounts only files that are in the checkout and volumes that it declares', () => {
    const sources = services
      .flatMap(([, service]) => service.volumes ?? [])
      .map((volume) => volume.split(':')[0] ?? '');
    expect(sources).toEqual(['./deploy/tempo.yaml', 'tempo-data', './deploy/grafana/datasources']);
    for (const source of sources) {
      if (source.startsWith('.')) expect(existsSync(join(root, source))).toBe(true);
      else expect(Object.keys(compose.volumes)).toContain(source);
    }
  });
});

describe('the configuration of Tempo', () => {
  const tempo = readYaml('deploy/tempo.yaml') as TempoFile;

  it('is the file that the service is started with', () => {
    expect(serviceOf('tempo').command).toContain('-config.file=/etc/tempo.yaml');
    expect(serviceOf('tempo').volumes).toContain('./deploy/tempo.yaml:/etc/tempo.yaml:ro');
  });

  it('opens the OTLP receiver to other containers at the port that is published', () => {
    expect(tempo.distributor.receivers.otlp.protocols).toEqual({ http: { endpoint: '0.0.0.0:4318' } });
    expect(serviceOf('tempo').ports).toContain('127.0.0.1:14318:4318');
  });

  it('answers queries at the port that is published', () => {
    expect(tempo.server.http_listen_port).toBe(3200);
    expect(serviceOf('tempo').ports).toContain('127.0.0.1:3200:3200');
  });

  it('writes only below the volume that its user owns', () => {
    expect(serviceOf('tempo').volumes).toContain('tempo-data:/var/tempo');
    expect(tempo.storage.trace.wal.path).toBe('/var/tempo/wal');
    expect(tempo.storage.trace.local.path).toBe('/var/tempo/blocks');
  });

  it('reports nothing to its makers', () => {
    expect(tempo.usage_report.reporting_enabled).toBe(false);
  });
});

describe('the configuration of Grafana', () => {
  it('lets anyone on this machine in without a form', () => {
    expect(serviceOf('grafana').environment).toEqual({
      GF_AUTH_ANONYMOUS_ENABLED: 'true',
      GF_AUTH_ANONYMOUS_ORG_ROLE: 'Admin',
      GF_AUTH_DISABLE_LOGIN_FORM: 'true',
    });
  });

  it('names both backends as data sources, by the names of their services', () => {
    const { datasources } = readYaml('deploy/grafana/datasources/backends.yaml') as DataSourcesFile;
    expect(datasources.map(({ type, url }) => [type, url])).toEqual([
      ['tempo', 'http://tempo:3200'],
      ['jaeger', 'http://jaeger:16686'],
    ]);
  });
});
