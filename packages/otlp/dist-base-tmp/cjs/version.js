"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.VERSION = void 0;
/** The version of this package, as in its package.json; goes into the `User-Agent` and nowhere near a span. */
exports.VERSION = '0.1.0';
//# sourceMappingURL=version.js.map