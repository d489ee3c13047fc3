/** Bytes as standard base64 with padding. */
export declare function toBase64(bytes: Uint8Array): string;
/** Reads base64, standard or URL-safe, with or without padding; undefined when the text is not base64. */
export declare function parseBase64(text: string): Uint8Array | undefined;
//# sourceMappingURL=base64.d.ts.map