import { SpanbridgeError } from '@spanbridge/core';
import { isPortTaken, startBackend } from '../../src/commands/local-backend.js';
import { fakeHost } from '../support/fake-host.js';

const TAKEN = new SpanbridgeError('PORT_IN_USE', 'Port 4318 of 127.0.0.1 is in use.');

function startWith(error: Error, page: string | undefined) {
  const { host } = fakeHost({
    services: {
      startServer: () => Promise.reject(error),
      fetch: () => (page === undefined ? Promise.reject(new Error('reset')) : Promise.resolve(new Response(page))),
    },
  });
  return startBackend({ host: '0.0.0.0', port: 4318 }, host);
}

describe('startBackend', () => {
  it('names another instance of this project on the port, under an address that can be opened', async () => {
    await expect(startWith(TAKEN, '<title>spanbridge</title>')).rejects.toMatchObject({
      code: 'PORT_TAKEN',
      message:
        'Port 4318 on 0.0.0.0 is taken: another spanbridge answers there. Open http://127.0.0.1:4318/ and use that one, ' +
        'or choose another port with --port.',
    });
  });

  it('says what to do about a stranger', async () => {
    await expect(startWith(TAKEN, 'hello')).rejects.toThrow(
      'another HTTP server answers there. Stop it, or choose another',
    );
    await expect(startWith(TAKEN, undefined)).rejects.toThrow('is taken by a program that does not speak HTTP.');
  });

  it('leaves other errors as they are', async () => {
    const error = new SpanbridgeError('TOKEN_REQUIRED', 'Off loopback a token is needed.');
    await expect(startWith(error, undefined)).rejects.toBe(error);
  });
});

describe('isPortTaken', () => {
  it('knows the code, not the class', () => {
    expect(isPortTaken(TAKEN)).toBe(true);
    expect(isPortTaken(new Error('PORT_IN_USE'))).toBe(false);
  });
});
