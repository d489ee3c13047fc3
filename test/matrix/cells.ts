/** How a program has its tracing; `otel` has nothing of ours and is what the others are held to. */
export const WIRINGS = ['otel', 'register', 'hook', 'provider', 'stock', 'node-sdk'] as const;

/** `log` is left out: what it adds are log records with the time of day in them. Its spans are those of `hold`. */
export const STRATEGIES = ['hold', 'marker', 'anchor'] as const;

export const MODULE_KINDS = ['CommonJS', 'ESM'] as const;

export type Wiring = (typeof WIRINGS)[number];
export type Strategy = (typeof STRATEGIES)[number];
export type ModuleKind = (typeof MODULE_KINDS)[number];

/** One run of the app. */
export interface Cell {
  readonly wiring: Wiring;
  readonly strategy: Strategy;
  readonly moduleKind: ModuleKind;
}

/**
 * All cells of one SDK line on one version of Node. `hold` runs both as CommonJS and as an ES module; of the others, in
 * which nothing depends on how modules are loaded, each in one of them. OpenTelemetry's own processor can only hold.
 */
export function listCells(): readonly Cell[] {
  return MODULE_KINDS.flatMap((moduleKind) =>
    WIRINGS.flatMap((wiring) =>
      STRATEGIES.filter((strategy) => isCell({ wiring, strategy, moduleKind })).map((strategy) => {
        return { wiring, strategy, moduleKind };
      }),
    ),
  );
}

function isCell({ wiring, strategy, moduleKind }: Cell): boolean {
  switch (strategy) {
    case 'hold':
      return true;
    case 'marker':
      return wiring !== 'otel' && moduleKind === 'ESM';
    case 'anchor':
      return wiring !== 'otel' && moduleKind === 'CommonJS';
  }
}

/** A cell in words. */
export function describeCell({ wiring, strategy, moduleKind }: Cell): string {
  return `${wiring}, ${strategy}, ${moduleKind}`;
}
