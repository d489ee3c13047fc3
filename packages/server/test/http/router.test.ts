import { jsonAnswer } from '../../src/http/exchange.js';
import { type Route, Router } from '../../src/http/router.js';

const handler: Route['handler'] = () => jsonAnswer({});
const router = new Router([
  { path: '/v1/traces', method: 'POST', handler },
  { path: '/api/traces/{traceId}/html', method: 'GET', handler },
  { path: '/api/v3/traces/{idText}', method: 'GET', handler },
  { path: '/page.js', method: 'GET', handler },
]);

describe('Router', () => {
  it('finds a path with its method', () => {
    expect(router.find('POST', '/v1/traces')).toMatchObject({ status: 'found', route: { path: '/v1/traces' } });
  });

  it('reads a trace id from the path in lower case', () => {
    expect(router.find('GET', '/api/traces/0AF7651916CD43DD8448EB211C80319C/html')).toMatchObject({
      status: 'found',
      parameters: { traceId: '0af7651916cd43dd8448eb211c80319c', idText: '' },
    });
  });

  it('takes an id in another spelling as it stands, with the slashes of base64', () => {
    expect(router.find('GET', '/api/v3/traces/CvdlGRbNQ92ESOshHIAx/A==')).toMatchObject({
      status: 'found',
      parameters: { traceId: '', idText: 'CvdlGRbNQ92ESOshHIAx/A==' },
    });
    expect(router.find('GET', '/api/v3/traces/')).toEqual({ status: 'unknown-path' });
  });

  it.each(['/v1/traces/', '/V1/traces', '/pageXjs', '/api/traces/0af7/html', '/api/traces//html', '', '/'])(
    'knows no path "%s"',
    (path) => {
      expect(router.find('GET', path)).toEqual({ status: 'unknown-path' });
    },
  );

  it('answers HEAD where GET is', () => {
    expect(router.find('HEAD', '/page.js').status).toBe('found');
  });

  it.each(['GET', 'PUT', 'HEAD', 'OPTIONS', ''])('says that a path for POST does not answer to "%s"', (method) => {
    expect(router.find(method, '/v1/traces')).toEqual({ status: 'wrong-method', allow: 'POST' });
  });

  it('says that a path for GET answers to GET and HEAD', () => {
    expect(router.find('DELETE', '/page.js')).toEqual({ status: 'wrong-method', allow: 'GET, HEAD' });
  });
});
