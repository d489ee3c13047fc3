import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { stateDirectories } from '../../../src/ship/durable/state-directory.js';

describe('where a run keeps its state', () => {
  it('is nowhere for files that are read once', () => {
    expect(stateDirectories({ inputs: ['a.jsonl'] }, {})).toBeUndefined();
  });

  it('is below XDG_STATE_HOME, or below the home directory, for following', () => {
    const followed = { inputs: ['a.jsonl'], follow: true };
    const named = stateDirectories(followed, { XDG_STATE_HOME: '/var/state' });
    expect(named?.state).toMatch(/^\/var\/state\/spanbridge\/[0-9a-f]{16}$/);
    expect(named?.spool).toBe(join(named?.state ?? '', 'outbox'));
    expect(stateDirectories(followed, { XDG_STATE_HOME: 'relative' })?.state).toContain(
      join(homedir(), '.local', 'state', 'spanbridge'),
    );
  });

  it('is the same for the same inputs in any order, and another for other inputs or another namespace', () => {
    const state = (inputs: readonly string[], namespace?: string): string | undefined =>
      stateDirectories({ inputs, follow: true, ...(namespace === undefined ? {} : { namespace }) }, {})?.state;
    expect(state(['a', 'b'])).toBe(state(['b', resolve('a')]));
    expect(new Set([state(['a', 'b']), state(['a']), state(['a'], 'shop')]).size).toBe(3);
  });

  it('is the directory that is named, and the spool that is named', () => {
    expect(stateDirectories({ inputs: ['a'], checkpoint: '/ck' }, {})).toEqual({
      state: '/ck',
      spool: '/ck/outbox',
      isKept: true,
      isSpoolNamed: false,
    });
    expect(stateDirectories({ inputs: ['a'], checkpoint: '/ck', spool: '/sp' }, {})).toMatchObject({
      state: '/ck',
      spool: '/sp',
      isSpoolNamed: true,
    });
  });

  it('is in the spool, and not kept after a good end, where only a spool is named', () => {
    expect(stateDirectories({ inputs: ['-'], spool: '/sp' }, {})).toEqual({
      state: '/sp/state',
      spool: '/sp',
      isKept: false,
      isSpoolNamed: true,
    });
  });
});
