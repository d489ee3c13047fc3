import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { createVirtualClock } from '../../../../test/support/virtual-clock.js';
import { testSpans } from '../../../../test/support/test-spans.js';
import { Faults } from '../../src/provisional/faults.js';
import { ResourceGate } from '../../src/provisional/resource-gate.js';
import { turns } from '../support/spans.js';

function createGate() {
  const clock = createVirtualClock();
  const passed: string[] = [];
  const warnings: string[] = [];
  const faults = new Faults({ component: 'gate', clock, warn: (message) => warnings.push(message) });
  const gate = new ResourceGate({ clock, faults, pass: ({ name }) => passed.push(name) });
  return { clock, passed, warnings, faults, gate };
}

function spansOf(resource: ReadableSpan['resource'], count: number, first = 0): readonly ReadableSpan[] {
  return testSpans(count, first).map((span) => ({ ...span, resource }));
}

function pendingResource() {
  let complete: (value: string) => void = () => undefined;
  const zone = new Promise<string>((resolve) => (complete = resolve));
  return { resource: resourceFromAttributes({ 'cloud.zone': zone }), complete };
}

describe('the gate for resources', () => {
  it('passes spans of a complete resource at once', () => {
    const { gate, passed } = createGate();
    for (const span of testSpans(2)) gate.add(span);
    expect(passed).toEqual(['span 0', 'span 1']);
  });

  it('holds spans back until the detectors have answered, and keeps their order', async () => {
    const { gate, passed } = createGate();
    const { resource, complete } = pendingResource();
    const [first, second, third] = spansOf(resource, 3);
    gate.add(first as ReadableSpan);
    gate.add(second as ReadableSpan);
    await turns();
    expect(passed).toEqual([]);
    complete('a');
    await turns();
    gate.add(third as ReadableSpan);
    expect(passed).toEqual(['span 0', 'span 1', 'span 2']);
    expect(resource.attributes).toEqual({ 'cloud.zone': 'a' });
  });

  it('waits five seconds for detectors that never answer, once', async () => {
    const { clock, gate, passed } = createGate();
    const [first, second] = spansOf(pendingResource().resource, 2);
    gate.add(first as ReadableSpan);
    await clock.advance(4_999);
    expect(passed).toEqual([]);
    await clock.advance(1);
    gate.add(second as ReadableSpan);
    expect(passed).toEqual(['span 0', 'span 1']);
  });

  it('lets go when told so, for there is no more time', () => {
    const { gate, passed } = createGate();
    for (const span of spansOf(pendingResource().resource, 2)) gate.add(span);
    gate.release();
    expect(passed).toEqual(['span 0', 'span 1']);
  });

  it('is waited for by a flush, five seconds at most', async () => {
    const { clock, gate, passed } = createGate();
    await gate.whenOpen(clock);
    for (const span of spansOf(pendingResource().resource, 1)) gate.add(span);
    const open = gate.whenOpen(clock);
    await clock.advance(5_000);
    await open;
    expect(passed).toEqual(['span 0']);
  });

  it('holds no more than 16,384 spans', () => {
    const { gate, passed } = createGate();
    const { resource } = pendingResource();
    for (const span of spansOf(resource, 16_385)) gate.add(span);
    expect(passed).toHaveLength(16_385);
    for (const span of spansOf(resource, 1, 16_385)) gate.add(span);
    expect(passed).toHaveLength(16_386);
  });

  it('a resource that fails is told, and its spans leave', async () => {
    const { gate, passed, warnings, faults } = createGate();
    const resource = {
      attributes: {},
      asyncAttributesPending: true,
      waitForAsyncAttributes: () => {
        throw new Error('no network');
      },
    } as unknown as ReadableSpan['resource'];
    for (const span of spansOf(resource, 1)) gate.add(span);
    await turns();
    expect(passed).toEqual(['span 0']);
    expect(faults.count).toBe(1);
    expect(warnings[0]).toContain('the resource was not completed: no network.');
  });
});
