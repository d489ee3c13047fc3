import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type FlagValues, resolveSettings } from '../../src/config/settings.js';

async function settle(sources: { flags?: FlagValues; env?: Record<string, string>; file?: string }) {
  const workingDirectory = await mkdtemp(join(tmpdir(), 'spanbridge-settings-'));
  if (sources.file !== undefined) await writeFile(join(workingDirectory, 'spanbridge.yaml'), sources.file);
  const warnings: string[] = [];
  const settings = await resolveSettings('ship', {
    flags: sources.flags ?? {},
    env: sources.env ?? {},
    workingDirectory,
    warn: (message) => warnings.push(message),
  });
  return { settings, warnings };
}

describe('resolveSettings', () => {
  it('ranks flags, SPANBRIDGE_ variables, OTEL_ variables and the file in this order', async () => {
    const file = 'service: from-file\n';
    const otel = { OTEL_SERVICE_NAME: 'from-otel' };
    const own = { ...otel, SPANBRIDGE_SERVICE: 'from-variable' };
    expect((await settle({ file })).settings.service).toBe('from-file');
    expect((await settle({ file, env: otel })).settings.service).toBe('from-otel');
    expect((await settle({ file, env: own })).settings.service).toBe('from-variable');
    expect((await settle({ file, env: own, flags: { service: 'from-flag' } })).settings.service).toBe('from-flag');
  });

  it('ranks the same sources for directories, flags and files for TLS', async () => {
    const file = 'spool: from-file\nfollow: true\ncertificate: from-file.pem\npending-timeout: 1m\n';
    const otel = { OTEL_EXPORTER_OTLP_CERTIFICATE: 'from-otel.pem' };
    const own = { ...otel, SPANBRIDGE_SPOOL: 'from-variable', SPANBRIDGE_FOLLOW: 'false' };
    expect((await settle({ file, env: own, flags: { pendingTimeout: '0s' } })).settings).toEqual({
      spool: 'from-variable',
      follow: false,
      certificate: 'from-otel.pem',
      pendingTimeout: 0,
    });
    const flags = { spool: 'from-flag', certificate: 'from-flag.pem', follow: true };
    expect((await settle({ file, env: own, flags })).settings).toMatchObject(flags);
  });

  it('takes endpoints whole from the highest source', async () => {
    const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://a:4318' };
    const { settings } = await settle({ env, flags: { endpoint: ['http://b:4318'] } });
    expect(settings.endpoint).toEqual(['http://b:4318/v1/traces']);
  });

  it('leaves the endpoint of OTEL_EXPORTER_OTLP_TRACES_ENDPOINT as it stands, also without a path', async () => {
    const { settings } = await settle({ env: { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://a:4318' } });
    expect(settings.endpoint).toEqual(['http://a:4318/']);
  });

  it('merges headers key by key, in any case of the names', async () => {
    const env = { OTEL_EXPORTER_OTLP_HEADERS: 'authorization=low,x-tenant=a' };
    const { settings } = await settle({ env, flags: { header: ['Authorization=high'] } });
    expect(settings.header).toEqual(
      new Map([
        ['authorization', 'high'],
        ['x-tenant', 'a'],
      ]),
    );
  });

  it('takes service.name of the resource attributes for the service, below OTEL_SERVICE_NAME', async () => {
    const env = { OTEL_RESOURCE_ATTRIBUTES: 'service.name=a,team=blue' };
    const { settings } = await settle({ env });
    expect(settings.service).toBe('a');
    expect(settings.resource).toEqual(new Map([['team', 'blue']]));
    expect((await settle({ env: { ...env, OTEL_SERVICE_NAME: 'b' } })).settings.service).toBe('b');
    expect((await settle({ env, flags: { resource: ['service.name=c'] } })).settings.service).toBe('c');
  });

  it('lets a variable switch off what the file switches on', async () => {
    const { settings } = await settle({ file: 'strict: true\n', env: { SPANBRIDGE_STRICT: 'false' } });
    expect(settings.strict).toBe(false);
  });

  it('leaves out what nothing sets', async () => {
    expect((await settle({})).settings).toEqual({});
  });

  it('warns about variables that are ignored', async () => {
    const { warnings } = await settle({ env: { OTEL_EXPORTER_OTLP_COMPRESSION: 'zstd', SPANBRIDGE_SERVCE: 'x' } });
    expect(warnings).toEqual([
      'SPANBRIDGE_SERVCE is not a variable of this version and is ignored. Did you mean SPANBRIDGE_SERVICE?',
      'OTEL_EXPORTER_OTLP_COMPRESSION is ignored: "zstd" is none of gzip, none. none is used.',
    ]);
  });

  it('reads the file that SPANBRIDGE_CONFIG names', async () => {
    await expect(settle({ env: { SPANBRIDGE_CONFIG: 'gone.yaml' } })).rejects.toThrow('"gone.yaml" cannot be read');
  });

  it('names the flag of a bad value', async () => {
    await expect(settle({ flags: { timeout: 'soon' } })).rejects.toThrow('--timeout "soon" is not a duration.');
  });
});
