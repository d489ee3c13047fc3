import { createResource } from '../../src/span/resource.js';

describe('createResource', () => {
  const resource = createResource({ 'service.name': 'shop', 'host.id': 'h' });

  it('has settled attributes, which nobody can change', () => {
    expect(resource.attributes).toEqual({ 'service.name': 'shop', 'host.id': 'h' });
    expect(resource.asyncAttributesPending).toBe(false);
    expect(resource.getRawAttributes()).toEqual([
      ['service.name', 'shop'],
      ['host.id', 'h'],
    ]);
    expect([Object.isFrozen(resource), Object.isFrozen(resource.attributes)]).toEqual([true, true]);
  });

  it('merges with another one, which wins', () => {
    const merged = resource.merge(createResource({ 'host.id': 'other', region: 'eu' }));
    expect(merged.attributes).toEqual({ 'service.name': 'shop', 'host.id': 'other', region: 'eu' });
    expect(resource.merge(null).attributes).toEqual(resource.attributes);
    expect(resource.attributes['host.id']).toBe('h');
  });

  it('does not follow changes of the object that it was made of', () => {
    const source: Record<string, string> = { a: '1' };
    const made = createResource(source);
    source['a'] = '2';
    expect(made.attributes['a']).toBe('1');
  });
});
