/** How files of ours are opened: never through a symbolic link, and new ones never over something that is there. */
export declare const OPEN_FLAGS: {
    readonly create: number;
    readonly change: number;
    readonly read: number;
};
/** Only the owner reads what we write: spans may hold private data. */
export declare const FILE_MODE = 384;
//# sourceMappingURL=open-flags.d.ts.map