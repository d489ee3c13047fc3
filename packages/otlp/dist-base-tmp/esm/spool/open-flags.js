import { constants } from 'node:fs';
/** Windows has no such flag, and no links that ordinary users may make. */
const NO_FOLLOW = constants.O_NOFOLLOW ?? 0;
/** How files of ours are opened: never through a symbolic link, and new ones never over something that is there. */
export const OPEN_FLAGS = {
    create: constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | NO_FOLLOW,
    change: constants.O_RDWR | NO_FOLLOW,
    read: constants.O_RDONLY | NO_FOLLOW,
};
/** Only the owner reads what we write: spans may hold private data. */
export const FILE_MODE = 0o600;
//# sourceMappingURL=open-flags.js.map