import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { FetchSpanExporter } from '../../src/delivery/fetch-span-exporter.js';
import { namesIn } from '../support/fake-transport.js';
import { makeSpan } from '../support/spans.js';

it('the subpath for browsers is bundled without externals and without any module of Node', async () => {
  const { metafile } = await build({
    entryPoints: [join(__dirname, '..', '..', 'src', 'fetch.ts')],
    bundle: true,
    write: false,
    metafile: true,
    platform: 'browser',
    format: 'esm',
    conditions: ['spanbridge-source'],
  });
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports.map(({ path }) => path));
  expect(imports.filter((path) => path.startsWith('node:') || builtinModules.includes(path))).toEqual([]);
  expect(Object.keys(metafile.inputs).filter((path) => /spool\/|http-transport/.test(path))).toEqual([]);
});

it('spans go out over the fetch that is handed in, to the traces URL', async () => {
  const requests: (readonly [string, readonly string[]])[] = [];
  const exporter = new FetchSpanExporter({
    endpoint: 'http://127.0.0.1:4318',
    fetch: (url, init) => {
      requests.push([url as string, namesIn(init?.body as Uint8Array)]);
      return Promise.resolve(new Response());
    },
  });
  exporter.add(makeSpan({ name: 'a' }));
  await exporter.forceFlush();
  expect(requests).toEqual([['http://127.0.0.1:4318/v1/traces', ['a']]]);
  expect(exporter.ledger()).toMatchObject({ accepted: 1 });
  await exporter.shutdown();
});

it('a URL that cannot be used is refused when the exporter is made', () => {
  expect(() => new FetchSpanExporter({ url: 'ftp://c' })).toThrow('has the scheme "ftp:"');
});
