import { type EnvReader, type Parsed, parseWord } from './env-reader.js';

const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** A sampler as its variable names it, with the part of traces that a ratio keeps. */
export interface SamplerSettings {
  readonly name: (typeof SAMPLERS)[number];
  /** From 0 to 1. */
  readonly ratio: number;
}

const DEFAULT_NAME = 'parentbased_always_on';

/** Reads `OTEL_TRACES_SAMPLER` and its argument; undefined when no sampler is named. */
export function readSamplerSettings(reader: EnvReader): SamplerSettings | undefined {
  const name = reader.read(['OTEL_TRACES_SAMPLER'], (text) => parseWord(text, SAMPLERS, DEFAULT_NAME));
  if (name === undefined) return undefined;
  // The others take no argument, and what is in the variable may be meant for a sampler of another program.
  const ratio = name.endsWith('traceidratio') ? reader.read(['OTEL_TRACES_SAMPLER_ARG'], parseRatio) : undefined;
  return Object.freeze({ name, ratio: ratio ?? 1 });
}

function parseRatio(text: string): Parsed<number> {
  const ratio = /^(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (ratio >= 0 && ratio <= 1) return { value: ratio };
  return { problem: `"${text}" is not a number from 0 to 1. 1 is used: every trace is kept.` };
}
