import { instanceChecks } from './instance-checks.js';
import { filesOf, placesOf } from './rule-cases.js';

const PATH = 'packages/core/src/a.ts';

describe('instanceChecks', () => {
  it.each([
    'error instanceof SpanbridgeError;',
    "import { SpanImpl } from '@opentelemetry/sdk-trace'; span instanceof SpanImpl;",
    "import * as sdk from '@opentelemetry/sdk-trace'; span instanceof sdk.SpanImpl;",
    "import { Ledger as Account } from '@spanbridge/core'; a instanceof Account;",
  ])('finds `%s`', (text) => {
    expect(placesOf(instanceChecks(filesOf({ [PATH]: text })))).toEqual([`${PATH}:1`]);
  });

  it('allows classes of the language and of the same package', () => {
    const text = "import { A } from './b.js'; a instanceof Error; a instanceof A; a instanceof Uint8Array;";
    expect(instanceChecks(filesOf({ [PATH]: text }))).toEqual([]);
  });
});
