/**
 * Tells the first case of each kind and keeps silent about the others: a backend that refuses everything for an hour
 * must not fill the log of the application. Kinds are few and fixed; texts of strangers are never kinds.
 */
export declare class OneTimeWarnings {
    private readonly component;
    private readonly warn;
    private readonly told;
    constructor(component: string, warn: (message: string) => void);
    /** Tells `message` unless one of this kind was told since the last {@link rearm}. */
    tell(kind: string, message: string): void;
    /** Lets the next case of this kind be told again. */
    rearm(kind: string): void;
}
//# sourceMappingURL=one-time-warnings.d.ts.map