/**
 * The tags in which Jaeger's legacy JSON writes what OTLP has fields for. An attribute of a sender under one of these
 * keys cannot be told from them.
 */
export const JAEGER_OWN_TAGS = [
    'span.kind',
    'error',
    'otel.status_code',
    'otel.status_description',
    'otel.scope.name',
    'otel.scope.version',
    'otel.library.name',
    'otel.library.version',
    'w3c.tracestate',
    'internal.span.format',
];
const KINDS = ['', 'internal', 'server', 'client', 'producer', 'consumer'];
const STATUS_CODES = ['', 'OK', 'ERROR'];
const ERROR_CODE = 2;
/**
 * Takes the tags that stand for fields out of the attributes, and answers the fields. Without `otel.status_code` a tag
 * `error` that is true means ERROR; that tag stays an attribute when the status is not ERROR.
 */
export function takeTagFields(tags) {
    const statusText = take(tags, 'otel.status_code');
    const isError = tags['error'] === true && (statusText === undefined || statusText === 'ERROR');
    if (isError)
        delete tags['error'];
    take(tags, 'internal.span.format');
    return {
        kind: Math.max(KINDS.indexOf(take(tags, 'span.kind')), 0),
        statusCode: isError ? ERROR_CODE : Math.max(STATUS_CODES.indexOf(statusText), 0),
        statusMessage: toText(take(tags, 'otel.status_description')),
        traceState: toText(take(tags, 'w3c.tracestate')),
        ...takeScope(tags),
    };
}
/** The current names win; older versions of Jaeger wrote the names of OpenTelemetry before scopes. */
function takeScope(tags) {
    const oldName = take(tags, 'otel.library.name');
    const oldVersion = take(tags, 'otel.library.version');
    return {
        scopeName: toText(take(tags, 'otel.scope.name') ?? oldName),
        scopeVersion: toText(take(tags, 'otel.scope.version') ?? oldVersion),
    };
}
function take(tags, key) {
    const value = tags[key];
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a dictionary, and a key of ours
    delete tags[key];
    return value;
}
function toText(value) {
    return typeof value === 'string' ? value : '';
}
//# sourceMappingURL=jaeger-tags.js.map