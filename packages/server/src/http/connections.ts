import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * The open connections and the requests in flight of one server.
 *
 * Node closes only connections that it has a parser for; one that sent garbage and stays open would keep
 * `server.close()` waiting for ever. So every socket is known here, as many as the server lets in.
 */
export class Connections {
  private readonly sockets = new Set<Socket>();
  private inFlightCount = 0;
  private onIdle: (() => void) | undefined;

  constructor(private readonly server: Server) {
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  /** Counts a request as in flight until its response is sent or its connection gone. */
  track(response: ServerResponse): void {
    this.inFlightCount += 1;
    response.once('close', () => {
      this.inFlightCount -= 1;
      if (this.inFlightCount === 0) this.onIdle?.();
    });
  }

  /**
   * Waits until nothing is in flight, or until the time is over, then closes the server and every connection.
   * The port stays open while it waits, so that new requests get a proper refusal.
   */
  async close(timeoutMs: number): Promise<void> {
    this.server.closeIdleConnections();
    await this.idle(timeoutMs);
    const closed = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private idle(timeoutMs: number): Promise<void> {
    if (this.inFlightCount === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.onIdle = (): void => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
