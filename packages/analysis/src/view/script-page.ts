/** Part of the page script: the list of traces and the address. */
export const SCRIPT_PAGE = String.raw`
class Page {
  constructor(element, model) {
    this.element = element;
    this.list = make('nav', 'sb-list');
    this.notice = make('p', 'sb-notice');
    this.main = make('main', 'sb-trace');
    element.classList.add('sb-view');
    this.list.setAttribute('aria-label', 'Traces');
    this.notice.setAttribute('role', 'status');
    element.replaceChildren(this.list, put(make('div', 'sb-main'), this.notice, this.main));
    this.view = new TraceView(this.main, (spanId) => this.writeAddress(spanId));
    this.onHash = () => this.route();
    window.addEventListener('hashchange', this.onHash);
    this.update(model);
  }

  update(model) {
    this.model = model;
    knownTraceIds.clear();
    for (const trace of model.traces) knownTraceIds.add(trace.traceId);
    this.element.classList.toggle('sb-has-list', model.traces.length + model.hiddenTraceCount > 1);
    this.drawList();
    this.route();
  }

  drawList() {
    const { traces, hiddenTraceCount } = this.model;
    const items = make('ul', 'sb-traces');
    for (const trace of traces) put(items, put(make('li'), traceEntry(trace)));
    this.list.replaceChildren(make('h2', 'sb-list-title', count(traces.length, 'trace')), items);
    if (hiddenTraceCount === 0) return;
    put(this.list, make('p', 'sb-rest', '… ' + count(hiddenTraceCount, 'more trace') + ' not shown'));
  }

  // Shows what the address says; the first trace if it says nothing.
  route() {
    const { traceId, spanId } = readAddress(location.hash);
    const found = this.model.traces.find((trace) => trace.traceId === traceId);
    this.say(traceId !== undefined && found === undefined ? 'Trace ' + traceId + ' is not on this page.' : '');
    this.current = found || this.model.traces[0];
    this.main.hidden = this.current === undefined;
    if (this.current === undefined) return this.say('There are no spans here.');
    this.view.show(this.current);
    this.markCurrent();
    if (spanId === undefined || found === undefined) return this.view.closeSpan();
    if (!this.view.selectSpan(spanId)) this.say('Span ' + spanId + ' is not on this page.');
  }

  markCurrent() {
    for (const anchor of this.list.querySelectorAll('a')) {
      if (anchor.dataset.traceId === this.current.traceId) anchor.setAttribute('aria-current', 'page');
      else anchor.removeAttribute('aria-current');
    }
  }

  // Replaces the entry of the history: a walk through spans must not bury the page that one came from.
  writeAddress(spanId) {
    if (this.current !== undefined) history.replaceState(null, '', traceHref(this.current.traceId, spanId));
  }

  say(text) {
    this.notice.textContent = text;
    this.notice.hidden = text === '';
  }

  destroy() {
    window.removeEventListener('hashchange', this.onHash);
    this.view.destroy();
    this.element.replaceChildren();
  }
}

function traceEntry(trace) {
  const anchor = link(traceHref(trace.traceId), undefined);
  anchor.dataset.traceId = trace.traceId;
  const name = make('span', 'sb-entry-name');
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
