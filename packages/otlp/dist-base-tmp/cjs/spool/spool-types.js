"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=spool-types.js.map