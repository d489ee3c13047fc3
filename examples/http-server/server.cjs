// A shop with three handlers, in which nothing speaks of tracing but the first line. PORT says where; default 8080.
require('./tracing.cjs');
const http = require('node:http');
const { setTimeout: delay } = require('node:timers/promises');

const STOCK = new Map(Object.entries({ lamp: 3, chair: 12, desk: 0 }));

const handlers = {
  '/checkout': async (article) => {
    // Both questions are asked at once, so that their spans overlap.
    const answers = await Promise.all([ask(`/stock/${article}`), ask(`/price/${article}`)]);
    return { status: Math.max(...answers.map(({ status }) => status)), body: answers.map(({ body }) => body) };
  },
  '/stock': async (article) => {
    await delay(40);
    const left = STOCK.get(article) ?? 0;
    return left > 0 ? { status: 200, body: { article, left } } : { status: 404, body: { article, missing: true } };
  },
  '/price': async (article) => {
    await delay(25);
    return { status: 200, body: { article, price: article.length * 10 } };
  },
};

const server = http.createServer(async (request, response) => {
  const [, name = '', article = ''] = (request.url ?? '').split('/');
  const handler = handlers[`/${name}`];
  const { status, body } = handler === undefined ? { status: 404, body: 'no such page' } : await handler(article);
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
});

/** Asks this very server, as it would ask another one: the trace goes along in the header `traceparent`. */
function ask(path) {
  return new Promise((resolve, reject) => {
    const request = http.get({ host: '127.0.0.1', port: server.address().port, path }, async (response) => {
      let text = '';
      for await (const piece of response.setEncoding('utf8')) text += piece;
      resolve({ status: response.statusCode, body: JSON.parse(text) });
    });
    request.on('error', reject);
  });
}

server.listen(Number(process.env.PORT ?? 8080), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/checkout/lamp`);
});
