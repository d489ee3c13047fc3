/**
 * Part of the page script: the waterfall of one trace. Only the rows in sight are in the document, so that a trace of a
 * hundred thousand spans scrolls like one of ten.
 */
export const SCRIPT_WATERFALL = String.raw`
const OVERSCAN_ROWS = 12;
const NO_TRACE = { rows: [], ticks: [], services: [], hiddenRowCount: 0 };
let waterfallCount = 0;

class Waterfall {
  constructor(onSelect) {
    this.onSelect = onSelect;
    this.idPrefix = 'sb-' + (waterfallCount += 1) + '-';
    this.trace = NO_TRACE;
    this.places = [];
    this.selected = -1;
    this.collapsed = new Set();
    this.matches = new Set();
    this.build();
    this.refresh();
    this.scroller.addEventListener('scroll', () => requestAnimationFrame(() => this.paint()), { passive: true });
    this.rowBox.addEventListener('click', (event) => this.onClick(event.target));
    this.observer = new ResizeObserver(() => this.paint());
    this.observer.observe(this.scroller);
  }

  build() {
    this.root = make('div', 'sb-waterfall');
    this.axis = make('div', 'sb-axis');
    this.scroller = make('div', 'sb-scroller');
    this.tree = make('div', 'sb-tree');
    this.grid = make('div', 'sb-grid');
    this.rowBox = make('div', 'sb-rows');
    this.rest = make('div', 'sb-rest');
    this.axis.setAttribute('aria-hidden', 'true');
    this.grid.setAttribute('aria-hidden', 'true');
    this.tree.setAttribute('role', 'presentation');
    this.rowBox.setAttribute('role', 'presentation');
    this.scroller.tabIndex = 0;
    this.scroller.setAttribute('role', 'tree');
    this.scroller.setAttribute('aria-label', 'Spans of the trace');
    put(this.root, put(this.scroller, this.axis, put(this.tree, this.grid, this.rowBox)), this.rest);
  }

  // A newer state of the same trace keeps what is folded and what is selected.
  show(trace) {
    const selectedId = this.selected < 0 ? undefined : this.trace.rows[this.selected].spanId;
    this.trace = trace;
    this.places = siblingPlaces(trace.rows);
    this.matches = new Set();
    this.selected = selectedId === undefined ? -1 : trace.rows.findIndex((row) => row.spanId === selectedId);
    this.drawAxis();
    this.rest.textContent = hiddenText(trace);
    this.refresh();
  }

  drawAxis() {
    const track = make('div', 'sb-ticks');
    this.grid.replaceChildren();
    for (const tick of this.trace.ticks) {
      const label = make('span', 'sb-tick', tick.text);
      const line = make('span', 'sb-line');
      label.style.left = percent(tick.at);
      line.style.left = percent(tick.at);
      if (tick.at > 0.94) label.classList.add('sb-is-last');
      put(track, label);
      put(this.grid, line);
    }
    this.axis.replaceChildren(make('div', 'sb-axis-name', 'Span'), track, make('div', 'sb-duration', 'Duration'));
  }

  // Decides anew which rows there are, then draws those in sight.
  refresh() {
    const { rows } = this.trace;
    this.visible = [];
    this.positions = new Map();
    for (let index = 0; index < rows.length; index += 1) {
      this.positions.set(index, this.visible.length);
      this.visible.push(index);
      if (this.collapsed.has(rows[index].spanId)) index += rows[index].below;
    }
    this.drawn = new Map();
    this.paint();
  }

  paint() {
    const height = this.rowHeight();
    const { scrollTop, clientHeight } = this.scroller;
    this.tree.style.height = this.visible.length * height + 'px';
    const first = Math.max(0, Math.floor(scrollTop / height) - OVERSCAN_ROWS);
    const last = Math.min(this.visible.length, Math.ceil((scrollTop + clientHeight) / height) + OVERSCAN_ROWS);
    const kept = new Map();
    for (let position = first; position < last; position += 1) {
      const index = this.visible[position];
      const element = this.drawn.get(index) || drawRow(this.trace, this.trace.rows[index], this.placeOf(index));
      element.style.top = position * height + 'px';
      kept.set(index, element);
    }
    this.drawn = kept;
    this.rowBox.replaceChildren(...kept.values());
    if (kept.has(this.selected)) this.scroller.setAttribute('aria-activedescendant', this.idPrefix + this.selected);
    else this.scroller.removeAttribute('aria-activedescendant');
  }

  rowHeight() {
    return parseFloat(getComputedStyle(this.root).getPropertyValue('--sb-row-height')) || 28;
  }

  placeOf(index) {
    const row = this.trace.rows[index];
    const { parent, position, siblings } = this.places[index];
    return {
      id: this.idPrefix + index, index, position, siblings,
      isSelected: index === this.selected,
      isCollapsed: this.isCollapsed(index),
      isMatch: this.matches.has(index),
      showsService: this.trace.services.length > 1 && (parent < 0 || this.trace.rows[parent].service !== row.service),
    };
  }

  select(index, options) {
    if (this.trace.rows[index] === undefined) return;
    this.selected = index;
    for (let parent = this.parentOf(index); parent >= 0; parent = this.parentOf(parent)) {
      this.collapsed.delete(this.trace.rows[parent].spanId);
    }
    this.refresh();
    this.onSelect(index, options || {});
    this.reveal(index);
  }

  reveal(index) {
    const height = this.rowHeight();
    const top = this.positions.get(index) * height;
    const room = this.scroller.clientHeight - this.axis.offsetHeight;
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top;
    else if (top + height > this.scroller.scrollTop + room) this.scroller.scrollTop = top + height - room;
    this.paint();
  }

  step(distance) {
    const here = this.selected < 0 ? (distance > 0 ? -1 : this.visible.length) : this.positions.get(this.selected);
    this.select(this.visible[Math.min(this.visible.length - 1, Math.max(0, here + distance))]);
  }

  stepPage(direction) {
    this.step(direction * Math.max(1, Math.floor(this.scroller.clientHeight / this.rowHeight()) - 2));
  }

  selectEnd() {
    this.select(this.visible[this.visible.length - 1]);
  }

  // Left: fold, then to the parent. Right: unfold, then to the first child. As trees do it everywhere.
  stepOut() {
    if (this.selected < 0) return;
    if (this.trace.rows[this.selected].below > 0 && !this.isCollapsed(this.selected)) this.fold(this.selected, true);
    else this.select(this.parentOf(this.selected));
  }

  stepIn() {
    if (this.selected < 0 || this.trace.rows[this.selected].below === 0) return;
    if (this.isCollapsed(this.selected)) this.fold(this.selected, false);
    else this.select(this.selected + 1);
  }

  fold(index, isFolded) {
    const { spanId } = this.trace.rows[index];
    if (isFolded) this.collapsed.add(spanId);
    else this.collapsed.delete(spanId);
    // What is selected must stay in sight of the keys: it moves up to the row that hides it.
    const { below } = this.trace.rows[index];
    if (isFolded && this.selected > index && this.selected <= index + below) this.select(index);
    else this.refresh();
  }

  onClick(target) {
    const element = target.closest('.sb-row');
    if (element === null) return;
    const index = Number(element.dataset.index);
    if (target.closest('.sb-toggle') && this.trace.rows[index].below > 0) this.fold(index, !this.isCollapsed(index));
    else this.select(index);
  }

  isCollapsed(index) {
    return this.trace.rows[index].below > 0 && this.collapsed.has(this.trace.rows[index].spanId);
  }

  parentOf(index) {
    return this.places[index].parent;
  }

  clear() {
    this.selected = -1;
    this.refresh();
  }

  setMatches(indexes) {
    this.matches = new Set(indexes);
    this.refresh();
  }
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
