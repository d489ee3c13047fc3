/**
 * Part of the page's script: building elements, and figures as people read them.
 * Text of records becomes text nodes only; nothing here, or in the parts that follow, makes HTML from a string.
 */
export const FORMAT_SCRIPT = String.raw`
function make(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name === 'className' || name === 'hidden' || name === 'title') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** Writes only what differs: a text that is replaced by itself loses the reader's selection. */
function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

const NUMBER = new Intl.NumberFormat('en');

function countText(count, noun) {
  return NUMBER.format(count) + ' ' + noun + (count === 1 ? '' : 's');
}

function padded(value) {
  return String(value).padStart(2, '0');
}

/** Within the hour how long ago, today the time, else the date and the time; all local. */
function startText(startTimeUnixNano, nowUnixMs) {
  const startUnixMs = Number(BigInt(startTimeUnixNano) / 1000000n);
  const secondsAgo = Math.floor((nowUnixMs - startUnixMs) / 1000);
  if (secondsAgo >= 0 && secondsAgo < 60) return secondsAgo + ' s ago';
  if (secondsAgo >= 60 && secondsAgo < 3600) return Math.floor(secondsAgo / 60) + ' min ago';
  const start = new Date(startUnixMs);
  const time = [start.getHours(), start.getMinutes(), start.getSeconds()].map(padded).join(':');
  if (start.toDateString() === new Date(nowUnixMs).toDateString()) return time;
  return [start.getFullYear(), padded(start.getMonth() + 1), padded(start.getDate())].join('-') + ' ' + time;
}

/** The exact start in UTC, to the nanosecond. */
function exactStartText(startTimeUnixNano) {
  const nanos = BigInt(startTimeUnixNano);
  const seconds = new Date(Number(nanos / 1000000000n) * 1000).toISOString().slice(0, 19);
  return seconds + '.' + String(nanos % 1000000000n).padStart(9, '0') + 'Z';
}
`;
