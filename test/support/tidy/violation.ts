/** One file as the rules see it: where it is, relative to the checkout with `/`, and what it says. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** One place that breaks a rule. */
export interface Violation {
  readonly path: string;
  /** Counted from 1; 1 also where the file as a whole breaks the rule. */
  readonly line: number;
  /** What is wrong there and what to do instead, as one sentence or two. */
  readonly message: string;
}

/** A violation as editors and terminals make it a link: `path:line  message`. */
export function formatViolation({ path, line, message }: Violation): string {
  return `${path}:${line}  ${message}`;
}

/** Where a file of a package stands. */
export interface PackagePlace {
  /** The folder below `packages/`: `core`, `otlp`. */
  readonly packageName: string;
  readonly area: 'src' | 'test' | 'other';
  /** The path below `src/` or `test/`, or below the package for other files. */
  readonly inner: string;
}

/** Tells where in the packages a path is; undefined for files outside `packages/`. */
export function packagePlace(path: string): PackagePlace | undefined {
  const [top, packageName, area, ...rest] = path.split('/');
  if (top !== 'packages' || packageName === undefined || area === undefined) return undefined;
  if (area === 'src' || area === 'test') return { packageName, area, inner: rest.join('/') };
  return { packageName, area: 'other', inner: [area, ...rest].join('/') };
}

/** Whether the file is code that the packages publish. */
export function isPackageSource({ path }: SourceText): boolean {
  return packagePlace(path)?.area === 'src' && isTypeScript(path);
}

/** Whether the compiler reads the file. */
export function isTypeScript(path: string): boolean {
  return /\.c?tsx?$/.test(path);
}
