import { packagePlace, type SourceText, type Violation } from './violation.js';

interface TextRule {
  readonly pattern: RegExp;
  readonly appliesTo: (path: string) => boolean;
  readonly message: (found: string) => string;
}

const everywhere = (): boolean => true;

/** What must stand in no text. The patterns are written so that this file does not match them. */
const TEXT_RULES: readonly TextRule[] = [
  {
    pattern: /\b(?:TO[D]O|FI[X]ME|XX[X]|HA[C]K)\b/,
    appliesTo: everywhere,
    message: (found) => `"${found}" is work left in the text. Do it, or write down the limit as a limit.`,
  },
  {
    pattern: /(?:^|[\s"'`(=:])(?:\/(?:root|home|Users|work)\/\w|[A-Z]:\\\\?Users\b)/,
    // Tests may hold the path of an invented user as data.
    appliesTo: (path) => packagePlace(path)?.area !== 'test' && !path.startsWith('test/'),
    message: () => 'A path of one machine. Write it relative to the checkout, or take it as a parameter.',
  },
  {
    pattern:
      /\b(?:DESIGN|SYSTEMS|RELIABILITY|PROVISIONAL|ECOSYSTEM|TOOLCHAIN|OTEL-JS)(?:\.md)?[ ,]+(?:§|section|chapter|\d)/,
    appliesTo: everywhere,
    message: (found) =>
      `"${found}…" names a page that is not in the checkout. State the rule, or cite the specification.`,
  },
  {
    pattern: /^(?:<{7}|>{7})\s/,
    appliesTo: everywhere,
    message: () => 'A mark of an unfinished merge. Resolve it.',
  },
  {
    pattern: /\t/,
    appliesTo: (path) => /\.(?:[cm]?tsx?|[cm]?js|py|ya?ml)$/.test(path),
    message: () => 'A tab character. Write spaces, or the escape sequence in a string.',
  },
];

/** No leftovers, no paths of a machine, no references to pages that readers do not have. */
export function texts(files: readonly SourceText[]): readonly Violation[] {
  return files.flatMap(({ path, text }) => {
    const rules = TEXT_RULES.filter((rule) => rule.appliesTo(path));
    return text.split('\n').flatMap((content, index) =>
      rules.flatMap((rule) => {
        const found = rule.pattern.exec(content)?.[0];
        return found === undefined ? [] : [{ path, line: index + 1, message: rule.message(found) }];
      }),
    );
  });
}
