/**
 * The code points of a text that would act on a terminal or turn the direction of a line. Written apart from the
 * sources,
 * so that a test of theirs does not believe them.
 */
export function actingCodePoints(text: string): number[] {
  return Array.from(text, (character) => character.codePointAt(0) ?? 0).filter(
    (code) =>
      code < 0x20 ||
      (code >= 0x7f && code <= 0x9f) ||
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069),
  );
}
