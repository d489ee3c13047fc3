/** Part of the page script: one row of the waterfall. */
export const SCRIPT_ROW = String.raw`
const EVENTS_DRAWN_MAX = 60;
const INDENT_LEVELS_MAX = 14;
const CAUSE_CHARS_MAX = 12;
// A bar that starts here has no room to its right: it stands left of its place, with the least width of an open one.
const LAST_START_MIN = 0.995;
const LAST_BAR_PX = 14;
const NOTE_GAP_PX = 8;
const SIGNS = { error: '✗', orphan: '↑', cycle: '↻', conflicting: '≡' };
const MEANINGS = {
  error: 'error', running: 'running', stale: 'stale', unfinished: 'unfinished', implicit: 'implicit',
  'start-missing': 'start not seen', late: 'record without its span', orphan: 'parent missing',
  cycle: 'parent cycle broken', conflicting: 'sent with two ends',
};

// Place: what the row needs to know of its siblings and of the state of the tree.
function drawRow(trace, row, place) {
  const element = make('div', 'sb-row ' + serviceClass(trace, row));
  element.id = place.id;
  element.dataset.index = String(place.index);
  element.setAttribute('role', 'treeitem');
  element.setAttribute('aria-level', String(row.depth + 1));
  element.setAttribute('aria-posinset', String(place.position));
  element.setAttribute('aria-setsize', String(place.siblings));
  element.setAttribute('aria-selected', String(place.isSelected));
  if (row.below > 0) element.setAttribute('aria-expanded', String(!place.isCollapsed));
  if (has(row, 'error')) element.classList.add('sb-is-error');
  if (place.isMatch) element.classList.add('sb-is-match');
  const name = drawName(trace, row, place);
  const track = drawTrack(row);
  const words = ['running', 'stale', 'unfinished'].filter((mark) => has(row, mark)).map((mark) => noteText(row, mark));
  if (words.length > 0) drawNote(row, words.join(', '), { name, track });
  return put(element, name, track, make('div', 'sb-duration', row.durationText));
}

// The state in a word, and why, where that is known.
function stateText(row, state) {
  return state === 'unfinished' && row.endCause !== undefined ? 'unfinished: ' + row.endCause : state;
}

// A cause that is no word of ours may be of any length; the details have it whole.
function noteText(row, state) {
  return row.endCause !== undefined && row.endCause.length > CAUSE_CHARS_MAX ? state : stateText(row, state);
}

function drawName(trace, row, place) {
  const cell = make('div', 'sb-name');
  cell.style.setProperty('--depth', String(Math.min(row.depth, INDENT_LEVELS_MAX)));
  const toggle = make('span', 'sb-toggle', row.below === 0 ? '' : place.isCollapsed ? '▸' : '▾');
  toggle.setAttribute('aria-hidden', 'true');
  put(cell, toggle, make('span', 'sb-swatch'));
  if (row.depth > INDENT_LEVELS_MAX) put(cell, make('span', 'sb-level', '⋯' + row.depth));
  for (const mark of row.marks || []) {
    if (!SIGNS[mark]) continue;
    const sign = make('span', 'sb-sign sb-sign-' + mark, SIGNS[mark]);
    sign.setAttribute('role', 'img');
    sign.setAttribute('aria-label', MEANINGS[mark]);
    sign.title = MEANINGS[mark];
    put(cell, sign);
  }
  put(cell, make('span', 'sb-label', row.name));
  if (place.showsService) put(cell, make('span', 'sb-service', trace.services[row.service].name));
  if (place.isCollapsed) put(cell, make('span', 'sb-below', '+' + row.below.toLocaleString('en-US')));
  return cell;
}

function drawTrack(row) {
  const track = make('div', 'sb-track');
  const bar = make('div', 'sb-bar');
  bar.style.left = percent(row.start);
  bar.style.width = percent(row.end - row.start);
  if (row.start > LAST_START_MIN) bar.classList.add('sb-is-last');
  for (const mark of row.marks || []) bar.classList.add('sb-is-' + mark);
  put(track, bar);
  for (const event of (row.events || []).slice(0, EVENTS_DRAWN_MAX)) {
    const dot = make('span', 'sb-event');
    dot.style.left = percent(event.at);
    dot.title = event.name + ' ' + event.offsetText;
    put(track, dot);
  }
  return track;
}

// Beside the bar where there is room; with a bar over the whole width, beside the name.
function drawNote(row, words, cells) {
  const note = make('span', 'sb-note', words);
  // Longer words need more of the axis beside the bar.
  const room = words.length > CAUSE_CHARS_MAX ? 0.4 : 0.2;
  const gapPx = NOTE_GAP_PX + (row.start > LAST_START_MIN ? LAST_BAR_PX : 0);
  if (row.end < 1 - room) note.style.left = 'calc(' + percent(row.end) + ' + ' + NOTE_GAP_PX + 'px)';
  else if (row.start > room) note.style.right = 'calc(' + percent(1 - row.start) + ' + ' + gapPx + 'px)';
  else note.classList.add('sb-is-beside-name');
  put(row.end >= 1 - room && row.start <= room ? cells.name : cells.track, note);
}
`;
