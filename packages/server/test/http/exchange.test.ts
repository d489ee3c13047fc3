import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { jsonAnswer, toExchange } from '../../src/http/exchange.js';

function read(url: string): { path: string; query: string } | undefined {
  const request = Object.assign(new IncomingMessage(new Socket()), { url });
  const exchange = toExchange(request, new ServerResponse(request));
  return exchange && { path: exchange.path, query: exchange.query.toString() };
}

describe('toExchange', () => {
  it('splits the path from the query and resolves escapes', () => {
    expect(read('/a%2Fb%20c?x=1&y=%3F')).toEqual({ path: '/a/b c', query: 'x=1&y=%3F' });
    expect(read('/')).toEqual({ path: '/', query: '' });
    expect(read('/?')).toEqual({ path: '/', query: '' });
  });

  it.each(['', 'http://localhost/', '//localhost/', '*', '/%', '/%ff'])('"%s" is no path', (url) => {
    expect(read(url)).toBeUndefined();
  });
});

describe('jsonAnswer', () => {
  it('is a whole answer', () => {
    expect(jsonAnswer({ a: 1 })).toEqual({ status: 200, contentType: 'application/json', body: '{"a":1}' });
  });
});
