import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';
import { cliError } from '../errors.js';
import { yamlTexts } from './file-value.js';
import { laterNames, refuseLater } from './later-options.js';
import { didYouMean } from './nearest.js';
import { kebabName, type OptionTable, type SettingsLayer } from './option-spec.js';
import { COMMAND_NAMES, COMMAND_OPTIONS, type CommandName } from './option-tables.js';
import { readOptionValue } from './option-value.js';

/** A configuration is written by hand; what is larger is another file, given by mistake. */
const FILE_CHARACTERS_MAX = 1_000_000;

/** A configuration file that was read. */
export interface ConfigText {
  /** As messages name it. */
  readonly name: string;
  readonly text: string;
  readonly command: CommandName;
}

/**
 * The options that a configuration file has for a command. The whole file is checked.
 *
 * @throws SpanbridgeError `INVALID_CONFIG`, `INVALID_OPTION` or `NOT_IN_THIS_VERSION`, with line and column
 */
export function parseConfig({ name, text, command }: ConfigText): SettingsLayer {
  const { general, sections } = new ConfigReader(name, text).read();
  return { ...general.get(command), ...sections.get(command) };
}

type Layers = Map<CommandName, Record<string, unknown>>;

/** Reads one document node by node: only nodes know their line and column, and `__proto__` is a plain key there. */
class ConfigReader {
  private readonly lines = new LineCounter();

  constructor(
    private readonly name: string,
    private readonly text: string,
  ) {}

  read(): { readonly general: Layers; readonly sections: Layers } {
    const general: Layers = new Map();
    const sections: Layers = new Map();
    for (const pair of this.pairsOf(this.parse(), 'the file')) {
      const key = this.keyOf(pair);
      const section = COMMAND_NAMES.find((command) => command === key);
      if (section !== undefined) sections.set(section, this.readSection(section, pair));
      else this.readGeneral(key, pair, general);
    }
    return { general, sections };
  }

  private parse(): Node | null {
    if (this.text.length > FILE_CHARACTERS_MAX)
      throw this.invalid(undefined, 'The file is too large for a configuration.');
    const document = parseDocument(this.text, { lineCounter: this.lines, prettyErrors: false });
    const error = document.errors[0];
    if (error === undefined) return document.contents;
    const { line, col } = this.lines.linePos(error.pos[0]);
    throw cliError('INVALID_CONFIG', `${this.name}:${line}:${col}: ${error.message}.`.replace('..', '.'));
  }

  private readSection(command: CommandName, pair: Pair): Record<string, unknown> {
    const table: OptionTable = COMMAND_OPTIONS[command];
    const values: Record<string, unknown> = {};
    for (const inner of this.pairsOf(pair.value as Node | null, `the section "${command}"`)) {
      const key = this.keyOf(inner);
      if (laterNames(command).includes(key)) refuseLater(command, key, this.label(inner, key));
      const name = Object.keys(table).find((candidate) => kebabName(candidate) === key);
      if (name === undefined) throw this.unknownKey(inner, key, namesOf(table));
      values[name] = this.valueOf(table, name, inner);
    }
    return values;
  }

  private readGeneral(key: string, pair: Pair, general: Layers): void {
    let isKnown = false;
    for (const command of COMMAND_NAMES) {
      if (laterNames(command).includes(key)) refuseLater(command, key, this.label(pair, key));
      const table: OptionTable = COMMAND_OPTIONS[command];
      const name = Object.keys(table).find((candidate) => kebabName(candidate) === key);
      if (name === undefined) continue;
      isKnown = true;
      general.set(command, { ...general.get(command), [name]: this.valueOf(table, name, pair) });
    }
    if (isKnown) return;
    const known = COMMAND_NAMES.flatMap((command) => namesOf(COMMAND_OPTIONS[command]));
    throw this.unknownKey(pair, key, [...COMMAND_NAMES, ...known]);
  }

  private valueOf(table: OptionTable, name: string, pair: Pair): unknown {
    const spec = table[name];
    if (spec === undefined || name === 'config')
      throw this.invalid(pair, 'A configuration file cannot name another one.');
    const label = this.label(pair, kebabName(name));
    const texts = yamlTexts(spec, pair.value as Node | null);
    if ('problem' in texts) throw cliError('INVALID_CONFIG', `${label} ${texts.problem}`);
    return readOptionValue(spec, label, texts.texts);
  }

  private pairsOf(node: Node | null, what: string): readonly Pair[] {
    if (node === null || (isScalar(node) && node.value === null)) return [];
    if (isMap(node)) return node.items;
    throw this.invalid(
      undefined,
      `${what} holds ${isSeq(node) ? 'a list' : 'a value'}, not options such as "endpoint: URL".`,
    );
  }

  private keyOf(pair: Pair): string {
    if (isScalar(pair.key)) return pair.key.source ?? String(pair.key.value);
    throw this.invalid(pair, 'A key must be the name of an option.');
  }

  private unknownKey(pair: Pair, key: string, known: readonly string[]): Error {
    return this.invalid(pair, `unknown key "${key}".${didYouMean(key, known)}`);
  }

  private invalid(pair: Pair | undefined, problem: string): Error {
    return cliError('INVALID_CONFIG', `${this.place(pair)}: ${problem}`);
  }

  private label(pair: Pair, key: string): string {
    return `${this.place(pair)}: ${key}`;
  }

  private place(pair: Pair | undefined): string {
    const offset = (pair?.key as Node | undefined)?.range?.[0];
    if (offset === undefined) return this.name;
    const { line, col } = this.lines.linePos(offset);
    return `${this.name}:${line}:${col}`;
  }
}

function namesOf(table: OptionTable): readonly string[] {
  return Object.keys(table).map(kebabName);
}
