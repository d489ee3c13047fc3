/** Part of the page style: the panel of the selected span. */
export const STYLE_DETAIL = `
.sb-detail {
  flex: none; width: 380px; overflow-y: auto; padding: 14px 18px 24px; border-left: 1px solid var(--sb-line);
}
.sb-detail-head { display: flex; gap: 10px; align-items: flex-start; }
.sb-detail-name { flex: 1; min-width: 0; font-size: 15px; line-height: 1.35; font-weight: 600; overflow-wrap: anywhere;
  unicode-bidi: isolate; }
.sb-close { flex: none; width: 26px; height: 26px; padding: 0; font: inherit; color: var(--sb-faint); background: none;
  border: 0; border-radius: 5px; cursor: pointer; }
.sb-close:hover { background: var(--sb-hover); color: var(--sb-text); }
.sb-chips { display: flex; flex-wrap: wrap; gap: 6px; margin: 8px 0; }
.sb-chips:empty { display: none; }
.sb-chip { padding: 0 8px; font-size: 12px; line-height: 20px; border-radius: 10px; color: var(--sb-warning);
  border: 1px solid currentColor; overflow-wrap: anywhere; }
.sb-chip-error { color: var(--sb-error); }
.sb-view .sb-status { margin: 8px 0; padding: 8px 11px; border-radius: 6px; background: var(--sb-hover);
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; }
.sb-view .sb-status.sb-is-error { background: var(--sb-error-ground); color: var(--sb-error); }
.sb-facts { display: grid; grid-template-columns: 72px minmax(0, 1fr); gap: 3px 12px; margin: 10px 0 4px !important; }
.sb-facts dt { color: var(--sb-faint); }
.sb-facts dd { overflow-wrap: anywhere; unicode-bidi: isolate; line-height: 19px; }
.sb-fact-service { display: flex; align-items: center; gap: 7px; }
.sb-section { margin-top: 14px; border-top: 1px solid var(--sb-line); padding-top: 10px; }
.sb-section summary { font-weight: 600; cursor: pointer; }
.sb-count { margin-left: 7px; font-weight: 400; color: var(--sb-faint); }
.sb-entries { margin-top: 6px !important; }
.sb-entries dt {
  margin-top: 7px; font-size: 12px; color: var(--sb-faint); overflow-wrap: anywhere; unicode-bidi: isolate;
}
.sb-entries dd {
  white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: isolate; max-height: 320px; overflow-y: auto;
}
.sb-events > li { margin-top: 9px; padding-left: 12px; border-left: 2px solid var(--sb-color); }
.sb-event-head { display: flex; justify-content: space-between; gap: 12px; font-weight: 500; overflow-wrap: anywhere; }
.sb-offset { flex: none; color: var(--sb-faint); font-weight: 400; font-variant-numeric: tabular-nums; }
.sb-sent > li { margin-top: 9px; padding-left: 12px; border-left: 2px solid var(--sb-line); overflow-wrap: anywhere; }
.sb-sent-name { color: var(--sb-faint); overflow-wrap: anywhere; unicode-bidi: isolate; }
.sb-sent .sb-is-error { color: var(--sb-error); }
.sb-links > li { margin-top: 7px; overflow-wrap: anywhere; }
.sb-view .sb-losses { margin-top: 14px; color: var(--sb-warning); }
.sb-nothing { display: none; }

@media (max-width: 1100px) { .sb-detail { width: 320px; } }
@media (max-width: 760px) {
  .sb-body { position: relative; }
  .sb-detail { position: absolute; z-index: 3; inset: auto 0 0 0; width: auto; max-height: 72%; border-left: 0;
    border-top: 1px solid var(--sb-line); background: var(--sb-panel); box-shadow: 0 -8px 24px rgb(0 0 0 / 0.18); }
}
`;
