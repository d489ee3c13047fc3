import type { Attributes } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { detectResource, type ResourceSettings } from '../../src/resource/detect-resource.js';

async function detected(settings: Partial<ResourceSettings>): Promise<Attributes> {
  const resource = detectResource({
    serviceName: undefined,
    environmentAttributes: new Map(),
    resource: undefined,
    commandArgs: false,
    env: {},
    ...settings,
  });
  await resource.waitForAsyncAttributes?.();
  return resource.attributes;
}

describe('detectResource', () => {
  it('tells SDK, host, operating system, process and instance', async () => {
    const attributes = await detected({ serviceName: 'shop' });
    expect(attributes).toMatchObject({
      'service.name': 'shop',
      'telemetry.sdk.name': 'opentelemetry',
      'telemetry.sdk.language': 'nodejs',
      'process.pid': process.pid,
      'os.type': process.platform,
    });
    expect(attributes).toHaveProperty(['host.name']);
    expect(attributes['service.instance.id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-/);
  });

  it('tells the arguments of the command line only when asked', async () => {
    expect(await detected({})).not.toHaveProperty(['process.command_args']);
    expect(await detected({ commandArgs: true })).toHaveProperty(['process.command_args']);
  });

  it('the program wins over the environment, and both over what was detected', async () => {
    const environmentAttributes = new Map([
      ['service.name', 'from-env'],
      ['host.name', 'from-env'],
      ['a', 'from-env'],
    ]);
    expect(await detected({ environmentAttributes, resource: { a: 'from-code' } })).toMatchObject({
      'service.name': 'from-env',
      'host.name': 'from-env',
      a: 'from-code',
    });
    const resource = resourceFromAttributes({ 'service.name': 'from-code', 'service.instance.id': 'mine' });
    expect(await detected({ environmentAttributes, resource })).toMatchObject({
      'service.name': 'from-code',
      'service.instance.id': 'mine',
    });
    expect(await detected({ environmentAttributes, serviceName: 'named' })).toMatchObject({ 'service.name': 'named' });
  });

  it('takes attributes of the program that come later', async () => {
    const resource = resourceFromAttributes({ later: Promise.resolve('known') });
    expect(await detected({ resource })).toMatchObject({ later: 'known' });
  });
});
