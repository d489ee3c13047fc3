// The app of the matrix as CommonJS: `node app.cjs WIRING STRATEGY TRACES_URL`.
const api = require('@opentelemetry/api');
const { makeSpans } = require('./make-spans.cjs');
const { WIRINGS } = require('./wirings.cjs');

const [wiring, strategy, url] = process.argv.slice(2);
const load = (name) => Promise.resolve(require(name));

WIRINGS[wiring]({ api, load, strategy, url }).then(async (end) => {
  await makeSpans(api, { strategy, url });
  await end();
  console.log(process.version);
});
