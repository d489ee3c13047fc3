/** Part of the page script: the list of traces and the address. */
export const SCRIPT_PAGE = String.raw`
function mount(element, model) {
  element.classList.add('sb-view');
  const list = make('nav', 'sb-list');
  const notice = make('p', 'sb-notice');
  const main = make('main', 'sb-trace');
  list.setAttribute('aria-label', 'Traces');
  notice.setAttribute('role', 'status');
  notice.hidden = true;
  element.replaceChildren(list, put(make('div', 'sb-main'), notice, main));
  let current;
  const view = createTraceView(main, (spanId) => {
    if (current !== undefined) history.replaceState(null, '', traceHref(current.traceId, spanId));
  });

  function update(next) {
    model = next;
    knownTraceIds.clear();
    for (const trace of model.traces) knownTraceIds.add(trace.traceId);
    element.classList.toggle('sb-has-list', model.traces.length + model.hiddenTraceCount > 1);
    drawList();
    route();
  }

  function drawList() {
    const items = make('ul', 'sb-traces');
    for (const trace of model.traces) put(items, put(make('li'), traceEntry(trace)));
    const hidden = model.hiddenTraceCount === 0 ? undefined : make('p', 'sb-rest', '… ' + count(model.hiddenTraceCount, 'more trace') + ' not shown');
    list.replaceChildren(make('h2', 'sb-list-title', count(model.traces.length, 'trace')), items);
    put(list, hidden);
  }

  function route() {
    const { traceId, spanId } = readAddress(location.hash);
    const found = model.traces.find((trace) => trace.traceId === traceId);
    say(traceId !== undefined && found === undefined ? 'Trace ' + traceId + ' is not on this page.' : '');
    current = found || model.traces[0];
    main.hidden = current === undefined;
    if (current === undefined) return say('There are no spans here.');
    view.show(current);
    for (const anchor of list.querySelectorAll('a')) {
      if (anchor.dataset.traceId === current.traceId) anchor.setAttribute('aria-current', 'page');
      else anchor.removeAttribute('aria-current');
    }
    if (spanId === undefined) return view.closeSpan();
    if (!view.selectSpan(spanId)) say('Span ' + spanId + ' is not on this page.');
  }

  function say(text) {
    notice.textContent = text;
    notice.hidden = text === '';
  }

  window.addEventListener('hashchange', route);
  update(model);
  return {
    update,
    destroy: () => {
      window.removeEventListener('hashchange', route);
      view.destroy();
      element.replaceChildren();
    },
  };
}

function traceEntry(trace) {
  const anchor = link(traceHref(trace.traceId), undefined);
  anchor.dataset.traceId = trace.traceId;
  const name = put(make('span', 'sb-entry-name'));
  if (trace.errorCount > 0) put(name, make('span', 'sb-sign sb-sign-error', '✗'));
  put(name, make('span', 'sb-label', trace.name));
  const facts = trace.durationText + ' · ' + count(trace.spanCount, 'span') + ' · ' + trace.startText.slice(11, 19);
  return put(anchor, name, make('span', 'sb-entry-facts', facts));
}

// '#/trace/ID' or '#/trace/ID/span/ID'; anything else means no trace in particular.
function readAddress(hash) {
  const match = /^#\/trace\/([^/]+)(?:\/span\/([^/]+))?$/.exec(hash);
  if (match === null) return {};
  try {
    return { traceId: decodeURIComponent(match[1]), spanId: match[2] && decodeURIComponent(match[2]) };
  } catch {
    return {};
  }
}
`;
