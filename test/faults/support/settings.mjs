// Options of the scripts of this folder.
import { parseArgs } from 'node:util';

/**
 * The options of the command line, each of the type of its default; `--help` prints them and ends the process. An
 * option with an empty array as its default may be given several times.
 */
export function readSettings(usage, defaults) {
  const options = Object.fromEntries(
    Object.entries({ ...defaults, help: false }).map(([name, value]) => [
      name,
      { type: typeof value === 'boolean' ? 'boolean' : 'string', multiple: Array.isArray(value) },
    ]),
  );
  let values;
  try {
    ({ values } = parseArgs({ options }));
  } catch (error) {
    console.error(`${error.message}\n${usage}`);
    process.exit(2);
  }
  if (values.help) {
    const lines = Object.entries(defaults).map(([name, value]) => `  --${name.padEnd(16)} ${String(value)}`);
    console.log(`${usage}\n\nOptions and their defaults:\n${lines.join('\n')}`);
    process.exit(0);
  }
  const settings = { ...defaults };
  for (const [name, text] of Object.entries(values)) settings[name] = convert(name, text, defaults[name]);
  return settings;
}

function convert(name, text, fallback) {
  if (typeof fallback !== 'number') return text;
  const number = Number(text);
  if (Number.isFinite(number)) return number;
  console.error(`--${name} is "${text}", not a number.`);
  process.exit(2);
}
