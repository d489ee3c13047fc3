import { currentStack, filesOnTop, locationIn } from '../../src/tracer-meta/caller-location.js';

const STACK = `Error: location
    at currentStack (file:///srv/app/node_modules/@spanbridge/sdk/dist/esm/tracer-meta/caller-location.js:60:21)
    at TracerMetaSpanProcessor.onStart (/srv/app/node_modules/@spanbridge/sdk/dist/esm/x.js:1:1)
    at Tracer.startSpan (/srv/app/node_modules/@opentelemetry/sdk-trace/build/src/Tracer.js:77:9)
    at new Promise (<anonymous>)
    at async Object.load [as handler] (file:///srv/app/src/with%20space/load.js:12:34)
    at node:internal/timers:1:1`;

it('is the first frame that is neither of tracing nor of Node', () => {
  expect(locationIn(STACK)).toEqual({
    'code.file.path': '/srv/app/src/with space/load.js',
    'code.line.number': 12,
    'code.function.name': 'Object.load [as handler]',
  });
});

it('a frame without a function has no name', () => {
  expect(locationIn('Error\n    at /srv/app/main.js:3:1')).toEqual({
    'code.file.path': '/srv/app/main.js',
    'code.line.number': 3,
  });
});

it('is empty when only tracing and Node are on the stack', () => {
  expect(locationIn('Error\n    at node:internal/timers:1:1\n    at garbage')).toEqual({});
});

it('passes over the files of whoever asks', () => {
  const own = filesOnTop(STACK, 2);
  expect([...own]).toEqual([
    '/srv/app/node_modules/@spanbridge/sdk/dist/esm/tracer-meta/caller-location.js',
    '/srv/app/node_modules/@spanbridge/sdk/dist/esm/x.js',
  ]);
  expect(locationIn('Error\n    at f (/own.js:1:1)\n    at g (/app.js:2:2)', new Set(['/own.js']))).toMatchObject({
    'code.file.path': '/app.js',
  });
});

it('the stack of this moment leads here, and the limit of the program stays as it was', () => {
  Error.stackTraceLimit = 3;
  const location = locationIn(currentStack(), filesOnTop(currentStack(), 1));
  expect(location['code.file.path']).toBe(__filename);
  expect(Error.stackTraceLimit).toBe(3);
});
