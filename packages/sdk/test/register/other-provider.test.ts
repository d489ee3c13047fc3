import {
  apiFiles,
  describeApiCopies,
  describeOtherProvider,
  type LoadedModule,
} from '../../src/register/other-provider.js';

class NodeTracerProvider {
  readonly isFake = true;
}

const MAIN: LoadedModule = { filename: '/app/tracing.js', exports: {} };
const SDK_NODE: LoadedModule = { filename: '/app/node_modules/sdk-node/index.js', exports: {}, parent: MAIN };
const SDK: LoadedModule = {
  filename: '/app/node_modules/sdk-trace-node/index.js',
  exports: { NodeTracerProvider },
  parent: SDK_NODE,
};

describe('describeOtherProvider', () => {
  it('names the class of the provider, its file, and the file of the program that loaded it', () => {
    const record = { version: '1.9.1', trace: { getDelegate: () => new NodeTracerProvider() } };
    expect(describeOtherProvider(record, [MAIN, SDK_NODE, SDK])).toBe(
      'Another tracer provider is registered already (NodeTracerProvider of ' +
        '/app/node_modules/sdk-trace-node/index.js, loaded by /app/tracing.js). Spans go to it, not to spanbridge.',
    );
  });

  it('says what it knows when the module was imported, or cannot be looked at', () => {
    const exports = {};
    Object.defineProperty(exports, 'x', {
      enumerable: true,
      get: () => {
        throw new Error('private');
      },
    });
    const record = { trace: new NodeTracerProvider() };
    expect(describeOtherProvider(record, [{ filename: '/x.js', exports }])).toContain('(NodeTracerProvider).');
  });

  it('does not go round in a circle of loaders', () => {
    const loop = { ...SDK, parent: SDK };
    loop.parent = loop;
    expect(describeOtherProvider({ trace: new NodeTracerProvider() }, [loop])).not.toContain('loaded by');
  });

  it('is silent when nothing is registered', () => {
    expect(describeOtherProvider(undefined, [])).toBeUndefined();
    expect(describeOtherProvider({ version: '1.9.1' }, [])).toBeUndefined();
  });
});

describe('describeApiCopies', () => {
  it('tells of copies that are newer than the first, by file and version', () => {
    const copies = [
      { filename: '/a', version: '1.9.0' },
      { filename: '/b', version: '1.10.0' },
      { filename: '/c', version: 'unknown' },
    ];
    expect(describeApiCopies({ version: '1.9.1' }, copies)).toEqual([
      '/b is version 1.10.0 of the OpenTelemetry API, and version 1.9.1 was loaded first: spans made through it are ' +
        'lost. Let the program have one copy of @opentelemetry/api (npm ls @opentelemetry/api).',
    ]);
    expect(describeApiCopies(undefined, copies)).toEqual([]);
  });

  it('finds the copies of both lines among the modules', () => {
    const filenames = [
      '/app/node_modules/@opentelemetry/api/build/src/index.js',
      '/app/node_modules/x/node_modules/@opentelemetry/api/dist/index.cjs',
      '/app/node_modules/@opentelemetry/api/build/src/trace.js',
      'C:\\app\\node_modules\\@opentelemetry\\api\\build\\src\\index.js',
    ];
    expect(apiFiles(filenames.map((filename) => ({ filename, exports: {} })))).toEqual([
      filenames[0],
      filenames[1],
      filenames[3],
    ]);
  });
});
