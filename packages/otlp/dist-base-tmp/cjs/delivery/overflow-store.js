"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=overflow-store.js.map