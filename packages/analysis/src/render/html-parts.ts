import { VIEW_SCRIPT } from '../view/view-script.js';
import { VIEW_STYLE } from '../view/view-style.js';

/** The whole inline script of the one-file page: the view, and its start on the data beside it. */
export const PAGE_SCRIPT = `${VIEW_SCRIPT}
SpanbridgeView.mount(
  document.getElementById('spanbridge-view'),
  JSON.parse(document.getElementById('spanbridge-data').textContent),
);
`;

/** The whole inline style of the one-file page. */
export const PAGE_STYLE = `html, body { height: 100%; margin: 0; }
#spanbridge-view { height: 100%; }
${VIEW_STYLE}`;

/**
 * SHA-256 of the two texts above as a content security policy writes it. Constants, since a universal package has no
 * hash function at hand that answers at once; a test compares them with `node:crypto` and names the right ones.
 */
export const PAGE_SCRIPT_HASH = 'sha256-q03EvRYdvfYLm/kqpzRTWpChzkjeKxTq0dUcz/du6Ts=';
/** The same of the style. */
export const PAGE_STYLE_HASH = 'sha256-HFWwc6ighZ5rS3XFFuCri/poYlv1LNmdBA+SZYm0mBE=';
