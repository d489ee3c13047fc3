/** Part of the page script: what stands above and below the waterfall of a trace. */
export const SCRIPT_HEAD = String.raw`
const KEYS_HELP = '↑ ↓ move · ← → fold · e E errors · / find · n N matches · Esc close';

function traceTitle(trace) {
  return make('h1', trace.errorCount > 0 ? 'sb-title sb-is-error' : 'sb-title', trace.name);
}

function traceFacts(trace) {
  const box = make('div', 'sb-trace-facts');
  put(box, make('span', 'sb-strong', trace.durationText), make('span', '', trace.startText));
  put(box, make('span', '', count(trace.spanCount, 'span')));
  for (const state of ['running', 'stale', 'unfinished', 'conflicting']) {
    const number = trace.stateCounts[state];
    if (number > 0) put(box, make('span', 'sb-open-count', number.toLocaleString('en-US') + ' ' + state));
  }
  if (trace.rowCount > trace.spanCount) put(box, make('span', '', 'sent as ' + count(trace.rowCount, 'span')));
  if (trace.errorCount > 0) put(box, make('span', 'sb-is-error', count(trace.errorCount, 'error')));
  return put(box, make('span', 'sb-mono', trace.traceId));
}

function traceServices(trace) {
  const box = make('div', 'sb-trace-facts');
  for (const service of trace.services) {
    const entry = make('span', 'sb-service-name sb-service-' + service.slot);
    put(box, put(entry, make('span', 'sb-swatch'), make('span', '', service.name)));
  }
  return box;
}

function legendOf(trace) {
  const entries = trace.marks.map((mark) => {
    const sign = SIGNS[mark];
    const bar = 'sb-bar sb-sample sb-is-' + mark;
    const sample = sign ? make('span', 'sb-sign sb-sign-' + mark, sign) : make('span', bar);
    return put(make('span', 'sb-legend-entry'), sample, make('span', '', MEANINGS[mark]));
  });
  return [...entries, make('span', 'sb-keys', KEYS_HELP)];
}

// All that a search looks through, in lower case.
function haystack(trace, row) {
  const attributes = (row.attributes || []).map(([key, text]) => key + '=' + text);
  const events = (row.events || []).map((event) => event.name);
  const own = [row.name, trace.services[row.service].name, row.spanId, row.statusMessage || ''];
  return [...own, ...attributes, ...events].join('\n').toLowerCase();
}

function createSearch(actions) {
  const root = make('div', 'sb-search');
  const input = make('input', 'sb-query');
  const said = make('span', 'sb-said');
  input.type = 'search';
  input.placeholder = 'Find in spans';
  input.setAttribute('aria-label', 'Find in spans');
  said.setAttribute('role', 'status');
  input.addEventListener('input', () => actions.onQuery(input.value));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') actions.onNext(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') input.blur();
  });
  put(root, said, input);
  return { root, query: () => input.value, say: (text) => { said.textContent = text; }, focus: () => input.focus() };
}
`;
