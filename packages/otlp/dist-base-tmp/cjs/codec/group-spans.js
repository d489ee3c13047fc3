"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.groupSpans = groupSpans;
/**
 * Groups spans by resource and then by scope, in the order in which each was first seen.
 *
 * Objects are compared by identity first and by content second: spans that were imported or decoded one by one bring a
 * resource object each, and one request with 512 copies of a resource is many times larger than its spans.
 */
function groupSpans(spans, keys) {
    const resources = new Groups(keys.resourceKey, (resource) => ({
        resource,
        scopeGroups: new Groups(keys.scopeKey, (scope) => ({ scope, spans: [] })),
    }));
    for (const span of spans) {
        resources.of(span.resource).scopeGroups.of(span.instrumentationScope).spans.push(span);
    }
    return resources.all.map((entry) => ({ resource: entry.resource, scopes: entry.scopeGroups.all }));
}
/** Groups by identity, then by content. Lives for one call, so its maps are bounded by the number of spans. */
class Groups {
    keyOf;
    create;
    all = [];
    byIdentity = new Map();
    byContent = new Map();
    firstSource;
    last;
    constructor(keyOf, create) {
        this.keyOf = keyOf;
        this.create = create;
    }
    of(source) {
        // Neighbours nearly always share the object.
        if (this.last?.source === source)
            return this.last.group;
        const group = this.byIdentity.get(source) ?? this.ofContent(source);
        this.byIdentity.set(source, group);
        this.last = { source, group };
        return group;
    }
    ofContent(source) {
        if (this.firstSource === undefined) {
            this.firstSource = source;
            return this.add(source);
        }
        // With one object, by far the most common case, its content is never looked at.
        if (this.byContent.size === 0 && this.all[0] !== undefined) {
            this.byContent.set(this.keyOf(this.firstSource), this.all[0]);
        }
        const key = this.keyOf(source);
        const known = this.byContent.get(key);
        if (known !== undefined)
            return known;
        const group = this.add(source);
        this.byContent.set(key, group);
        return group;
    }
    add(source) {
        const group = this.create(source);
        this.all.push(group);
        return group;
    }
}
//# sourceMappingURL=group-spans.js.map