/** A text of a stranger on one line: unsafe characters written as `\u{…}`, cut to 500 characters. */
export declare function toPrintable(text: string): string;
//# sourceMappingURL=printable.d.ts.map