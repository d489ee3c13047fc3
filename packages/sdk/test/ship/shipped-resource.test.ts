import { createShippedResource } from '../../src/ship/shipped-resource.js';

describe('the resource of shipped spans', () => {
  it('names an unknown service and a host key that is derived from the namespace alone', () => {
    expect(createShippedResource({ namespace: 'shop' }).attributes).toEqual({
      'service.name': 'unknown_service',
      'host.id': 'cd059ece71335e44baf3b81cafad2d0b',
    });
  });

  it('a host that the user names takes the place of the derived one', () => {
    const resource = createShippedResource({ namespace: 'shop', attributes: { 'host.name': 'web-1' } });
    expect(resource.attributes).toEqual({ 'service.name': 'unknown_service', 'host.name': 'web-1' });
  });

  it('--service wins over service.name among the resource attributes', () => {
    const attributes = { 'service.name': 'from-resource' };
    expect(createShippedResource({ namespace: 'x', attributes }).attributes['service.name']).toBe('from-resource');
    const both = createShippedResource({ namespace: 'x', serviceName: 'from-service', attributes });
    expect(both.attributes['service.name']).toBe('from-service');
  });
});
