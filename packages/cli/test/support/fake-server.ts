import type { RunningServer, ServerOptions } from '@spanbridge/server';

/** A `startServer` that listens nowhere; port 0 becomes 50,000. */
export function fakeServer(refuse?: (options: ServerOptions) => Error | undefined) {
  let asked: ServerOptions | undefined;
  let closeCount = 0;
  const startServer = (options: ServerOptions = {}): Promise<RunningServer> => {
    asked = options;
    const error = refuse?.(options);
    if (error !== undefined) return Promise.reject(error);
    const port = options.port === 0 ? 50_000 : (options.port ?? 4318);
    const close = (): Promise<void> => {
      closeCount += 1;
      return Promise.resolve();
    };
    return Promise.resolve({ url: `http://127.0.0.1:${port}`, port, close } as RunningServer);
  };
  return { startServer, asked: () => asked, closed: () => closeCount };
}
