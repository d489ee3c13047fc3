/** Part of the page script: one trace with its header, waterfall, details, search and keys. */
export const SCRIPT_TRACE = String.raw`
const KEYS_HELP = '↑ ↓ move · ← → fold · e E errors · / find · n N matches · Esc close';

function createTraceView(element, onSpan) {
  const head = make('header', 'sb-head');
  const legend = make('div', 'sb-legend');
  const body = make('div', 'sb-body');
  let trace;
  let matches = [];
  const waterfall = createWaterfall((index, options) => {
    detail.show(trace, index);
    body.classList.add('sb-has-detail');
    if (!options.isSilent) onSpan(trace.rows[index].spanId);
  });
  const detail = createDetail({ onClose: close });
  const search = createSearch({ onQuery: find, onNext: (step) => jump(matches, step) });
  put(element, head, put(body, waterfall.root, detail.root), legend);

  function show(next) {
    const isOther = trace === undefined || trace.traceId !== next.traceId;
    if (isOther) close(true);
    trace = next;
    head.replaceChildren(traceTitle(trace), search.root, traceFacts(trace), traceServices(trace));
    legend.replaceChildren(...legendOf(trace));
    waterfall.show(trace);
    if (isOther) waterfall.scroller.scrollTop = 0;
    if (waterfall.selected() >= 0) detail.show(trace, waterfall.selected());
    find(search.query());
  }

  function close(isSilent) {
    detail.hide();
    body.classList.remove('sb-has-detail');
    waterfall.clear();
    if (isSilent !== true) {
      onSpan(undefined);
      waterfall.scroller.focus();
    }
  }

  function find(query) {
    const words = query.trim().toLowerCase();
    matches = [];
    if (words !== '') trace.rows.forEach((row, index) => { if (haystack(trace, row).includes(words)) matches.push(index); });
    waterfall.setMatches(matches);
    search.say(words === '' ? '' : matches.length.toLocaleString('en-US') + ' found');
  }

  function jump(indexes, step) {
    if (indexes.length === 0) return;
    const here = waterfall.selected();
    const next = step > 0 ? indexes.find((index) => index > here) : indexes.findLast((index) => index < here);
    waterfall.select(next !== undefined ? next : step > 0 ? indexes[0] : indexes[indexes.length - 1]);
  }

  function errors() {
    const indexes = [];
    trace.rows.forEach((row, index) => { if (has(row, 'error')) indexes.push(index); });
    return indexes;
  }

  function left(index) {
    if (index < 0) return;
    if (waterfall.rows()[index].below > 0 && !waterfall.isCollapsed(index)) waterfall.setCollapsed(index, true);
    else waterfall.select(waterfall.parentOf(index));
  }

  function right(index) {
    if (index < 0 || waterfall.rows()[index].below === 0) return;
    if (waterfall.isCollapsed(index)) waterfall.setCollapsed(index, false);
    else waterfall.select(index + 1);
  }

  const treeKeys = {
    ArrowDown: () => waterfall.step(1),
    ArrowUp: () => waterfall.step(-1),
    ArrowLeft: () => left(waterfall.selected()),
    ArrowRight: () => right(waterfall.selected()),
    Home: () => waterfall.select(0),
    End: () => waterfall.select(waterfall.lastVisible()),
    PageDown: () => waterfall.step(waterfall.pageRows()),
    PageUp: () => waterfall.step(-waterfall.pageRows()),
  };
  const anywhereKeys = {
    e: () => jump(errors(), 1),
    E: () => jump(errors(), -1),
    n: () => jump(matches, 1),
    N: () => jump(matches, -1),
    '/': () => search.focus(),
    Escape: () => close(),
  };

  function onKey(event) {
    if (trace === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement) return;
    const inTree = event.target === waterfall.scroller;
    const action = (inTree ? treeKeys[event.key] : undefined) || anywhereKeys[event.key];
    if (action === undefined) return;
    event.preventDefault();
    action();
  }

  document.addEventListener('keydown', onKey);
  return {
    show,
    selectSpan: (spanId) => {
      const index = trace.rows.findIndex((row) => row.spanId === spanId);
      if (index >= 0 && index !== waterfall.selected()) waterfall.select(index, { isSilent: true });
      return index >= 0;
    },
    closeSpan: () => close(true),
    destroy: () => {
      document.removeEventListener('keydown', onKey);
      element.replaceChildren();
    },
  };
}

function traceTitle(trace) {
  return make('h1', trace.errorCount > 0 ? 'sb-title sb-is-error' : 'sb-title', trace.name);
}

function traceFacts(trace) {
  const box = make('div', 'sb-trace-facts');
  put(box, make('span', 'sb-strong', trace.durationText), make('span', '', trace.startText), make('span', '', count(trace.spanCount, 'span')));
  if (trace.errorCount > 0) put(box, make('span', 'sb-is-error', count(trace.errorCount, 'error')));
  return put(box, make('span', 'sb-mono', trace.traceId));
}

function traceServices(trace) {
  const box = make('div', 'sb-trace-facts');
  for (const service of trace.services) {
    put(box, put(make('span', 'sb-service-name sb-service-' + service.slot), make('span', 'sb-swatch'), make('span', '', service.name)));
  }
  return box;
}

function legendOf(trace) {
  const entries = trace.marks.map((mark) => {
    const sample = SIGNS[mark] ? make('span', 'sb-sign sb-sign-' + mark, SIGNS[mark]) : make('span', 'sb-bar sb-sample sb-is-' + mark);
    return put(make('span', 'sb-legend-entry'), sample, make('span', '', MEANINGS[mark]));
  });
  return [...entries, make('span', 'sb-keys', KEYS_HELP)];
}

function haystack(trace, row) {
  const attributes = (row.attributes || []).map(([key, text]) => key + '=' + text);
  const events = (row.events || []).map((event) => event.name);
  const texts = [row.name, trace.services[row.service].name, row.spanId, row.statusMessage || '', ...attributes, ...events];
  return texts.join('\n').toLowerCase();
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
