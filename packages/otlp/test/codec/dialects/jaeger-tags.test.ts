import type { Attributes } from '@opentelemetry/api';
import { JAEGER_OWN_TAGS, takeTagFields } from '../../../src/codec/dialects/jaeger-tags.js';

it('every tag that stands for a field leaves the attributes', () => {
  const tags: Attributes = { 'http.route': '/', ...Object.fromEntries(JAEGER_OWN_TAGS.map((key) => [key, 'x'])) };
  takeTagFields(tags);
  // The tag `error` stands for the status only when it is true.
  expect(tags).toEqual({ 'http.route': '/', error: 'x' });
});

it('the names of scopes before they were called scopes are read', () => {
  const tags = { 'otel.library.name': 'lib', 'otel.library.version': '1' };
  expect(takeTagFields(tags)).toMatchObject({ scopeName: 'lib', scopeVersion: '1' });
});

it('a status that says OK keeps the tag error as an attribute', () => {
  const tags: Attributes = { 'otel.status_code': 'OK', error: true };
  expect(takeTagFields(tags)).toMatchObject({ statusCode: 1 });
  expect(tags).toEqual({ error: true });
});

it('without tags everything has its default value', () => {
  expect(takeTagFields({})).toEqual({
    kind: 0,
    statusCode: 0,
    statusMessage: '',
    traceState: '',
    scopeName: '',
    scopeVersion: '',
  });
});
