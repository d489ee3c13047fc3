import { createDecodedTraceState } from '../../src/codec/decoded-trace-state.js';

it('a trace state keeps its text, even where the API would sort it out', () => {
  expect(createDecodedTraceState('BAD KEY=1,a=b').serialize()).toBe('BAD KEY=1,a=b');
});

it('its members are read and changed as the API does it', () => {
  const state = createDecodedTraceState('a=1,b=2');
  expect(state.get('b')).toBe('2');
  expect(state.set('c', '3').serialize()).toBe('c=3,a=1,b=2');
  expect(state.unset('a').serialize()).toBe('b=2');
});
