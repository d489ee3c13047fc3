import { EventEmitter } from 'node:events';
import { bindEmitter } from '../../src/context/bound-emitter.js';

function bound(): { emitter: EventEmitter; calls: string[] } {
  const calls: string[] = [];
  const emitter = bindEmitter(new EventEmitter(), (listener) => (...args) => {
    calls.push('bound');
    return listener(...args);
  });
  return { emitter, calls };
}

describe('bindEmitter', () => {
  it.each(['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const)(
    '%s binds once',
    (method) => {
      const { emitter, calls } = bound();
      emitter[method]('x', (value: string) => calls.push(value));
      emitter.emit('x', 'called');
      expect(calls).toEqual(['bound', 'called']);
    },
  );

  it.each(['off', 'removeListener'] as const)('%s removes by the function that was added', (method) => {
    const { emitter, calls } = bound();
    const listener = (): number => calls.push('called');
    emitter.on('x', listener);
    emitter.once('x', listener);
    emitter[method]('x', listener);
    emitter[method]('x', listener);
    emitter.emit('x');
    expect(calls).toEqual([]);
    expect(emitter.listenerCount('x')).toBe(0);
  });

  it('forgets all listeners of an event, or all', () => {
    const { emitter, calls } = bound();
    emitter.on('x', () => calls.push('x')).on('y', () => calls.push('y'));
    emitter.removeAllListeners('x');
    emitter.emit('x');
    emitter.emit('y');
    expect(calls).toEqual(['bound', 'y']);
    emitter.removeAllListeners();
    expect(emitter.eventNames()).toEqual([]);
  });

  it('keeps the first context of an emitter that is bound again', () => {
    const { emitter, calls } = bound();
    expect(bindEmitter(emitter, () => () => calls.push('second'))).toBe(emitter);
    emitter.on('x', () => calls.push('called'));
    emitter.emit('x');
    expect(calls).toEqual(['bound', 'called']);
  });
});
