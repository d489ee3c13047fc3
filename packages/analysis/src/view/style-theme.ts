/**
 * Part of the page style: colours, light and dark. Text keeps a contrast of 4.5 : 1 and bars of 3 : 1 on their grounds.
 * Red means an error and nothing else, so no service is red.
 */
export const STYLE_THEME = `
.sb-view {
  --sb-ground: #f7f7f5; --sb-panel: #ffffff; --sb-text: #1c2026; --sb-faint: #5c6470; --sb-line: #e3e5e8;
  --sb-grid: #eceef0; --sb-hover: #f1f4f8; --sb-selected: #e3edfb; --sb-accent: #1d5cb8; --sb-error: #c22730;
  --sb-error-ground: #fdeeee; --sb-warning: #885800; --sb-match: #fff3c4; --sb-event: #1c2026;
  --sb-service-0: #3577cf; --sb-service-1: #0e8585; --sb-service-2: #8557c2; --sb-service-3: #388a3a;
  --sb-service-4: #a87400; --sb-service-5: #a24c9e; --sb-service-6: #55699f; --sb-service-7: #7a6c3d;
  --sb-mono: ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
  --sb-row-height: 28px; --sb-name-width: clamp(200px, 36%, 460px); --sb-indent: 14px; --sb-level: 0;
  color-scheme: light dark; color: var(--sb-text); background: var(--sb-ground);
  font: 13px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
}
@media (prefers-color-scheme: dark) {
  .sb-view {
    --sb-ground: #131519; --sb-panel: #1a1d22; --sb-text: #e3e6eb; --sb-faint: #9ba4b2; --sb-line: #2c3138;
    --sb-grid: #24282e; --sb-hover: #21252c; --sb-selected: #203450; --sb-accent: #85b5ff; --sb-error: #ff7d79;
    --sb-error-ground: #361f22; --sb-warning: #e2b35c; --sb-match: #4a4020; --sb-event: #ffffff;
    --sb-service-0: #6aa4f2; --sb-service-1: #45bdb9; --sb-service-2: #b08aec; --sb-service-3: #74c277;
    --sb-service-4: #d9aa45; --sb-service-5: #d990d6; --sb-service-6: #8fa3e2; --sb-service-7: #bbad7e;
  }
}
.sb-service-0 { --sb-color: var(--sb-service-0); } .sb-service-1 { --sb-color: var(--sb-service-1); }
.sb-service-2 { --sb-color: var(--sb-service-2); } .sb-service-3 { --sb-color: var(--sb-service-3); }
.sb-service-4 { --sb-color: var(--sb-service-4); } .sb-service-5 { --sb-color: var(--sb-service-5); }
.sb-service-6 { --sb-color: var(--sb-service-6); } .sb-service-7 { --sb-color: var(--sb-service-7); }
`;
