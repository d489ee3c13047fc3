// The app of the matrix as an ES module: `node app.mjs WIRING STRATEGY TRACES_URL`.
import * as api from '@opentelemetry/api';
import { makeSpans } from './make-spans.cjs';
import { WIRINGS } from './wirings.cjs';

const [wiring, strategy, url] = process.argv.slice(2);
const load = (name) => import(name);

const end = await WIRINGS[wiring]({ api, load, strategy, url });
await makeSpans(api, { strategy, url });
await end();
console.log(process.version);
