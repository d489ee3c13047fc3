import { SCRIPT_DETAIL } from './script-detail.js';
import { SCRIPT_DOM } from './script-dom.js';
import { SCRIPT_HEAD } from './script-head.js';
import { SCRIPT_PAGE } from './script-page.js';
import { SCRIPT_ROW } from './script-row.js';
import { SCRIPT_TRACE } from './script-trace.js';
import { SCRIPT_WATERFALL } from './script-waterfall.js';

/**
 * The page's script as plain JavaScript for a classic `<script>`: defines `SpanbridgeView`.
 *
 * `SpanbridgeView.mount(element, model)` draws a `ViewModel` with its list of traces, follows `#/trace/ID` and
 * `#/trace/ID/span/ID`, and answers `{ update(model), destroy() }`; an update keeps what is folded and selected.
 * `new SpanbridgeView.TraceView(element, onSpan)` draws one `ViewTrace` alone: `show(trace)`, `selectSpan(id)`,
 * `closeSpan()`, `destroy()`. No framework, no network, no `eval`, no markup from text, no inline style attributes.
 */
export const VIEW_SCRIPT = `const SpanbridgeView = (() => {
'use strict';
${SCRIPT_DOM}${SCRIPT_ROW}${SCRIPT_WATERFALL}${SCRIPT_DETAIL}${SCRIPT_HEAD}${SCRIPT_TRACE}${SCRIPT_PAGE}
return { mount: (element, model) => new Page(element, model), TraceView };
})();
`;
