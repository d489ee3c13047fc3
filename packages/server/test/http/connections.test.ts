import { createServer, ServerResponse, IncomingMessage } from 'node:http';
import { connect, Socket, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { Connections } from '../../src/http/connections.js';

describe('Connections', () => {
  it('closing waits for the last response in flight, then ends connections that sent nothing', async () => {
    const server = createServer();
    const connections = new Connections(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    socket.resume();
    await once(server, 'connection');
    const responses = [1, 2].map(() => new ServerResponse(new IncomingMessage(new Socket())));
    for (const response of responses) connections.track(response);
    const events: string[] = [];
    const closed = connections.close(60_000).then(() => events.push('closed'));
    for (const response of responses) {
      events.push('response');
      response.emit('close');
    }
    await Promise.all([closed, once(socket, 'close')]);
    expect(events).toEqual(['response', 'response', 'closed']);
    expect(server.listening).toBe(false);
  });
});
