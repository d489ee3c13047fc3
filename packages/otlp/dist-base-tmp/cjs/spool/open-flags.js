"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.FILE_MODE = exports.OPEN_FLAGS = void 0;
const node_fs_1 = require("node:fs");
/** Windows has no such flag, and no links that ordinary users may make. */
const NO_FOLLOW = node_fs_1.constants.O_NOFOLLOW ?? 0;
/** How files of ours are opened: never through a symbolic link, and new ones never over something that is there. */
exports.OPEN_FLAGS = {
    create: node_fs_1.constants.O_CREAT | node_fs_1.constants.O_EXCL | node_fs_1.constants.O_RDWR | NO_FOLLOW,
    change: node_fs_1.constants.O_RDWR | NO_FOLLOW,
    read: node_fs_1.constants.O_RDONLY | NO_FOLLOW,
};
/** Only the owner reads what we write: spans may hold private data. */
exports.FILE_MODE = 0o600;
//# sourceMappingURL=open-flags.js.map