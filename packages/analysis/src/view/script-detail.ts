/** Part of the page script: the panel with everything that is known of the selected span. */
export const SCRIPT_DETAIL = String.raw`
function createDetail(actions) {
  const root = make('aside', 'sb-detail');
  root.setAttribute('aria-label', 'Selected span');
  root.hidden = true;
  let shown = '';
  let shownSpan = '';

  function show(trace, index) {
    const row = trace.rows[index];
    // A trace that runs is drawn again and again: a reader must not lose the place, nor the text selected.
    const text = detailText(trace, row);
    if (text === shown && !root.hidden) return;
    const isSame = row.spanId === shownSpan && !root.hidden;
    const folded = isSame ? foldedSections(root) : new Map();
    const { scrollTop } = root;
    shown = text;
    shownSpan = row.spanId;
    draw(trace, row);
    for (const box of root.querySelectorAll('details')) {
      const isOpen = folded.get(box.dataset.title);
      if (isOpen !== undefined) box.open = isOpen;
    }
    root.hidden = false;
    root.scrollTop = isSame ? scrollTop : 0;
  }

  function draw(trace, row) {
    root.className = 'sb-detail ' + serviceClass(trace, row);
    root.replaceChildren(
      detailHead(row, actions.onClose),
      detailMarks(row),
      detailStatus(row),
      facts(trace, row),
      section('Attributes', row.attributes && entryList(row.attributes), row.attributes && row.attributes.length, true),
      section('Events', row.events && eventList(row.events), row.events && row.events.length, true),
      section('Links', row.links && linkList(row.links), row.links && row.links.length, true),
      sentAs(row),
      section('Resource', entryList(trace.resources[row.resource] || []), undefined, false),
      losses(row),
    );
  }

  function hide() {
    root.hidden = true;
    root.replaceChildren();
  }

  return { root, show, hide };
}

function detailHead(row, onClose) {
  const close = make('button', 'sb-close', '✕');
  close.type = 'button';
  close.setAttribute('aria-label', 'Close details');
  close.addEventListener('click', onClose);
  return put(make('div', 'sb-detail-head'), make('h2', 'sb-detail-name', row.name), close);
}

function detailMarks(row) {
  const box = make('div', 'sb-chips');
  for (const mark of row.marks || []) {
    put(box, make('span', 'sb-chip sb-chip-' + mark, mark === 'unfinished' ? stateText(row, mark) : MEANINGS[mark]));
  }
  return box;
}

function detailStatus(row) {
  const box = make('p', row.status === 'error' ? 'sb-status sb-is-error' : 'sb-status', row.statusMessage || '');
  box.hidden = row.statusMessage === undefined;
  return box;
}

const STATES = {
  running: () => 'running: its end has not been sent',
  stale: () => 'stale: its heartbeats have stopped',
  unfinished: (row) => 'unfinished' + (row.endCause === undefined ? '' : ', ' + row.endCause),
  finished: () => 'finished',
  conflicting: () => 'conflicting: different ends were sent, the later one is drawn',
};

function facts(trace, row) {
  const list = make('dl', 'sb-facts');
  const parent = row.parentSpanId === undefined ? 'none' : row.parentSpanId;
  const parentLink = row.parentSpanId !== undefined && trace.rows.some((other) => other.spanId === row.parentSpanId);
  const service = make('dd', 'sb-fact-service');
  put(service, make('span', 'sb-swatch'), make('span', '', trace.services[row.service].name));
  fact(list, 'Service', service);
  fact(list, 'Duration', make('dd', '', row.durationText));
  fact(list, 'Offset', make('dd', '', row.offsetText === '0' ? '0' : '+' + row.offsetText));
  fact(list, 'Start', make('dd', 'sb-mono', row.startText));
  fact(list, 'Kind', make('dd', '', row.kind));
  fact(list, 'Status', make('dd', '', row.status));
  fact(list, 'State', make('dd', '', STATES[row.state || 'finished'](row)));
  fact(list, 'Span', make('dd', 'sb-mono', row.spanId));
  const linked = () => put(make('dd', 'sb-mono'), link(traceHref(trace.traceId, parent), parent));
  fact(list, 'Parent', parentLink ? linked() : make('dd', 'sb-mono', parent));
  fact(list, 'Trace', make('dd', 'sb-mono', trace.traceId));
  fact(list, 'Scope', make('dd', '', trace.scopes[row.scope] || 'none'));
  return list;
}

function fact(list, name, value) {
  put(list, make('dt', '', name), value);
}

// Links lead to places of this page only: the address is ours, ids are percent-encoded.
function link(href, text) {
  const anchor = make('a', '', text);
  anchor.href = href;
  return anchor;
}

// All that the panel shows; where a bar stands on the axis is not part of it.
function detailText(trace, row) {
  const places = ['start', 'end', 'at'];
  const content = [row, trace.resources[row.resource], trace.rows.length];
  return JSON.stringify(content, (key, value) => (places.includes(key) ? undefined : value));
}

function foldedSections(root) {
  return new Map([...root.querySelectorAll('details')].map((box) => [box.dataset.title, box.open]));
}

function section(title, content, size, isOpen) {
  if (!content) return make('div', 'sb-nothing');
  const box = make('details', 'sb-section');
  box.dataset.title = title;
  box.open = isOpen;
  const summary = make('summary', '', title);
  if (size !== undefined) put(summary, make('span', 'sb-count', String(size)));
  return put(box, summary, content);
}

function entryList(entries) {
  const list = make('dl', 'sb-entries');
  for (const [key, text] of entries) put(list, make('dt', '', key), make('dd', 'sb-mono', text));
  return list;
}

function eventList(events) {
  const list = make('ol', 'sb-events');
  for (const event of events) {
    const offset = make('span', 'sb-offset', event.offsetText);
    const head = put(make('div', 'sb-event-head'), make('span', '', event.name), offset);
    const item = put(make('li'), head);
    if (event.attributes) put(item, entryList(event.attributes));
    put(list, item);
  }
  return list;
}

function linkList(links) {
  const list = make('ul', 'sb-links');
  for (const { traceId, spanId, attributes } of links) {
    const item = make('li', 'sb-mono');
    const isHere = knownTraceIds.has(traceId);
    const ids = traceId + ' / ' + spanId;
    put(item, isHere ? link(traceHref(traceId, spanId), ids) : make('span', '', ids));
    if (attributes) put(item, entryList(attributes));
    put(list, item);
  }
  return list;
}

function sentAs(row) {
  const { sentAs: sent, state } = row;
  return section('Sent as', sent && sentList(sent), sent && sent.length, state === 'conflicting');
}

// What each span that the real one was sent as had to say.
function sentList(sent) {
  const list = make('ol', 'sb-sent');
  for (const one of sent) {
    const item = make('li');
    const head = make('div', 'sb-event-head');
    put(head, make('span', '', one.role), make('span', 'sb-offset', one.durationText));
    put(item, head, make('div', 'sb-sent-name', one.name), make('div', 'sb-mono', one.spanId + ' · ' + one.startText));
    const words = one.statusMessage === undefined ? one.status : one.status + ': ' + one.statusMessage;
    if (one.status !== 'unset') put(item, make('div', one.status === 'error' ? 'sb-is-error' : '', words));
    if (one.attributes) put(item, entryList(one.attributes));
    if (one.events) put(item, make('div', 'sb-sent-name', 'events: ' + one.events.join(', ')));
    put(list, item);
  }
  return list;
}

function losses(row) {
  const list = make('ul', 'sb-losses');
  for (const loss of row.losses || []) put(list, make('li', '', loss));
  list.hidden = row.losses === undefined;
  return list;
}

// Traces that a link can lead to; kept by the page.
const knownTraceIds = new Set();
`;
