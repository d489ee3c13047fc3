/**
 * Part of the page script: the waterfall of one trace. Only the rows in sight are in the document, so that a trace of a
 * hundred thousand spans scrolls like one of ten.
 */
export const SCRIPT_WATERFALL = String.raw`
const OVERSCAN_ROWS = 12;
let waterfallCount = 0;

function createWaterfall(onSelect) {
  const prefix = 'sb-' + (waterfallCount += 1) + '-';
  const root = make('div', 'sb-waterfall');
  const axis = make('div', 'sb-axis');
  const scroller = make('div', 'sb-scroller');
  const tree = make('div', 'sb-tree');
  const grid = make('div', 'sb-grid');
  const rowBox = make('div', 'sb-rows');
  const rest = make('div', 'sb-rest');
  axis.setAttribute('aria-hidden', 'true');
  grid.setAttribute('aria-hidden', 'true');
  scroller.tabIndex = 0;
  scroller.setAttribute('role', 'tree');
  scroller.setAttribute('aria-label', 'Spans of the trace');
  rowBox.setAttribute('role', 'presentation');
  tree.setAttribute('role', 'presentation');
  put(root, put(scroller, axis, put(tree, grid, rowBox)), rest);

  let trace = { rows: [], ticks: [], services: [], hiddenRowCount: 0 };
  let places = [];
  let visible = [];
  let positions = new Map();
  let drawn = new Map();
  let selected = -1;
  let matches = new Set();
  const collapsed = new Set();

  function show(next) {
    const selectedId = selected < 0 ? undefined : trace.rows[selected].spanId;
    trace = next;
    places = siblingPlaces(trace.rows);
    matches = new Set();
    selected = selectedId === undefined ? -1 : trace.rows.findIndex((row) => row.spanId === selectedId);
    drawAxis();
    rest.textContent = hiddenText(trace);
    refresh();
  }

  function drawAxis() {
    const track = make('div', 'sb-ticks');
    grid.replaceChildren();
    for (const tick of trace.ticks) {
      const label = make('span', 'sb-tick', tick.text);
      const line = make('span', 'sb-line');
      label.style.left = percent(tick.at);
      line.style.left = percent(tick.at);
      if (tick.at > 0.94) label.classList.add('sb-is-last');
      put(track, label);
      put(grid, line);
    }
    axis.replaceChildren(make('div', 'sb-axis-name', 'Span'), track, make('div', 'sb-duration', 'Duration'));
  }

  function refresh() {
    visible = [];
    positions = new Map();
    for (let index = 0; index < trace.rows.length; index += 1) {
      positions.set(index, visible.length);
      visible.push(index);
      if (collapsed.has(trace.rows[index].spanId)) index += trace.rows[index].below;
    }
    drawn = new Map();
    paint();
  }

  function rowHeight() {
    return parseFloat(getComputedStyle(root).getPropertyValue('--sb-row-height')) || 28;
  }

  function paint() {
    const height = rowHeight();
    tree.style.height = visible.length * height + 'px';
    const first = Math.max(0, Math.floor(scroller.scrollTop / height) - OVERSCAN_ROWS);
    const last = Math.min(visible.length, Math.ceil((scroller.scrollTop + scroller.clientHeight) / height) + OVERSCAN_ROWS);
    const kept = new Map();
    for (let position = first; position < last; position += 1) {
      const index = visible[position];
      const element = drawn.get(index) || drawRow(trace, trace.rows[index], placeOf(index));
      element.style.top = position * height + 'px';
      kept.set(index, element);
    }
    drawn = kept;
    rowBox.replaceChildren(...kept.values());
    if (kept.has(selected)) scroller.setAttribute('aria-activedescendant', prefix + selected);
    else scroller.removeAttribute('aria-activedescendant');
  }

  function placeOf(index) {
    const row = trace.rows[index];
    const { parent, position, siblings } = places[index];
    return {
      id: prefix + index, index, position, siblings,
      isSelected: index === selected,
      isCollapsed: collapsed.has(row.spanId) && row.below > 0,
      isMatch: matches.has(index),
      showsService: trace.services.length > 1 && (parent < 0 || trace.rows[parent].service !== row.service),
    };
  }

  function select(index, options) {
    if (index < 0 || index >= trace.rows.length) return;
    selected = index;
    for (let parent = places[index].parent; parent >= 0; parent = places[parent].parent) {
      collapsed.delete(trace.rows[parent].spanId);
    }
    refresh();
    reveal(index);
    onSelect(index, options || {});
  }

  function reveal(index) {
    const height = rowHeight();
    const top = positions.get(index) * height;
    const room = scroller.clientHeight - axis.offsetHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
    paint();
  }

  function setCollapsed(index, isCollapsed) {
    const row = trace.rows[index];
    if (row === undefined || row.below === 0) return;
    if (isCollapsed) collapsed.add(row.spanId);
    else collapsed.delete(row.spanId);
    refresh();
  }

  function clear() {
    selected = -1;
    refresh();
  }

  function setMatches(indexes) {
    matches = new Set(indexes);
    refresh();
  }

  scroller.addEventListener('scroll', () => requestAnimationFrame(paint), { passive: true });
  new ResizeObserver(() => paint()).observe(scroller);
  rowBox.addEventListener('click', (event) => {
    const element = event.target.closest('.sb-row');
    if (element === null) return;
    const index = Number(element.dataset.index);
    if (event.target.closest('.sb-toggle') && trace.rows[index].below > 0) {
      setCollapsed(index, !collapsed.has(trace.rows[index].spanId));
    } else select(index);
  });
  const view = {
    root, scroller, show, select, clear, setCollapsed, setMatches,
    rows: () => trace.rows,
    selected: () => selected,
    step: (distance) => {
      const position = selected < 0 ? (distance > 0 ? -1 : visible.length) : positions.get(selected);
      select(visible[Math.min(visible.length - 1, Math.max(0, position + distance))]);
    },
    pageRows: () => Math.max(1, Math.floor(scroller.clientHeight / rowHeight()) - 2),
    parentOf: (index) => places[index].parent,
    isCollapsed: (index) => collapsed.has(trace.rows[index].spanId),
    lastVisible: () => visible[visible.length - 1],
  };
  return view;
}

// For each row its parent's row, and its place among the children of that parent.
function siblingPlaces(rows) {
  const places = [];
  const counts = new Map();
  const path = [];
  rows.forEach((row, index) => {
    path.length = row.depth;
    const parent = row.depth === 0 ? -1 : path[row.depth - 1];
    path.push(index);
    const position = (counts.get(parent) || 0) + 1;
    counts.set(parent, position);
    places.push({ parent, position, siblings: 0 });
  });
  for (const place of places) place.siblings = counts.get(place.parent);
  return places;
}

function hiddenText(trace) {
  if (trace.hiddenRowCount === 0) return '';
  const errors = trace.hiddenErrorCount === 0 ? '' : ' (' + count(trace.hiddenErrorCount, 'error') + ' among them)';
  return '… ' + count(trace.hiddenRowCount, 'more span') + ' not shown' + errors;
}
`;
