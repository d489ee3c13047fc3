import { destinationName } from '../../../src/ship/durable/destination-name.js';

describe('the name of a destination on the disk', () => {
  it('can be read, tells URLs apart, and holds no secret', () => {
    const name = destinationName('https://user:secret@otlp.example.com/v1/traces?token=hidden');
    expect(name).toMatch(/^otlp\.example\.com\/v1\/traces#[0-9a-f]{12}$/);
    expect(destinationName('https://otlp.example.com/v1/traces')).not.toBe(name);
  });

  it('is short, however long the URL', () => {
    expect(destinationName(`http://h/${'x'.repeat(5000)}`).length).toBeLessThan(128);
  });
});
