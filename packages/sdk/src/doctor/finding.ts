/** What the doctor looks at, in this order. */
export const DOCTOR_CHECKS = ['node', 'packages', 'endpoint', 'name', 'delivery', 'read-back'] as const;

/** One of {@link DOCTOR_CHECKS}. */
export type DoctorCheck = (typeof DOCTOR_CHECKS)[number];

/** `ok`: as it should be · `note`: worth knowing · `fault`: spans will be lost, or are, until it is mended. */
export type FindingLevel = 'ok' | 'note' | 'fault';

/** One thing that was found, in words for a person. */
export interface Finding {
  readonly check: DoctorCheck;
  readonly level: FindingLevel;
  /** What is the case, in a sentence. */
  readonly message: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly remedy: string;
}

/** A finding with nothing to do. */
export function fine(check: DoctorCheck, message: string): Finding {
  return { check, level: 'ok', message, remedy: '' };
}
