import { declaredDependencies } from './declared-dependencies.js';
import { filesOf, placesOf } from './rule-cases.js';

const MANIFEST = JSON.stringify({
  name: '@spanbridge/sdk',
  dependencies: { yaml: '2.9.1' },
  peerDependencies: { '@opentelemetry/api': '>=1.9.0 <2', '@opentelemetry/sdk-trace': '^3.0.0' },
});

function placesFor(text: string): readonly string[] {
  const files = filesOf({ 'packages/sdk/package.json': MANIFEST, 'packages/sdk/src/a.ts': text });
  return placesOf(declaredDependencies(files));
}

describe('declaredDependencies', () => {
  it('finds a package that only the workspace has', () => {
    expect(placesFor("import { z } from 'zod';")).toEqual(['packages/sdk/src/a.ts:1']);
    expect(placesFor("import { z } from 'zod/mini';")).toHaveLength(1);
  });

  it('allows what is declared, subpaths of it, files of the package and modules of Node', () => {
    const text =
      "import 'yaml';\nimport 'yaml/util';\nimport './b.js';\nimport 'node:fs';\nimport '@opentelemetry/api';";
    expect(placesFor(text)).toEqual([]);
  });

  it('finds a value of an OpenTelemetry package other than the API, and allows its types and a late load', () => {
    expect(placesFor("import { SpanImpl } from '@opentelemetry/sdk-trace';")).toHaveLength(1);
    expect(placesFor("import { type ReadableSpan } from '@opentelemetry/sdk-trace';")).toEqual([]);
    expect(placesFor("const sdk = import('@opentelemetry/sdk-trace');")).toEqual([]);
  });

  it('allows sdk the values that both SDK lines have, and nothing beside them', () => {
    expect(placesFor("import { TracerProvider, type Span } from '@opentelemetry/sdk-trace';")).toEqual([]);
    expect(placesFor("import { TracerProvider, SpanImpl } from '@opentelemetry/sdk-trace';")).toHaveLength(1);
    expect(placesFor("import * as sdk from '@opentelemetry/sdk-trace';")).toHaveLength(1);
    expect(placesFor("import '@opentelemetry/sdk-trace';")).toHaveLength(1);
  });
});
