import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DropCounter, type SpanbridgeError } from '@spanbridge/core';
import { BodyBudget } from './http/body-budget.js';
import { answerClientError, type ClientError } from './http/client-error.js';
import { Connections } from './http/connections.js';
import { CrossOrigin } from './http/cross-origin.js';
import { isLoopbackHost } from './http/guard.js';
import { pageRoutes } from './http/page.js';
import { RequestHandler } from './http/request-handler.js';
import { type Route, Router } from './http/router.js';
import { TokenCheck } from './http/token.js';
import { traceRoutes } from './http/trace-routes.js';
import { CONNECTION_CHECK_INTERVAL_MS, KEEP_ALIVE_TIMEOUT_MS } from './limits.js';
import { jaegerV3Routes } from './query/jaeger-v3/routes.js';
import { tempoRoutes } from './query/tempo/routes.js';
import { receiveLogs } from './receive/logs.js';
import { receiveTraces } from './receive/traces.js';
import { serverError, type ServerOptions, type ServerSettings, toServerSettings } from './server-options.js';
import { MemoryTraceStore } from './store/memory-store.js';
import type { TraceReader, TraceStore } from './store/trace-store.js';

/** A server that listens. */
export interface RunningServer {
  /** Without a slash at its end: the page is at `url/`, one trace at `url/#/trace/ID`, OTLP goes to `url/v1/traces`. */
  readonly url: string;
  readonly port: number;
  /** What is stored. */
  readonly traces: TraceReader;
  /**
   * Answers what is in flight, refuses what is new with 503, then frees the port. Resolves within `closeTimeoutMs`
   * and never rejects; further calls answer the same promise. What was stored in memory is gone.
   */
  close(): Promise<void>;
}

/**
 * Starts the local backend: takes OTLP on `/v1/traces`, keeps it in bounded memory, shows it on a page at `/`.
 *
 * Throws a `SpanbridgeError` with a code of `SERVER_ERROR_CODES` when it cannot listen; once it runs, no request makes
 * it throw.
 */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const settings = toServerSettings(options);
  const store = new MemoryTraceStore({ limits: settings, warn: settings.warn, clock: settings.clock });
  const server = createHttpServer(settings);
  const connections = new Connections(server);
  let closing: Promise<void> | undefined;
  serve({ server, connections, store, settings, isClosing: () => closing !== undefined });
  const port = await listen(server, settings);
  return {
    url: toUrl(settings.host, port),
    port,
    traces: store,
    close: () => (closing ??= connections.close(settings.closeTimeoutMs)),
  };
}

function createHttpServer(settings: ServerSettings): Server {
  const server = createServer({
    maxHeaderSize: settings.headerBytesMax,
    headersTimeout: Math.min(settings.headerTimeoutMs, settings.requestTimeoutMs),
    requestTimeout: settings.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    connectionsCheckingInterval: CONNECTION_CHECK_INTERVAL_MS,
  });
  server.maxConnections = settings.connectionsMax;
  return server;
}

interface ServeParts {
  readonly server: Server;
  readonly connections: Connections;
  readonly store: TraceStore;
  readonly settings: ServerSettings;
  readonly isClosing: () => boolean;
}

/** Connects the events of Node's server to the routes. */
function serve({ server, connections, store, settings, isClosing }: ServeParts): void {
  const { warn, clock, token } = settings;
  const handler = new RequestHandler({
    router: new Router(routesOf(store, settings)),
    boundTo: isLoopbackHost(settings.host) ? 'loopback' : 'network',
    crossOrigin: new CrossOrigin(settings.allowedOrigins),
    token: token === undefined ? undefined : new TokenCheck(token),
    isClosing,
    clock,
    warn,
  });
  const mistakes = new DropCounter({ component: 'LocalBackend', warn });
  server.on('request', (request, response) => {
    connections.track(response);
    void handler.handle(request, response);
  });
  // The sender holds its body back: a refusal can go out before it, and ends the connection, because whether the body
  // follows is then unknown.
  server.on('checkContinue', (request, response) => {
    response.shouldKeepAlive = false;
    connections.track(response);
    void handler.handle(request, response);
  });
  server.on('clientError', (error: ClientError, socket) => {
    answerClientError(error, socket, (mistake) => {
      mistakes.add(mistake);
    });
  });
}

function routesOf(store: TraceStore, settings: ServerSettings): readonly Route[] {
  const receiver = {
    store,
    bodyBytesMax: settings.bodyBytesMax,
    budget: new BodyBudget(settings.bodyBytesInFlightMax),
  };
  const ignoredLogs = new DropCounter({ component: 'LocalBackend', warn: settings.warn });
  const logReceiver = {
    ...receiver,
    onIgnored: (count: number) => {
      ignoredLogs.add('logs that belong to no span are taken and not stored', count);
    },
  };
  return [
    { path: '/v1/traces', method: 'POST', handler: (exchange) => receiveTraces(exchange, receiver) },
    { path: '/v1/logs', method: 'POST', handler: (exchange) => receiveLogs(exchange, logReceiver) },
    ...traceRoutes({ ...settings, traces: store }),
    ...jaegerV3Routes(store),
    ...tempoRoutes(store),
    ...pageRoutes(),
  ];
}

function listen(server: Server, { host, port }: ServerSettings): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(toListenError(error, host, port));
    });
    server.listen({ host, port }, () => {
      server.removeAllListeners('error');
      // An error of the listening socket afterwards (no descriptors left) costs that one connection, not the process.
      server.on('error', () => undefined);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function toListenError(error: NodeJS.ErrnoException, host: string, port: number): SpanbridgeError {
  if (error.code === 'EADDRINUSE') {
    const remedy = 'Stop the process that listens there, or choose another port; port 0 takes a free one.';
    return serverError('PORT_IN_USE', `Port ${port} of ${host} is in use. ${remedy}`, error);
  }
  const remedy = 'Choose an address of this machine and a port that this user may open.';
  return serverError(
    'LISTEN_FAILED',
    `Listening on ${host} port ${port} is not possible (${error.message}). ${remedy}`,
    error,
  );
}

/** The address under which this machine reaches the server; "all interfaces" is no address to open in a browser. */
function toUrl(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
