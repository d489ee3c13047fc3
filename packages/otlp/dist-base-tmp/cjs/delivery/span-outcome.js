"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ACCEPTED = void 0;
/** The outcome of every span that arrived: one object for all of them. */
exports.ACCEPTED = { status: 'accepted' };
//# sourceMappingURL=span-outcome.js.map