import { readFileSync } from 'node:fs';
import type { Parsed } from './env-reader.js';

/** Reads a certificate or key in PEM. */
export function readPemFile(path: string): Parsed<string> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return { problem: `The certificate file ${JSON.stringify(path)} cannot be read (${code}).` };
  }
  if (text.includes('-----BEGIN ')) return { value: text };
  return { problem: `The file ${JSON.stringify(path)} is no certificate or key in PEM.` };
}
