export { main } from './main.js';
export { runCommandLine } from './command-line.js';
export { EXIT, type ExitCode } from './exit-codes.js';
export { CLI_ERROR_CODES, type CliErrorCode } from './errors.js';
export type { Host, Services } from './host.js';
export { Output, type TextSink } from './output.js';
