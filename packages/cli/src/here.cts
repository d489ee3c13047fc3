/** The directory of this file: `src`, `dist/esm` or `dist/cjs`. CommonJS, because `import.meta` exists in ESM only. */
export const here: string = __dirname;
