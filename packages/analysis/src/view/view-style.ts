import { STYLE_DETAIL } from './style-detail.js';
import { STYLE_PAGE } from './style-page.js';
import { STYLE_THEME } from './style-theme.js';
import { STYLE_WATERFALL } from './style-waterfall.js';

/**
 * The page's style sheet. Every class begins with `sb-`, everything stands below `.sb-view` (the element given to
 * `SpanbridgeView.mount`), which fills the height of its parent.
 */
export const VIEW_STYLE = `${STYLE_THEME}${STYLE_PAGE}${STYLE_WATERFALL}${STYLE_DETAIL}`;
