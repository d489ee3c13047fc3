/** Part of the page's script: which view is shown, and when it is read again. */
export const MAIN_SCRIPT = String.raw`
const REFRESH_MS = 1500;
const REFRESH_MAX_MS = 12000;
/** A large trace takes the server a while; it shall have this many times as long for everything else. */
const REST_PER_READING = 5;
const SEARCH_DELAY_MS = 150;
const TRACE_ROUTE = /^#\/trace\/([0-9a-f]{32})(?:\/span\/([0-9a-f]{16}))?$/i;

const byId = (id) => document.getElementById(id);
const searchBox = byId('search');

/** What the view on screen knows; replaced as a whole when another view is asked for. */
let shown = { traceId: undefined, search: '', revision: undefined };
let timer;
let request;
let failures = 0;

function show(sectionId) {
  for (const id of ['list', 'empty', 'trace']) byId(id).hidden = id !== sectionId;
  document.body.classList.toggle('shows-trace', sectionId === 'trace');
}

function setState(text, isConnected) {
  setText(byId('state'), text);
  byId('state').classList.toggle('lost', !isConnected);
}

/** Where the browser is now. */
function currentView() {
  const traceId = TRACE_ROUTE.exec(location.hash)?.[1]?.toLowerCase();
  const search = traceId === undefined ? searchBox.value.trim() : '';
  return { traceId, search, revision: undefined };
}

function openView() {
  const next = currentView();
  if (next.traceId !== undefined && next.traceId === drawnTraceId) {
    // Another span of the trace on screen, or none: nothing needs to be read for it.
    followAddress();
    return;
  }
  shown = next;
  searchBox.hidden = shown.traceId !== undefined;
  if (shown.traceId !== undefined) {
    openTrace(shown.traceId);
    show('trace');
  } else {
    closeTrace();
    if (rows.size > 0) show('list');
  }
  refreshNow();
}

function refreshNow() {
  clearTimeout(timer);
  request?.abort();
  request = new AbortController();
  void refresh(shown, request.signal);
}

/** Reads once and plans the next reading. An answer to a view that was left meanwhile is thrown away. */
async function refresh(view, signal) {
  const startedMs = performance.now();
  try {
    const answer = await read(view, signal);
    if (view !== shown) return;
    failures = 0;
    if (view.traceId === undefined) showList(view, answer);
    else showTrace(view, answer);
  } catch (error) {
    if (view !== shown || signal.aborted) return;
    setState('No answer from the server. Trying again.', false);
    view.revision = undefined;
    failures += 1;
  }
  // A server that is gone is asked less and less often, up to a limit at which its return is still noticed soon.
  const delayMs = Math.min(REFRESH_MS * 2 ** failures, REFRESH_MAX_MS);
  const restMs = (performance.now() - startedMs) * REST_PER_READING;
  if (!document.hidden) timer = setTimeout(refreshNow, Math.max(delayMs, restMs));
}

/** The latest state; undefined when it is the one that the view shows. */
async function read(view, signal) {
  const path = view.traceId === undefined ? 'api/spanbridge/traces' : 'api/spanbridge/traces/' + view.traceId;
  const query = new URLSearchParams(view.traceId === undefined ? { search: view.search } : {});
  if (view.revision !== undefined) query.set('known', view.revision);
  const response = await fetch(path + '?' + query, { signal, cache: 'no-store' });
  if (response.status === 204) return undefined;
  if (!response.ok) throw new Error('HTTP ' + response.status);
  return response.json();
}

function showList(view, answer) {
  document.title = 'spanbridge';
  if (answer === undefined) {
    showTimes();
    return;
  }
  view.revision = answer.revision;
  setState(storeText(answer.counts), true);
  show(answer.counts.traces === 0 ? 'empty' : 'list');
  showRows(byId('rows'), answer.traces);
  setText(byId('note'), listNote(answer, view.search));
}

function fillHelp() {
  const endpoint = new URL('.', location.href).href.replace(/\/$/, '');
  const isDefault = /^http:\/\/(localhost|127\.0\.0\.1):4318$/.test(endpoint);
  setText(byId('endpoint'), endpoint + '/v1/traces');
  setText(byId('help-ship'), 'npx spanbridge ship app.jsonl' + (isDefault ? '' : ' --endpoint ' + endpoint));
  setText(
    byId('help-otel'),
    'export OTEL_EXPORTER_OTLP_ENDPOINT=' + endpoint + '\nexport OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  );
}

function start() {
  let searchTimer;
  searchBox.addEventListener('input', () => {
    clearTimeout(searchTimer);
    searchTimer = setTimeout(openView, SEARCH_DELAY_MS);
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || searchBox.hidden || event.target === searchBox) return;
    event.preventDefault();
    searchBox.focus();
  });
  // A page in the background asks for nothing; when it is looked at again it is up to date at once.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) clearTimeout(timer);
    else refreshNow();
  });
  addEventListener('hashchange', openView);
  fillHelp();
  openView();
}
`;
