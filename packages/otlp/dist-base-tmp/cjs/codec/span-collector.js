"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.createSpanCollector = createSpanCollector;
const decoded_resource_js_1 = require("./decoded-resource.js");
const decoded_span_js_1 = require("./decoded-span.js");
/** A collector for one request. */
function createSpanCollector() {
    return new Collector();
}
class Collector {
    resource = { attributes: (0, decoded_span_js_1.createAttributes)(), schemaUrl: '' };
    scopes = [];
    spans = [];
    rejected = [];
    ordinal = 0;
    beginResource(attributes = (0, decoded_span_js_1.createAttributes)()) {
        this.resource = { attributes, schemaUrl: '' };
        this.scopes = [];
    }
    beginScope() {
        const fields = { name: '', version: '', schemaUrl: '', attributes: undefined, droppedAttributesCount: 0 };
        this.scopes.push({ fields, spans: [] });
        return fields;
    }
    addSpan(fields) {
        this.scopes.at(-1)?.spans.push(fields);
    }
    endResource() {
        const resource = (0, decoded_resource_js_1.createDecodedResource)(this.resource.attributes, this.resource.schemaUrl);
        for (const { fields, spans } of this.scopes) {
            const scope = toScope(fields);
            for (const span of spans) {
                const decoded = (0, decoded_span_js_1.toDecodedSpan)(span, { resource, scope, ordinal: ++this.ordinal });
                if ('span' in decoded)
                    this.spans.push(decoded.span);
                else
                    this.rejected.push(decoded.rejected);
            }
        }
    }
    result() {
        return { status: 'decoded', spans: this.spans, rejected: this.rejected };
    }
}
/** Scope attributes are in OTLP and in the official serialiser, but not yet in the SDK's type. */
function toScope(fields) {
    return {
        name: fields.name,
        ...(fields.version === '' ? {} : { version: fields.version }),
        ...(fields.schemaUrl === '' ? {} : { schemaUrl: fields.schemaUrl }),
        ...(fields.attributes === undefined ? {} : { attributes: fields.attributes }),
        ...(fields.droppedAttributesCount === 0 ? {} : { droppedAttributesCount: fields.droppedAttributesCount }),
    };
}
//# sourceMappingURL=span-collector.js.map