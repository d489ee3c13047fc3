// The ways in which a program can have spanbridge, and one without it. Each answers how the program ends its tracing.
// `load` is `require` or `import()`, as the app is.

/** The same ids in every cell: numbers in the order in which spans start. */
class CountingIds {
  #count = 0;

  generateTraceId() {
    return (++this.#count).toString(16).padStart(32, 'a');
  }

  generateSpanId() {
    return (++this.#count).toString(16).padStart(16, 'b');
  }
}

/** What `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` say, for providers that read no variables. */
const RESOURCE = { 'service.name': 'shop', 'deployment.environment.name': 'test' };

/** Every span that lives beyond one turn of the event loop is old enough for a marker. */
const MIN_AGE_MS = 1;

const flightOf = (strategy) => ({ provisional: strategy, provisionalMinAgeMs: MIN_AGE_MS });

async function stockExporter({ load, url }) {
  const { OTLPTraceExporter } = await load('@opentelemetry/exporter-trace-otlp-proto');
  return new OTLPTraceExporter({ url });
}

async function ourProcessor({ load, strategy, exporter }) {
  const { ProvisionalSpanProcessor } = await load('@spanbridge/sdk');
  return new ProvisionalSpanProcessor({ exporter, ...flightOf(strategy) });
}

async function ourExporter({ load, url }) {
  const { OtlpSpanExporter } = await load('@spanbridge/otlp');
  return new OtlpSpanExporter({ url });
}

/** The plain provider of the SDK, registered as its documents say. */
async function plainProvider({ api, load, processor }) {
  const { TracerProvider } = await load('@opentelemetry/sdk-trace');
  const { defaultResource, resourceFromAttributes } = await load('@opentelemetry/resources');
  const { AsyncLocalStorageContextManager } = await load('@opentelemetry/context-async-hooks');
  const { W3CTraceContextPropagator } = await load('@opentelemetry/core');
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes(RESOURCE)),
    idGenerator: new CountingIds(),
    spanProcessors: [processor],
  });
  api.trace.setGlobalTracerProvider(provider);
  api.context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  api.propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  return () => provider.shutdown();
}

const WIRINGS = {
  /** Nothing of ours at all: what every other wiring is held to. */
  otel: async (app) => {
    const { BatchSpanProcessor } = await app.load('@opentelemetry/sdk-trace');
    return plainProvider({ ...app, processor: new BatchSpanProcessor({ exporter: await stockExporter(app) }) });
  },

  register: async ({ load, strategy, url }) => {
    const { register } = await load('@spanbridge/sdk');
    const registration = register({ endpoint: url, idGenerator: new CountingIds(), ...flightOf(strategy) });
    return () => registration.shutdown();
  },

  /** Registered before this file was loaded. It ends as programs do that know nothing of us: with nothing to do. */
  hook: async () => () => undefined,

  provider: async (app) => {
    return plainProvider({ ...app, processor: await ourProcessor({ ...app, exporter: await ourExporter(app) }) });
  },

  stock: async (app) => {
    return plainProvider({ ...app, processor: await ourProcessor({ ...app, exporter: await stockExporter(app) }) });
  },

  'node-sdk': async (app) => {
    const { NodeSDK } = await app.load('@opentelemetry/sdk-node');
    const processor = await ourProcessor({ ...app, exporter: await ourExporter(app) });
    const sdk = new NodeSDK({ spanProcessors: [processor], idGenerator: new CountingIds() });
    sdk.start();
    return () => sdk.shutdown();
  },
};

module.exports = { WIRINGS };
