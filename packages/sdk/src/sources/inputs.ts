import { constants, type Stats } from 'node:fs';
import { access, open, realpath, stat } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { SpanbridgeError } from '@spanbridge/core';
import { glob, isDynamicPattern } from 'tinyglobby';
import { canReadZstd, isZstd } from './compression.js';
import { causeText, quotePath, SOURCE_ERROR, type SourceErrorCode, systemErrorCode } from './errors.js';

/**
 * An input that was found and may be read. `sizeBytes` is the size on disk, undefined for a pipe or a device, whose
 * size nobody knows.
 */
export type ResolvedInput =
  { readonly kind: 'file'; readonly path: string; readonly sizeBytes: number | undefined } | { readonly kind: 'stdin' };

/** Options of {@link resolveInputs}. */
export interface ResolveInputsOptions {
  /** Directory that relative paths and globs start from; default the working directory of the process. */
  readonly cwd?: string;
}

/** What is wrong with one input. */
interface InputProblem {
  readonly code: SourceErrorCode;
  readonly message: string;
}

/** What was found for one pattern. */
interface Finding {
  readonly inputs: readonly ResolvedInput[];
  readonly problems: readonly InputProblem[];
}

/** A message names this many bad inputs and counts the rest: it must fit on a screen. */
const NAMED_PROBLEMS_MAX = 5;

/**
 * Finds the inputs that paths, globs and `-` (stdin) name, in their order and each file once, the matches of a glob
 * sorted. A path that exists is that file, even when it could be read as a glob; hidden files match only a pattern
 * that names their dot. Pipes and character devices (`/dev/stdin`, process substitution) are files of unknown size.
 *
 * @throws SpanbridgeError when any input is bad; all are checked first, and the message names the first five
 */
export async function resolveInputs(
  patterns: readonly string[],
  options: ResolveInputsOptions = {},
): Promise<readonly ResolvedInput[]> {
  const cwd = resolve(options.cwd ?? '.');
  const findings: Finding[] = [checkPatterns(patterns)];
  for (const pattern of patterns) findings.push(await findInputs(pattern, cwd));
  const problems = findings.flatMap((finding) => finding.problems);
  if (problems[0] !== undefined) throw toError(problems[0].code, problems);
  return dropRepeated(findings.flatMap((finding) => finding.inputs));
}

function checkPatterns(patterns: readonly string[]): Finding {
  const problems: InputProblem[] = [];
  if (patterns.length === 0) {
    const message = 'No input is named. Name files, a quoted glob such as "logs/**/*.jsonl", or - for stdin.';
    problems.push({ code: SOURCE_ERROR.noInput, message });
  }
  if (patterns.filter((pattern) => pattern === '-').length > 1) {
    const message = 'Stdin (-) is named more than once, but can be read only once. Name it once.';
    problems.push({ code: SOURCE_ERROR.stdinTwice, message });
  }
  return { inputs: [], problems };
}

async function findInputs(pattern: string, cwd: string): Promise<Finding> {
  if (pattern === '-') return { inputs: [{ kind: 'stdin' }], problems: [] };
  if (pattern === '') return problem(SOURCE_ERROR.notFound, 'An input is an empty text. Name a file.');
  try {
    return await checkFile(pattern, cwd, await stat(resolve(cwd, pattern)));
  } catch (error) {
    const code = systemErrorCode(error);
    const isMissing = code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'EINVAL';
    if (!isMissing) return unreadable(pattern, error);
    return isDynamicPattern(pattern) ? findMatches(pattern, cwd) : notFound(pattern);
  }
}

async function findMatches(pattern: string, cwd: string): Promise<Finding> {
  const paths = await glob(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern, {
    cwd,
    absolute: isAbsolute(pattern),
    onlyFiles: true,
    dot: false,
    expandDirectories: false,
  });
  if (paths.length === 0) {
    const remedy = 'Correct it, or quote it so that the shell leaves it alone.';
    return problem(SOURCE_ERROR.noMatch, `No file matches ${quotePath(pattern)}. ${remedy}`);
  }
  const findings: Finding[] = [];
  // By code unit, not by the language of the machine: the same files are read in the same order everywhere.
  for (const path of paths.sort()) findings.push(await checkMatch(path, cwd));
  return {
    inputs: findings.flatMap((finding) => finding.inputs),
    problems: findings.flatMap((finding) => finding.problems),
  };
}

async function checkMatch(path: string, cwd: string): Promise<Finding> {
  try {
    return await checkFile(path, cwd, await stat(resolve(cwd, path)));
  } catch (error) {
    // A match may be gone again, or be a link to nothing.
    return systemErrorCode(error) === 'ENOENT' ? notFound(path) : unreadable(path, error);
  }
}

/** Checks that what a path leads to can be read. The path stays as the user wrote it wherever that is enough. */
async function checkFile(path: string, cwd: string, stats: Stats): Promise<Finding> {
  const absolute = resolve(cwd, path);
  if (stats.isDirectory()) {
    const example = quotePath(`${path.replace(/[\\/]+$/, '')}/**/*.jsonl`);
    const message = `${quotePath(path)} is a directory. Give files or a quoted glob such as ${example}.`;
    return problem(SOURCE_ERROR.isDirectory, message);
  }
  if (!stats.isFile() && !stats.isFIFO() && !stats.isCharacterDevice()) {
    const message = `${quotePath(path)} is a socket or a block device. Give a file, a pipe or - for stdin.`;
    return problem(SOURCE_ERROR.notAFile, message);
  }
  await access(absolute, constants.R_OK);
  if (stats.isFile() && !canReadZstd() && (await isZstdFile(absolute))) {
    const remedy = 'Use Node.js 24 or newer, or decompress it first, as in: zstd -dc FILE | spanbridge ship -';
    const message = `${quotePath(path)} is compressed with zstd, which this Node.js cannot read. ${remedy}`;
    return problem(SOURCE_ERROR.unsupportedCompression, message);
  }
  const shown = resolve(path) === absolute ? path : absolute;
  return { inputs: [{ kind: 'file', path: shown, sizeBytes: stats.isFile() ? stats.size : undefined }], problems: [] };
}

async function isZstdFile(path: string): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const head = Buffer.alloc(4);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return isZstd(head.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

async function dropRepeated(inputs: readonly ResolvedInput[]): Promise<readonly ResolvedInput[]> {
  const seen = new Set<string>();
  const kept: ResolvedInput[] = [];
  for (const input of inputs) {
    const identity = input.kind === 'stdin' ? '-' : await identityOf(input.path);
    if (seen.has(identity)) continue;
    seen.add(identity);
    kept.push(input);
  }
  return kept;
}

/** The real path of a file. A pipe behind `/dev/stdin` or `/dev/fd/63` has none; its name has to do. */
async function identityOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    return resolve(path);
  }
}

function notFound(path: string): Finding {
  const message = `${quotePath(path)} does not exist. Check the path, which starts from the working directory.`;
  return problem(SOURCE_ERROR.notFound, message);
}

function unreadable(path: string, error: unknown): Finding {
  const code = systemErrorCode(error);
  const isForbidden = code === 'EACCES' || code === 'EPERM';
  const reason = isForbidden ? 'permission is denied' : causeText(error);
  const remedy = isForbidden ? 'Give this user the right to read it and to enter its directories.' : 'Check the path.';
  return problem(SOURCE_ERROR.unreadable, `${quotePath(path)} cannot be read: ${reason}. ${remedy}`);
}

function problem(code: SourceErrorCode, message: string): Finding {
  return { inputs: [], problems: [{ code, message }] };
}

function toError(code: SourceErrorCode, problems: readonly InputProblem[]): SpanbridgeError {
  const named = problems.slice(0, NAMED_PROBLEMS_MAX).map((one) => one.message);
  const more = problems.length - named.length;
  if (more > 0) named.push(`${more} more inputs are bad.`);
  return new SpanbridgeError(code, named.join('\n'));
}
