import type { Config } from 'jest';

const config: Config = {
  testMatch: ['<rootDir>/packages/*/test/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  modulePathIgnorePatterns: ['<rootDir>/packages/[^/]+/dist/'],
  testEnvironment: 'node',
  // jest leaves one core free, for people who go on typing; on two cores that is half of the machine.
  maxWorkers: '100%',
  // No test measures time; this only ends one that hangs, also on a machine that is ten times slower than usual.
  testTimeout: 120_000,
  testEnvironmentOptions: { customExportConditions: ['spanbridge-source', 'node', 'node-addons'] },
  // ts-jest only transpiles (isolatedModules); `npm run typecheck` is the type check of tests.
  transform: { '\\.[cm]?tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.test.json' }] },
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': ['$1.js', '$1.ts'],
    '^(\\.{1,2}/.*)\\.cjs$': ['$1.cjs', '$1.cts'],
  },
};

export { config as default };
