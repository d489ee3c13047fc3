/** Part of the page script: one trace with its header, waterfall, details, search and keys. */
export const SCRIPT_TRACE = String.raw`
class TraceView {
  // onSpan hears the id of the span that the reader opened, undefined for none.
  constructor(element, onSpan) {
    this.element = element;
    this.onSpan = onSpan;
    this.matches = [];
    this.head = make('header', 'sb-head');
    this.body = make('div', 'sb-body');
    this.legend = make('div', 'sb-legend');
    this.waterfall = new Waterfall((index, options) => this.open(index, options));
    this.detail = createDetail({ onClose: () => this.close() });
    this.search = createSearch({
      onQuery: (query) => this.find(query),
      onNext: (direction) => this.jump(this.matches, direction),
    });
    this.treeKeys = this.keysOfTree();
    this.pageKeys = this.keysOfPage();
    this.onKey = (event) => this.handleKey(event);
    document.addEventListener('keydown', this.onKey);
    put(element, this.head, put(this.body, this.waterfall.root, this.detail.root), this.legend);
  }

  show(trace) {
    const isOther = this.trace === undefined || this.trace.traceId !== trace.traceId;
    if (isOther) {
      this.closeSpan();
      this.waterfall.collapsed.clear();
    }
    this.trace = trace;
    this.head.replaceChildren(traceTitle(trace), this.search.root, traceFacts(trace), traceServices(trace));
    this.legend.replaceChildren(...legendOf(trace));
    this.waterfall.show(trace);
    if (isOther) this.waterfall.scroller.scrollTop = 0;
    if (this.waterfall.selected >= 0) this.detail.show(trace, this.waterfall.selected);
    this.find(this.search.query());
  }

  open(index, options) {
    this.detail.show(this.trace, index);
    if (!options.isSilent) this.onSpan(this.trace.rows[index].spanId);
  }

  close() {
    this.closeSpan();
    this.onSpan(undefined);
    this.waterfall.scroller.focus();
  }

  closeSpan() {
    this.detail.hide();
    this.waterfall.clear();
  }

  // Answers whether the trace has the span.
  selectSpan(spanId) {
    const index = this.trace.rows.findIndex((row) => row.spanId === spanId);
    if (index >= 0 && index !== this.waterfall.selected) this.waterfall.select(index, { isSilent: true });
    return index >= 0;
  }

  find(query) {
    const words = query.trim().toLowerCase();
    const { trace } = this;
    this.matches = words === '' ? [] : indexesWhere(trace.rows, (row) => haystack(trace, row).includes(words));
    this.waterfall.setMatches(this.matches);
    this.search.say(words === '' ? '' : this.matches.length.toLocaleString('en-US') + ' found');
  }

  // To the next of these rows in a direction, around the end to the other side.
  jump(indexes, direction) {
    if (indexes.length === 0) return;
    const here = this.waterfall.selected;
    const next = direction > 0 ? indexes.find((index) => index > here) : indexes.findLast((index) => index < here);
    this.waterfall.select(next !== undefined ? next : indexes.at(direction > 0 ? 0 : -1));
  }

  keysOfTree() {
    return {
      ArrowDown: () => this.waterfall.step(1),
      ArrowUp: () => this.waterfall.step(-1),
      ArrowLeft: () => this.waterfall.stepOut(),
      ArrowRight: () => this.waterfall.stepIn(),
      Home: () => this.waterfall.select(0),
      End: () => this.waterfall.selectEnd(),
      PageDown: () => this.waterfall.stepPage(1),
      PageUp: () => this.waterfall.stepPage(-1),
    };
  }

  keysOfPage() {
    const errors = () => indexesWhere(this.trace.rows, (row) => has(row, 'error'));
    return {
      e: () => this.jump(errors(), 1),
      E: () => this.jump(errors(), -1),
      n: () => this.jump(this.matches, 1),
      N: () => this.jump(this.matches, -1),
      '/': () => this.search.focus(),
      Escape: () => this.close(),
    };
  }

  handleKey(event) {
    if (this.trace === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement) return;
    const isInTree = event.target === this.waterfall.scroller;
    const action = (isInTree && this.treeKeys[event.key]) || this.pageKeys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  destroy() {
    document.removeEventListener('keydown', this.onKey);
    this.waterfall.observer.disconnect();
    this.element.replaceChildren();
  }
}

function indexesWhere(rows, holds) {
  const indexes = [];
  rows.forEach((row, index) => { if (holds(row)) indexes.push(index); });
  return indexes;
}
`;
