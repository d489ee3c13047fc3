import { VIEW_SCRIPT } from '@spanbridge/analysis';
import { FORMAT_SCRIPT } from './format-script.js';
import { LIST_SCRIPT } from './list-script.js';
import { MAIN_SCRIPT } from './main-script.js';
import { TRACE_SCRIPT } from './trace-script.js';

/**
 * The script of the page: the view of one trace as the analysis package draws it, and around it the list, the search,
 * and the reading again. Plain JavaScript for current browsers, without a build step and without a dependency.
 */
export const PAGE_SCRIPT = `${VIEW_SCRIPT}
(() => {
'use strict';
${FORMAT_SCRIPT}${LIST_SCRIPT}${TRACE_SCRIPT}${MAIN_SCRIPT}
start();
})();
`;
