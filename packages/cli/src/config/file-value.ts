import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { z } from 'zod';
import type { OptionKind, OptionSpec } from './option-spec.js';

/** A YAML value as the texts that the command line would have had, or what is wrong with it. */
export type YamlTexts = { readonly texts: readonly string[] } | { readonly problem: string };

const WORD = z.union([z.string(), z.number(), z.boolean()]);

/** What each kind of option may be in a file, and how a message says so. */
const SCALAR_RULES: Readonly<Record<Exclude<OptionKind, 'urls' | 'headers' | 'attributes'>, ScalarRule>> = {
  flag: { schema: z.union([z.boolean(), z.string()]), rule: 'must be true or false.' },
  text: { schema: WORD, rule: 'must be a text.' },
  logsUrl: { schema: z.string(), rule: 'must be a URL.' },
  count: { schema: z.union([z.number(), z.string()]), rule: 'must be a whole number.' },
  duration: { schema: z.string(), rule: 'must be a number with its unit (ms, s, m, h or d), such as 30s.' },
  choice: { schema: z.string(), rule: 'must be one word.' },
};

interface ScalarRule {
  readonly schema: z.ZodType;
  readonly rule: string;
}

/** Turns the YAML value of an option into texts, so that one function reads the values of all sources. */
export function yamlTexts(spec: OptionSpec, node: Node | null): YamlTexts {
  switch (spec.kind) {
    case 'urls':
      return listTexts(node, 'must be a URL or a list of URLs.');
    case 'headers':
    case 'attributes':
      return isMap(node) ? mapTexts(node) : listTexts(node, 'must be a map such as "name: value".');
    case 'flag':
    case 'text':
    case 'logsUrl':
    case 'count':
    case 'duration':
    case 'choice':
      return scalarTexts(node, SCALAR_RULES[spec.kind]);
  }
}

function scalarTexts(node: Node | null, { schema, rule }: ScalarRule): YamlTexts {
  if (!isScalar(node) || !schema.safeParse(node.value).success) return { problem: rule };
  return { texts: [textOf(node)] };
}

function listTexts(node: Node | null, rule: string): YamlTexts {
  if (!isSeq(node)) return scalarTexts(node, { schema: z.string(), rule });
  const texts: string[] = [];
  for (const item of node.items) {
    if (!isScalar(item) || !z.string().safeParse(item.value).success) return { problem: rule };
    texts.push(textOf(item));
  }
  return { texts };
}

function mapTexts(node: { readonly items: readonly { readonly key: unknown; readonly value: unknown }[] }): YamlTexts {
  const texts: string[] = [];
  for (const { key, value } of node.items) {
    if (!isScalar(key) || !isScalar(value) || !WORD.safeParse(value.value).success) {
      return { problem: 'must be a map of names to texts, numbers or booleans.' };
    }
    texts.push(`${textOf(key)}=${textOf(value)}`);
  }
  return { texts };
}

/** Numbers and booleans as they are written: `1.10` is a version, and 1.1 would be another one. */
function textOf(node: { readonly value: unknown; readonly source?: string }): string {
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
