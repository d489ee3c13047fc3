/**
 * Part of the page script: making elements. Text of records goes in through `textContent` alone, and tag names are
 * literals of ours, so that nothing in a record can become an element.
 */
export const SCRIPT_DOM = String.raw`
function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

function put(parent, ...children) {
  for (const child of children) if (child) parent.appendChild(child);
  return parent;
}

function percent(fraction) {
  return (fraction * 100).toFixed(4) + '%';
}

function count(number, noun) {
  return number.toLocaleString('en-US') + ' ' + noun + (number === 1 ? '' : 's');
}

function has(row, mark) {
  return row.marks !== undefined && row.marks.includes(mark);
}

function traceHref(traceId, spanId) {
  const trace = '#/trace/' + encodeURIComponent(traceId);
  return spanId === undefined ? trace : trace + '/span/' + encodeURIComponent(spanId);
}

function serviceClass(trace, row) {
  const service = trace.services[row.service];
  return 'sb-service-' + (service ? service.slot : 0);
}
`;
