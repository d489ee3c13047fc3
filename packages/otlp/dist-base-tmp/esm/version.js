/** The version of this package, as in its package.json; goes into the `User-Agent` and nowhere near a span. */
export const VERSION = '0.1.0';
//# sourceMappingURL=version.js.map