import { PAGE_DOCUMENT } from '../page/document.js';
import { PAGE_SCRIPT } from '../page/script.js';
import { PAGE_STYLE } from '../page/style.js';
import { type Answer, jsonAnswer } from './exchange.js';
import type { Route } from './router.js';

/**
 * The page and its two files, and the route that says that the server lives.
 * The files hold no data; everything about traces is fetched by the script, so that one check guards it.
 */
export function pageRoutes(): readonly Route[] {
  return [
    route('/', 'text/html; charset=utf-8', PAGE_DOCUMENT),
    route('/page.js', 'text/javascript; charset=utf-8', PAGE_SCRIPT),
    route('/page.css', 'text/css; charset=utf-8', PAGE_STYLE),
    { path: '/healthz', method: 'GET', handler: () => jsonAnswer({ status: 'ok' }), isOpen: true },
  ];
}

function route(path: string, contentType: string, body: string): Route {
  const answer: Answer = { status: 200, contentType, body };
  return { path, method: 'GET', handler: () => answer };
}
