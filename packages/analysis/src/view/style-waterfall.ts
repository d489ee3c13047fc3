/** Part of the page style: axis, rows and bars. */
export const STYLE_WATERFALL = `
.sb-waterfall { flex: 1; min-width: 0; display: flex; flex-direction: column; }
.sb-scroller { flex: 1; min-height: 0; overflow-y: auto; overflow-x: hidden; position: relative; outline-offset: -2px; }
.sb-axis, .sb-row {
  display: grid; grid-template-columns: var(--sb-name-width) minmax(0, 1fr) 84px; align-items: center;
}
.sb-axis { position: sticky; top: 0; z-index: 2; height: 30px; background: var(--sb-panel); color: var(--sb-faint);
  border-bottom: 1px solid var(--sb-line); font-size: 12px; }
.sb-axis-name { padding-left: 20px; }
.sb-ticks { position: relative; height: 100%; }
.sb-tick { position: absolute; top: 6px; padding-left: 5px; white-space: nowrap; font-variant-numeric: tabular-nums; }
.sb-tick.sb-is-last { transform: translateX(-100%); padding: 0 5px 0 0; }
.sb-tree { position: relative; }
.sb-grid { position: absolute; inset: 0 84px 0 var(--sb-name-width); pointer-events: none; }
.sb-line { position: absolute; top: 0; bottom: 0; width: 1px; background: var(--sb-grid); }

.sb-row { position: absolute; left: 0; right: 0; height: var(--sb-row-height); cursor: default; }
.sb-row:hover { background: var(--sb-hover); }
.sb-row.sb-is-match { background: var(--sb-match); }
.sb-row[aria-selected="true"] { background: var(--sb-selected); box-shadow: inset 3px 0 var(--sb-accent); }
.sb-name { display: flex; align-items: center; gap: 6px; min-width: 0; height: 100%; padding-right: 12px;
  padding-left: calc(10px + var(--depth) * var(--sb-indent));
  background:
    repeating-linear-gradient(to right, var(--sb-line) 0 1px, transparent 1px var(--sb-indent)) no-repeat 16px 0 /
    calc(var(--depth) * var(--sb-indent)) 100%; }
.sb-toggle { flex: none; width: 14px; text-align: center; color: var(--sb-faint); cursor: pointer; user-select: none; }
.sb-toggle:hover { color: var(--sb-text); }
.sb-name .sb-label { flex: 0 1 auto; min-width: 40px; }
.sb-row.sb-is-error .sb-label { color: var(--sb-error); }
.sb-service { flex: 0 2 auto; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  font-size: 12px; color: var(--sb-faint); unicode-bidi: isolate; }
.sb-sign { flex: none; font-weight: 700; color: var(--sb-warning); }
.sb-sign-error { color: var(--sb-error); }
.sb-level, .sb-below { flex: none; padding: 0 5px; font-size: 11px; border-radius: 8px; color: var(--sb-faint);
  background: var(--sb-grid); font-variant-numeric: tabular-nums; }
.sb-duration { padding: 0 20px 0 8px; text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.sb-row .sb-duration { color: var(--sb-faint); }
.sb-rest { padding: 8px 20px; color: var(--sb-warning); }
.sb-rest:empty { display: none; }

.sb-track { position: relative; height: 100%; min-width: 0; }
.sb-bar { position: absolute; top: calc(50% - 6px); height: 12px; min-width: 3px; border-radius: 2px;
  background: var(--sb-color); }
.sb-bar.sb-is-last { transform: translateX(-100%); }
.sb-bar.sb-is-error { background: var(--sb-error); --sb-color: var(--sb-error); }
.sb-bar.sb-is-implicit { border: 1px solid var(--sb-color);
  background: repeating-linear-gradient(135deg, var(--sb-color) 0 2px, transparent 2px 6px); }
.sb-bar.sb-is-unfinished, .sb-bar.sb-is-running, .sb-bar.sb-is-stale {
  min-width: 14px; border-top-right-radius: 0; border-bottom-right-radius: 0;
}
.sb-bar.sb-is-unfinished { -webkit-mask: linear-gradient(to left, transparent, #000 28px);
  mask: linear-gradient(to left, transparent, #000 28px); }
.sb-bar.sb-is-running { clip-path: polygon(0 0, calc(100% - 7px) 0, 100% 50%, calc(100% - 7px) 100%, 0 100%);
  animation: sb-pulse 2s ease-in-out infinite; }
.sb-bar.sb-is-stale { border: 1.5px dashed var(--sb-color); border-right: 0; background: none; }
.sb-bar.sb-is-start-missing { min-width: 14px; -webkit-mask: linear-gradient(to right, transparent, #000 28px);
  mask: linear-gradient(to right, transparent, #000 28px); }
.sb-bar.sb-is-conflicting { box-shadow: 0 3px 0 -1px var(--sb-panel), 0 4px 0 0 var(--sb-color); }
.sb-bar.sb-is-late { width: 10px !important; height: 10px; top: calc(50% - 5px); min-width: 0; border-radius: 1px;
  border: 2px solid var(--sb-color); background: none; transform: translateX(-50%) rotate(45deg); }
.sb-bar.sb-sample { position: relative; top: 0; width: 34px; }
.sb-bar.sb-sample.sb-is-late { transform: rotate(45deg); }
.sb-event {
  position: absolute; top: calc(50% - 3px); width: 6px; height: 6px;
  transform: translateX(-50%) rotate(45deg);
  background: var(--sb-event); box-shadow: 0 0 0 1px var(--sb-panel); }
.sb-note { position: absolute; top: 50%; transform: translateY(-50%); font-size: 12px; color: var(--sb-faint);
  white-space: nowrap; pointer-events: none; }
.sb-note.sb-is-beside-name { position: static; flex: none; transform: none; }
@keyframes sb-pulse { 50% { opacity: 0.55; } }
.sb-bar.sb-sample.sb-is-running { animation: none; }
@media (prefers-reduced-motion: reduce) { .sb-bar.sb-is-running { animation: none; } }

@media (max-width: 760px) {
  .sb-row { grid-template-columns: minmax(0, 1fr) auto; grid-template-rows: 26px 18px; align-items: start; }
  .sb-name { height: 26px; padding-left: calc(6px + var(--depth) * var(--sb-indent)); background-position-x: 12px; }
  .sb-view { --sb-indent: 10px; }
  .sb-duration { padding-right: 16px; line-height: 26px; grid-row: 1; grid-column: 2; }
  .sb-track { grid-column: 1 / -1; grid-row: 2; margin: 0 16px; height: 16px; }
  .sb-axis { grid-template-columns: minmax(0, 1fr); padding: 0 16px; }
  .sb-axis .sb-axis-name, .sb-axis .sb-duration { display: none; }
  .sb-axis .sb-ticks { grid-column: 1; }
  .sb-grid { inset: 0 16px; }
}
`;
