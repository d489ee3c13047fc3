export {};
//# sourceMappingURL=spool-types.js.map