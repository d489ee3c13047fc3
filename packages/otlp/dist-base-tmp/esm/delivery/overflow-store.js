export {};
//# sourceMappingURL=overflow-store.js.map