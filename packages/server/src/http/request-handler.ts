import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { problemAnswer, type Problem } from '../receive/answer.js';
import { RETRY_AFTER_SECONDS } from '../limits.js';
import type { CrossOrigin, CrossOriginVerdict } from './cross-origin.js';
import { type Answer, type Exchange, sendAnswer, toExchange } from './exchange.js';
import { checkOrigin, type GuardVerdict } from './guard.js';
import type { Route, Router } from './router.js';
import type { TokenCheck } from './token.js';

/** What {@link RequestHandler} works with. */
export interface RequestHandlerParts {
  readonly router: Router;
  readonly boundTo: 'loopback' | 'network';
  /** Which pages of other origins may send. */
  readonly crossOrigin: CrossOrigin;
  /** Undefined when the server has no token. */
  readonly token: TokenCheck | undefined;
  /** Answers whether the server is closing; every request is answered 503 then. */
  readonly isClosing: () => boolean;
  /** Wall clock in milliseconds since 1970. */
  readonly clock: () => number;
  readonly warn: (message: string) => void;
}

/** Takes one request from its header to its answer. Whatever a request holds, nothing is thrown out of here. */
export class RequestHandler {
  constructor(private readonly parts: RequestHandlerParts) {}

  /** Answers one request. Resolves once the answer is handed to Node; never rejects. */
  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A connection that breaks while it is written to is nobody's mistake here; without a listener it would be thrown.
    response.on('error', () => undefined);
    try {
      sendAnswer(response, await this.answer(request, response));
    } catch (error) {
      const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.parts.warn(`LocalBackend: ${request.method ?? ''} was not answered. This is a bug. ${what}`);
      sendAnswer(
        response,
        problemAnswer(request.headers, { httpStatus: 500, message: 'This is a bug of the server.' }),
      );
    }
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<Answer> {
    const exchange = toExchange(request, response);
    const guest = this.parts.crossOrigin.judge(request.method, exchange?.path ?? '', request.headers);
    const origin = checkOrigin(withoutOrigin(request.headers, guest), this.parts.boundTo);
    if (guest.status === 'none' || origin.status === 'refused') return this.answerOwn(exchange, request, origin);
    if (guest.status === 'preflight') return guest.answer;
    const answer = await this.answerOwn(exchange, request, origin);
    return { ...answer, headers: { ...answer.headers, ...guest.headers } };
  }

  private async answerOwn(
    exchange: Exchange | undefined,
    request: IncomingMessage,
    origin: GuardVerdict,
  ): Promise<Answer> {
    const refuse = (problem: Problem): Answer => problemAnswer(request.headers, problem);
    if (this.parts.isClosing()) return refuse(this.closingProblem());
    if (origin.status === 'refused') return refuse({ httpStatus: 403, message: origin.detail });
    if (exchange === undefined) return refuse({ httpStatus: 400, message: 'The address of the request is no path.' });
    const match = this.parts.router.find(request.method ?? '', exchange.path);
    const unauthorised = this.checkToken(exchange, match.status === 'found' ? match.route : undefined);
    if (unauthorised !== undefined) return unauthorised;
    switch (match.status) {
      case 'unknown-path':
        return refuse({ httpStatus: 404, message: 'There is nothing at this path. Traces are sent to /v1/traces.' });
      case 'wrong-method':
        return refuse({
          httpStatus: 405,
          message: `This path answers to ${match.allow} only.`,
          headers: { Allow: match.allow },
        });
      case 'found':
        return await match.route.handler(exchange, match.parameters);
    }
  }

  private checkToken(exchange: Exchange, route: Route | undefined): Answer | undefined {
    if (this.parts.token === undefined || route?.isOpen === true) return undefined;
    const verdict = this.parts.token.check(exchange);
    switch (verdict.status) {
      case 'allowed':
        return undefined;
      case 'refused':
        return problemAnswer(exchange.request.headers, {
          httpStatus: 401,
          message: 'A token is needed: the header `Authorization: Bearer TOKEN`, or `/?token=TOKEN` for the page.',
          headers: { 'WWW-Authenticate': 'Bearer' },
        });
      case 'exchanged':
        return {
          status: 303,
          contentType: 'text/plain; charset=utf-8',
          body: '',
          headers: { Location: verdict.location, 'Set-Cookie': verdict.cookie },
        };
    }
  }

  private closingProblem(): Problem {
    // A date instead of seconds: the sender may hold the answer for a while before it reads it.
    const retryAt = new Date(this.parts.clock() + RETRY_AFTER_SECONDS * 1000).toUTCString();
    return {
      httpStatus: 503,
      message: 'The server is stopping. Send this request again later.',
      headers: { 'Retry-After': retryAt, Connection: 'close' },
    };
  }
}

/** What an allowed page says about where it comes from is not held against it; its `Host` still has to be ours. */
function withoutOrigin(headers: IncomingHttpHeaders, guest: CrossOriginVerdict): IncomingHttpHeaders {
  if (guest.status === 'none') return headers;
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'origin' && name !== 'sec-fetch-site'));
}
