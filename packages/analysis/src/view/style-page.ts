/** Part of the page style: the frame, the list of traces, the header and the legend. */
export const STYLE_PAGE = `
.sb-view, .sb-view * { box-sizing: border-box; }
.sb-view { display: flex; height: 100%; min-height: 0; }
.sb-view [hidden] { display: none; }
.sb-view h1, .sb-view h2, .sb-view p, .sb-view ul, .sb-view ol, .sb-view dl, .sb-view dd { margin: 0; padding: 0; }
.sb-view ul, .sb-view ol { list-style: none; }
.sb-view a { color: var(--sb-accent); text-decoration: none; }
.sb-view a:hover { text-decoration: underline; }
.sb-view :focus-visible { outline: 2px solid var(--sb-accent); outline-offset: -2px; }
.sb-mono { font-family: var(--sb-mono); font-size: 12px; }
.sb-strong { font-weight: 600; color: var(--sb-text); }
.sb-swatch {
  flex: none; display: inline-block; width: 9px; height: 9px; border-radius: 2px;
  background: var(--sb-color);
}
.sb-label { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; unicode-bidi: isolate; }

.sb-list { display: none; flex: none; width: 250px; overflow-y: auto; border-right: 1px solid var(--sb-line); }
.sb-has-list > .sb-list { display: block; }
.sb-list-title { padding: 16px 16px 8px !important; font-size: 12px; font-weight: 600; color: var(--sb-faint); }
.sb-traces li { content-visibility: auto; contain-intrinsic-height: 49px; }
.sb-view .sb-traces a {
  display: block; padding: 6px 14px 7px 13px; border-left: 3px solid transparent; color: inherit;
}
.sb-view .sb-traces a:hover { background: var(--sb-hover); text-decoration: none; }
.sb-view .sb-traces a[aria-current] { background: var(--sb-selected); border-left-color: var(--sb-accent); }
.sb-entry-name { display: flex; gap: 5px; font-weight: 500; }
.sb-entry-facts { display: block; font-size: 12px; color: var(--sb-faint); font-variant-numeric: tabular-nums; }

.sb-main { flex: 1; min-width: 0; display: flex; flex-direction: column; }
.sb-notice { padding: 8px 20px !important; background: var(--sb-match); overflow-wrap: anywhere; }
.sb-trace { flex: 1; min-height: 0; display: flex; flex-direction: column; }
.sb-head { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 16px; padding: 14px 20px 12px; }
.sb-title { font-size: 18px; line-height: 1.3; font-weight: 600; overflow-wrap: anywhere; unicode-bidi: isolate;
  display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; }
.sb-title.sb-is-error::before { content: "✗ "; color: var(--sb-error); }
.sb-trace-facts { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 2px 16px; color: var(--sb-faint);
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere; max-height: 62px; overflow-y: auto; }
.sb-trace-facts .sb-is-error { color: var(--sb-error); font-weight: 600; }
.sb-trace-facts .sb-open-count { color: var(--sb-warning); }
.sb-service-name { display: inline-flex; align-items: center; gap: 6px; unicode-bidi: isolate; }
.sb-search { display: flex; align-items: center; gap: 10px; }
.sb-said { color: var(--sb-faint); white-space: nowrap; }
.sb-query { width: 180px; padding: 4px 9px; font: inherit; color: inherit; background: var(--sb-panel);
  border: 1px solid var(--sb-line); border-radius: 6px; }
.sb-query::placeholder { color: var(--sb-faint); opacity: 1; }

.sb-body { flex: 1; min-height: 0; display: flex; background: var(--sb-panel); border-top: 1px solid var(--sb-line);
  border-bottom: 1px solid var(--sb-line); }
.sb-legend {
  display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 6px 20px; font-size: 12px; color: var(--sb-faint);
}
.sb-legend-entry { display: inline-flex; align-items: center; gap: 6px; --sb-color: var(--sb-faint); }
.sb-keys { margin-left: auto; }

@media (max-width: 760px) {
  .sb-view { flex-direction: column; --sb-row-height: 46px; }
  .sb-list { width: auto; max-height: 24%; border-right: 0; border-bottom: 1px solid var(--sb-line); }
  .sb-list-title { padding: 8px 16px 2px !important; }
  .sb-head { grid-template-columns: minmax(0, 1fr); padding: 10px 16px; }
  .sb-query { width: 100%; }
  .sb-search { flex-direction: row-reverse; }
  .sb-legend { padding: 6px 16px; }
  .sb-keys { display: none; }
}
`;
