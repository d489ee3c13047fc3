// Registers spanbridge and the instrumentation of Node's `http`. It has to come before whatever loads `http`.
const { HttpInstrumentation } = require('@opentelemetry/instrumentation-http');
const { register } = require('@spanbridge/sdk');

// Where spans go: OTEL_EXPORTER_OTLP_ENDPOINT, else http://127.0.0.1:4318.
register({ serviceName: 'shop' });

// An instrumentation works from here on, with the provider that is registered.
new HttpInstrumentation({
  // A plain server has no routes that could name spans: they would all be `GET`. The article stays out of the name.
  requestHook: (span, { method, url, path = url }) => span.updateName(`${method} /${path.split('/')[1]}`),
});
