/** A resource that came over the wire: plain data that the SDK accepts wherever it takes a resource. */
export function createDecodedResource(attributes, schemaUrl) {
    return {
        attributes,
        asyncAttributesPending: false,
        ...(schemaUrl ? { schemaUrl } : {}),
        merge: (other) => other === null ? createDecodedResource(attributes, schemaUrl) : merged(attributes, schemaUrl, other),
        getRawAttributes: () => Object.entries(attributes),
    };
}
/** The other resource wins; two different schema URLs leave none, as the resource specification says. */
function merged(attributes, schemaUrl, other) {
    const both = Object.create(null);
    for (const [key, value] of Object.entries(attributes))
        both[key] = value;
    for (const [key, value] of Object.entries(other.attributes))
        both[key] = value;
    const isConflict = schemaUrl && other.schemaUrl && schemaUrl !== other.schemaUrl;
    return createDecodedResource(both, isConflict ? undefined : (schemaUrl ?? other.schemaUrl));
}
//# sourceMappingURL=decoded-resource.js.map