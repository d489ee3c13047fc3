import {
  type BaggageEntry,
  defaultTextMapGetter,
  defaultTextMapSetter,
  propagation,
  ROOT_CONTEXT,
} from '@opentelemetry/api';
import { suppressTracing, W3CBaggagePropagator } from '@opentelemetry/core';
import fc from 'fast-check';
import { BaggagePropagator } from '../../src/context/baggage-propagator.js';

const ours = new BaggagePropagator();
const official = new W3CBaggagePropagator();

type Propagator = Pick<BaggagePropagator, 'inject' | 'extract'>;

function extracted(baggage: string | string[], by: Propagator = ours): unknown {
  const context = by.extract(ROOT_CONTEXT, { baggage }, defaultTextMapGetter);
  return propagation.getBaggage(context)?.getAllEntries();
}

function injected(entries: Record<string, string>, by: Propagator = ours): string | undefined {
  const values = Object.entries(entries).map(([key, value]) => [key, { value }] as const);
  const baggage = propagation.createBaggage(Object.fromEntries(values));
  const carrier: { baggage?: string } = {};
  by.inject(propagation.setBaggage(ROOT_CONTEXT, baggage), carrier, defaultTextMapSetter);
  return carrier.baggage;
}

describe('BaggagePropagator', () => {
  it('reads members with white space, percent-encoding and properties', () => {
    const entries = extracted('a = 1 , b=%C3%A9;p=1;q, c=') as [string, BaggageEntry][];
    expect(entries.map(([key, { value, metadata }]) => [key, value, metadata?.toString()])).toEqual([
      ['a', '1', undefined],
      ['b', 'é', 'p=1;q'],
    ]);
    expect(extracted(['a=1', 'b=2'])).toEqual([
      ['a', { value: '1' }],
      ['b', { value: '2' }],
    ]);
  });

  it('leaves out a broken member and keeps the others', () => {
    expect(extracted('a,=1,b=%zz,c=3')).toEqual([['c', { value: '3' }]]);
    expect(extracted('nothing')).toBeUndefined();
  });

  it('takes __proto__ for a key', () => {
    expect(extracted('__proto__=1')).toEqual([['__proto__', { value: '1' }]]);
  });

  it('writes 180 members at most, each of 4,096 bytes, 8,192 in all', () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`k${index}`, 'v']));
    expect(injected(many)?.split(',')).toHaveLength(180);
    expect(injected({ a: 'x'.repeat(4_095), b: '1' })).toBe('b=1');
    const halves = { a: 'x'.repeat(4_000), b: 'y'.repeat(4_000), c: 'z'.repeat(4_000), d: '1' };
    expect(injected(halves)?.replace(/(.)\1{3999}/g, '$1')).toBe('a=x,b=y,d=1');
  });

  it('reads within the same limits', () => {
    const header = Array.from({ length: 200 }, (_, index) => `k${index}=v`).join(',');
    expect(extracted(header)).toHaveLength(180);
    expect(extracted(`a=${'x'.repeat(4_095)},b=1`)).toEqual([['b', { value: '1' }]]);
  });

  it('writes nothing where tracing is suppressed', () => {
    const context = propagation.setBaggage(ROOT_CONTEXT, propagation.createBaggage({ a: { value: '1' } }));
    const carrier = {};
    ours.inject(suppressTracing(context), carrier, defaultTextMapSetter);
    expect(carrier).toEqual({});
  });

  it('writes and reads what the official one does', () => {
    const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }).filter((text) => text.trim() === text);
    fc.assert(
      fc.property(fc.dictionary(word, word, { maxKeys: 6 }), (entries) => {
        const header = injected(entries);
        expect(header).toBe(injected(entries, official));
        if (header !== undefined) expect(extracted(header)).toEqual(extracted(header, official));
      }),
    );
  });
});
