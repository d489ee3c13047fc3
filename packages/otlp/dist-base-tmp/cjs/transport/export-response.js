"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
//# sourceMappingURL=export-response.js.map