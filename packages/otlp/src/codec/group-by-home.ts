/** What the codec reads of a resource. */
export interface OtlpResource {
  /** The attributes of the resource; values of any kind. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The schema that the attribute names follow. */
  readonly schemaUrl?: string | undefined;
}

/** What the codec reads of an instrumentation scope; the attributes are in OTLP, but not yet in the SDK's type. */
export interface OtlpScope {
  /** The name of the tracer or logger. */
  readonly name: string;
  /** Its version. */
  readonly version?: string | undefined;
  /** The schema that the attribute names follow. */
  readonly schemaUrl?: string | undefined;
  /** Attributes of the scope; values of any kind. */
  readonly attributes?: Readonly<Record<string, unknown>> | undefined;
  /** How many attributes of the scope were dropped before. */
  readonly droppedAttributesCount?: number | undefined;
}

/** What spans and log records have in common: where they come from. */
export interface OtlpItem {
  readonly resource: OtlpResource;
  readonly instrumentationScope: OtlpScope;
}

/** Items of one scope, in the order in which they came. */
export interface ScopeGroup<Item> {
  readonly scope: OtlpScope;
  readonly items: Item[];
}

/** Items of one resource, by scope. */
export interface ResourceGroup<Item> {
  readonly resource: OtlpResource;
  readonly scopes: readonly ScopeGroup<Item>[];
}

/** How the content of a resource and of a scope is told apart; called only when a second object appears. */
export interface ContentKeys {
  readonly resourceKey: (resource: OtlpResource) => string;
  readonly scopeKey: (scope: OtlpScope) => string;
}

/**
 * Groups spans or log records by resource and then by scope, in the order in which each was first seen.
 *
 * Objects are compared by identity first and by content second: spans that were imported or decoded one by one bring a
 * resource object each, and one request with 512 copies of a resource is many times larger than its spans.
 */
export function groupByHome<Item extends OtlpItem>(
  items: readonly Item[],
  keys: ContentKeys,
): readonly ResourceGroup<Item>[] {
  const resources = new Groups<OtlpResource, ResourceEntry<Item>>(keys.resourceKey, (resource) => ({
    resource,
    scopeGroups: new Groups<OtlpScope, ScopeGroup<Item>>(keys.scopeKey, (scope) => ({ scope, items: [] })),
  }));
  for (const item of items) {
    resources.of(item.resource).scopeGroups.of(item.instrumentationScope).items.push(item);
  }
  return resources.all.map((entry) => ({ resource: entry.resource, scopes: entry.scopeGroups.all }));
}

interface ResourceEntry<Item> {
  readonly resource: OtlpResource;
  readonly scopeGroups: Groups<OtlpScope, ScopeGroup<Item>>;
}

/** Groups by identity, then by content. Lives for one call, so its maps are bounded by the number of items. */
class Groups<Source extends object, Group> {
  readonly all: Group[] = [];
  private readonly byIdentity = new Map<Source, Group>();
  private readonly byContent = new Map<string, Group>();
  private firstSource: Source | undefined;
  private last: { readonly source: Source; readonly group: Group } | undefined;

  constructor(
    private readonly keyOf: (source: Source) => string,
    private readonly create: (source: Source) => Group,
  ) {}

  of(source: Source): Group {
    // Neighbours nearly always share the object.
    if (this.last?.source === source) return this.last.group;
    const group = this.byIdentity.get(source) ?? this.ofContent(source);
    this.byIdentity.set(source, group);
    this.last = { source, group };
    return group;
  }

  private ofContent(source: Source): Group {
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
    if (known !== undefined) return known;
    const group = this.add(source);
    this.byContent.set(key, group);
    return group;
  }

  private add(source: Source): Group {
    const group = this.create(source);
    this.all.push(group);
    return group;
  }
}
