/** Part of the page's script: the list of traces. A row stays the same element while its trace is listed. */
export const LIST_SCRIPT = String.raw`
const rows = new Map();

function makeRow(traceId) {
  const parts = {
    name: make('span', { className: 'name' }),
    running: make('span', { className: 'tag running', title: 'Spans whose end has not been sent.' }),
    stale: make('span', { className: 'tag stale', title: 'Spans whose heartbeats have stopped.' }),
    unfinished: make('span', { className: 'tag unfinished', title: 'Spans that were closed without their end.' }),
    incomplete: make('span', { className: 'tag incomplete', title: 'A parent span has not arrived.' }, 'incomplete'),
    services: make('span', { className: 'services' }),
    id: make('span', { className: 'id', title: traceId }, traceId.slice(0, 8)),
    spans: make('td', { className: 'figure spans' }, make('span', {}), make('span', { className: 'unit' })),
    errors: make('td', { className: 'figure errors' }, make('span', {}), make('span', { className: 'unit' })),
    start: make('td', { className: 'figure start' }),
    duration: make('span', {}),
    bar: make('span', { className: 'bar' }),
  };
  const tags = [parts.running, parts.stale, parts.unfinished, parts.incomplete].flatMap((tag) => [' ', tag]);
  const link = make('a', { className: 'link', href: '#/trace/' + traceId }, parts.name, ...tags);
  const below = make('div', { className: 'below' }, parts.services, parts.id);
  const track = make('span', { className: 'track', 'aria-hidden': 'true' }, parts.bar);
  parts.row = make(
    'tr',
    {},
    make('td', { className: 'trace' }, link, below),
    parts.spans,
    parts.errors,
    parts.start,
    make('td', { className: 'figure duration' }, parts.duration, track),
  );
  return parts;
}

function fillRow(parts, trace, longestNano) {
  parts.trace = trace;
  setText(parts.name, trace.rootName === '' ? '(no name)' : trace.rootName);
  parts.incomplete.hidden = !trace.isIncomplete;
  showTag(parts.running, trace.runningCount, 'running');
  showTag(parts.stale, trace.staleCount, 'stale');
  showTag(parts.unfinished, trace.unfinishedCount, 'unfinished');
  parts.bar.classList.toggle('open', trace.runningCount > 0);
  const others = trace.services.filter((service) => service !== trace.rootService);
  const shown = [trace.rootService, ...others.slice(0, 3)].join(' · ');
  const hidden = others.length - 3;
  setText(parts.services, hidden > 0 || trace.hasMoreServices ? shown + ' · …' : shown);
  parts.services.title = trace.services.join('\n');
  showFigure(parts.spans, trace.spanCount, 'span');
  showFigure(parts.errors, trace.errorCount, 'error');
  parts.start.title = exactStartText(trace.startTimeUnixNano);
  setText(parts.duration, trace.durationText);
  const fraction = longestNano === 0 ? 0 : Number(trace.durationNano) / longestNano;
  parts.bar.style.width = Math.max(fraction * 100, 0.5) + '%';
  parts.bar.classList.toggle('failed', trace.errorCount > 0);
}

/** How many spans stand so; the number of a single one goes without saying. */
function showTag(tag, count, word) {
  tag.hidden = count === 0;
  setText(tag, count > 1 ? NUMBER.format(count) + ' ' + word : word);
}

/** A number; its noun stands beside it only where there is no head of the column above. Nothing for zero. */
function showFigure(cell, count, noun) {
  const [number, unit] = cell.children;
  cell.classList.toggle('none', count === 0);
  setText(number, count === 0 ? '' : NUMBER.format(count));
  setText(unit, count === 0 ? '' : count === 1 ? ' ' + noun : ' ' + noun + 's');
}

/** Puts the rows into the order of the answer, and moves only those that are out of place. */
function showRows(body, traces) {
  body.closest('table').hidden = traces.length === 0;
  const longestNano = traces.reduce((longest, trace) => Math.max(longest, Number(trace.durationNano)), 0);
  const listed = new Set(traces.map((trace) => trace.traceId));
  for (const [traceId, parts] of rows) {
    if (listed.has(traceId)) continue;
    parts.row.remove();
    rows.delete(traceId);
  }
  let place = body.firstElementChild;
  for (const trace of traces) {
    const parts = rows.get(trace.traceId) ?? makeRow(trace.traceId);
    rows.set(trace.traceId, parts);
    fillRow(parts, trace, longestNano);
    if (parts.row === place) place = place.nextElementSibling;
    else body.insertBefore(parts.row, place);
  }
  showTimes();
}

/** "12 s ago" ages although nothing new arrives. */
function showTimes() {
  const nowUnixMs = Date.now();
  for (const { trace, start } of rows.values()) setText(start, startText(trace.startTimeUnixNano, nowUnixMs));
}

/** What the list leaves out, in a sentence; empty when it leaves nothing out. */
function listNote(answer, search) {
  if (answer.counts.traces === 0) return '';
  if (answer.matchCount === 0) return 'No trace matches “' + search + '”.';
  const shown = answer.traces.length;
  if (shown < answer.matchCount) {
    const all = countText(answer.matchCount, 'trace');
    return 'The newest ' + NUMBER.format(shown) + ' of ' + all + '. Search to find others.';
  }
  return '';
}

function storeText(counts) {
  if (counts.spansStored === 0) return '';
  const parts = [countText(counts.traces, 'trace'), countText(counts.realSpans, 'span')];
  if (counts.tracesEvicted > 0) parts.push(NUMBER.format(counts.tracesEvicted) + ' oldest left, the store is full');
  if (counts.spansDropped > 0) parts.push(countText(counts.spansDropped, 'span') + ' dropped');
  return parts.join(' · ');
}
`;
