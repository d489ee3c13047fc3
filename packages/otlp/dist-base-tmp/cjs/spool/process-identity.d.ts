/** A process, told apart from a later one with the same number. */
export interface ProcessIdentity {
    readonly pid: number;
    /** Boot and start time in a form that only equality is asked of; empty where the system does not tell it. */
    readonly started: string;
}
/** The running process. */
export declare function ownIdentity(): ProcessIdentity;
/**
 * Whether a process is alive and still the same. A zombie counts as gone: it holds nothing, and in containers whose
 * first process does not reap, a killed process stays one for ever.
 */
export declare function isAlive({ pid, started }: ProcessIdentity): boolean;
//# sourceMappingURL=process-identity.d.ts.map