/**
 * Part of the page's script: one trace, drawn by the view of the analysis package. The same view object stays while a
 * trace grows, so that what is folded, searched and selected stays as well.
 */
export const TRACE_SCRIPT = String.raw`
let traceView;
let drawnTraceId;

function openTrace(traceId) {
  byId('download-html').href = 'api/spanbridge/traces/' + traceId + '/html';
  byId('download-otlp').href = 'api/spanbridge/traces/' + traceId + '/otlp';
  if (drawnTraceId !== traceId) closeTrace();
  setText(byId('trace-note'), '');
}

/** Gives up the drawing: its memory, and its keys, which must not act on a list. */
function closeTrace() {
  traceView?.destroy();
  traceView = undefined;
  drawnTraceId = undefined;
  byId('view').hidden = true;
  byId('downloads').hidden = true;
}

function showTrace(view, answer) {
  setState('', true);
  if (answer?.status === 'unknown') {
    showMissingTrace(view);
    return;
  }
  if (answer !== undefined) drawTrace(view, answer);
  showSelectedSpan();
}

function showMissingTrace(view) {
  view.revision = undefined;
  document.title = 'spanbridge';
  const missing =
    'This trace is not here. If it is on its way, it appears as soon as it arrives; ' +
    'it may also have left because the store was full.';
  const gone = 'This trace has left the store; what you see is the last state of it.';
  setText(byId('trace-note'), drawnTraceId === undefined ? missing : gone);
}

function drawTrace(view, answer) {
  const trace = answer.view.traces[0];
  if (trace === undefined) return;
  view.revision = answer.revision;
  document.title = trace.name + ' – spanbridge';
  setText(byId('trace-note'), '');
  byId('view').hidden = false;
  byId('downloads').hidden = false;
  traceView ??= new SpanbridgeView.TraceView(byId('view'), showSpanInAddress);
  traceView.show(trace);
  drawnTraceId = trace.traceId;
}

function showSpanInAddress(spanId) {
  if (drawnTraceId === undefined) return;
  const address = '#/trace/' + drawnTraceId + (spanId === undefined ? '' : '/span/' + spanId);
  history.replaceState(null, '', address);
}

/** The address may name a span, also one that has not arrived yet. */
function showSelectedSpan() {
  const spanId = TRACE_ROUTE.exec(location.hash)?.[2]?.toLowerCase();
  if (spanId !== undefined && traceView !== undefined) traceView.selectSpan(spanId);
}

/** After going back and forward in the history: the span of the address, or none. */
function followAddress() {
  if (TRACE_ROUTE.exec(location.hash)?.[2] === undefined) traceView.closeSpan();
  else showSelectedSpan();
}
`;
