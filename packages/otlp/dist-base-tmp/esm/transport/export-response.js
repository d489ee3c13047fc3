export {};
//# sourceMappingURL=export-response.js.map