import { constants } from 'node:fs';

/** Windows has no such flag, and no links that ordinary users may make. */
const NO_FOLLOW = (constants as Partial<typeof constants>).O_NOFOLLOW ?? 0;

/** How files of ours are opened: never through a symbolic link, and new ones never over something that is there. */
export const OPEN_FLAGS = {
  create: constants.O_CREAT | constants.O_EXCL | constants.O_RDWR | NO_FOLLOW,
  change: constants.O_RDWR | NO_FOLLOW,
  append: constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_APPEND | NO_FOLLOW,
  read: constants.O_RDONLY | NO_FOLLOW,
} as const;

/** Only the owner reads what we write: spans may hold private data. */
export const FILE_MODE = 0o600;
