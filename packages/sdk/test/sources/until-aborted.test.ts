import { getEventListeners } from 'node:events';
import { Readable } from 'node:stream';
import { ABORTED, pullUntilAborted, untilAborted } from '../../src/sources/until-aborted.js';

const NEVER = new Promise<never>(() => undefined);

describe('untilAborted', () => {
  test('the promise decides while the signal is silent', async () => {
    const { signal } = new AbortController();
    expect(await untilAborted(Promise.resolve(7), signal)).toBe(7);
    expect(await untilAborted(Promise.resolve(7), undefined)).toBe(7);
    await expect(untilAborted(Promise.reject(new Error('no')), signal)).rejects.toThrow('no');
  });

  test('the signal decides when it comes first or came before', async () => {
    const controller = new AbortController();
    const waiting = untilAborted(NEVER, controller.signal);
    controller.abort();
    expect(await waiting).toBe(ABORTED);
    expect(await untilAborted(NEVER, controller.signal)).toBe(ABORTED);
  });

  test('no listener stays behind on the signal', async () => {
    const { signal } = new AbortController();
    for (let turn = 0; turn < 5; turn++) await untilAborted(Promise.resolve(turn), signal);
    await Promise.resolve();
    expect(getEventListeners(signal, 'abort')).toHaveLength(0);
  });
});

describe('pullUntilAborted', () => {
  test('it yields what the source yields', async () => {
    const chunks: string[] = [];
    for await (const chunk of pullUntilAborted(Readable.from([Buffer.from('a'), Buffer.from('b')]), undefined)) {
      chunks.push(String(chunk));
    }
    expect(chunks).toEqual(['a', 'b']);
  });

  test('the signal ends it quietly while the source is silent, and destroys a stream', async () => {
    const controller = new AbortController();
    const stream = new Readable({ read: () => undefined });
    const next = pullUntilAborted(stream, controller.signal).next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(stream.destroyed).toBe(true);
  });

  test('a source whose return never answers does not hold it', async () => {
    const controller = new AbortController();
    async function* silent(): AsyncGenerator<Uint8Array> {
      yield await NEVER;
    }
    const next = pullUntilAborted(silent(), controller.signal).next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });
});
