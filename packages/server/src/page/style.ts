import { VIEW_STYLE } from '@spanbridge/analysis';

/**
 * The frame of the page: the bar on top, the list, the help for an empty store. The body carries the class of the
 * trace view, so that its colours, light and dark, hold for the frame as well and are written down once.
 */
const FRAME_STYLE = `
[hidden] { display: none !important; }
html, body { margin: 0; }
body.sb-view { flex-direction: column; height: auto; min-height: 100dvh; font-size: 14px; }
body.sb-view.shows-trace { height: 100dvh; min-height: 0; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
code, pre, .id { font-family: var(--sb-mono); font-size: 12px; }

.top { flex: none; display: flex; align-items: center; gap: 16px; min-height: 49px; padding: 0 20px;
  background: var(--sb-panel); border-bottom: 1px solid var(--sb-line); }
.top a.brand { display: inline-flex; align-items: center; gap: 8px; color: var(--sb-text); font-size: 15px;
  font-weight: 600; letter-spacing: -0.01em; }
.top a.brand:hover { text-decoration: none; }
.brand svg { fill: var(--sb-accent); }
#search { flex: 0 1 320px; min-width: 0; padding: 5px 10px; font: inherit; color: inherit;
  background: var(--sb-ground); border: 1px solid var(--sb-line); border-radius: 6px; }
#search::placeholder { color: var(--sb-faint); opacity: 1; }
.state { margin-left: auto; color: var(--sb-faint); font-size: 13px; font-variant-numeric: tabular-nums; }
.state.lost { color: var(--sb-error); font-weight: 600; }
.frame { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.sb-view p.note { padding: 12px 20px; color: var(--sb-faint); }
.sb-view p.note:empty { display: none; }

.traces { width: 100%; border-collapse: collapse; table-layout: fixed; background: var(--sb-panel);
  border-bottom: 1px solid var(--sb-line); }
.traces th { position: sticky; top: 0; z-index: 1; padding: 7px 10px; text-align: right; font-size: 12px;
  font-weight: 400; color: var(--sb-faint); background: var(--sb-panel); box-shadow: inset 0 -1px var(--sb-line); }
.traces th:first-child { text-align: left; }
.traces th:first-child, .traces td:first-child { padding-left: 20px; }
.traces th:last-child, .traces td:last-child { padding-right: 20px; }
.traces th:nth-child(2), .traces th:nth-child(3) { width: 96px; }
.traces th:nth-child(4) { width: 180px; }
.traces th:nth-child(5) { width: 220px; }
.traces td { padding: 7px 10px 8px; vertical-align: top; border-top: 1px solid var(--sb-grid); }
.traces tbody tr { position: relative; }
.traces tbody tr:hover { background: var(--sb-hover); }
.traces a.link { display: flex; align-items: center; gap: 8px; color: inherit; }
.traces a.link:hover { text-decoration: none; }
.link::after { content: ""; position: absolute; inset: 0; }
.traces a.link:focus-visible { outline: none; }
.link:focus-visible::after { outline: 2px solid var(--sb-accent); outline-offset: -2px; }
.name { font-weight: 500; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.tag { flex: none; padding: 0 6px; border-radius: 8px; font-size: 11px; line-height: 16px; background: var(--sb-grid); }
.incomplete, .stale, .unfinished { color: var(--sb-warning); }
.running { color: var(--sb-accent); }
.stale { border: 1px dashed currentColor; line-height: 14px; background: none; }
.below { display: flex; gap: 12px; color: var(--sb-faint); font-size: 12px; }
.services { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }
.below .id { flex: none; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.spans, .start { color: var(--sb-faint); }
.errors { color: var(--sb-error); font-weight: 600; }
.unit { display: none; }
.track { display: block; height: 4px; margin-top: 6px; border-radius: 2px; overflow: hidden;
  background: var(--sb-grid); }
.track .bar { display: block; height: 4px; min-width: 3px; border-radius: 2px; background: var(--sb-service-0); }
.track .bar.open { border-top-right-radius: 0; border-bottom-right-radius: 0;
  background: linear-gradient(to right, var(--sb-service-0) 60%, transparent); }
.track .bar.failed { background: var(--sb-error); }

.empty { width: 100%; max-width: 680px; margin: 9vh auto 0; padding: 0 20px 40px; }
.empty h1 { font-size: 24px; font-weight: 600; letter-spacing: -0.02em; }
.sb-view .empty p { margin-top: 8px; color: var(--sb-faint); }
.empty code { color: var(--sb-text); overflow-wrap: anywhere; }
.sb-view .empty h2 { margin: 28px 0 8px; font-size: 14px; font-weight: 600; }
.empty pre { margin: 0; padding: 12px 14px; overflow-x: auto; line-height: 1.6; background: var(--sb-panel);
  border: 1px solid var(--sb-line); border-radius: 8px; }
.sb-view .empty p.quiet { margin-top: 28px; }

#view { font-size: 13px; }
#trace { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.crumbs { flex: none; display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 12px 20px 0; font-size: 13px; }
#downloads { display: flex; gap: 18px; margin-left: auto; }

@media (max-width: 760px) {
  .top { flex-wrap: wrap; gap: 8px 12px; padding: 8px 16px; }
  #search { flex: 1 0 100%; order: 3; }
  .sb-view p.note { padding: 12px 16px; }
  .traces thead { display: none; }
  .traces, .traces tbody { display: block; }
  .traces tbody tr { display: flex; flex-wrap: wrap; gap: 0 12px; padding: 9px 16px 10px;
    border-top: 1px solid var(--sb-grid); }
  .sb-view .traces td { padding: 0; border: 0; font-size: 12px; }
  .sb-view .traces td.trace { flex: 1 0 100%; min-width: 0; max-width: 100%; font-size: 14px; }
  .unit { display: inline; }
  .traces .none { display: none; }
  .traces .start { margin-left: auto; }
  .track { display: none; }
  .crumbs { padding: 10px 16px 0; }
}
`;

/** The style of the page, with that of the view of one trace. */
export const PAGE_STYLE = `${VIEW_STYLE}${FRAME_STYLE}`;
