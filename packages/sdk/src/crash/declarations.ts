import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { resourceText, scopeText } from './span-lines.js';

type Resource = ReadableSpan['resource'];
type Scope = ReadableSpan['instrumentationScope'];

/** Resources and scopes that are told apart; a program has one and a handful. Beyond it they are declared again. */
const DECLARED_MAX = 1_000;

/** The resources and scopes that a file has lines for, by their numbers. */
export class Declarations {
  private readonly resources = new Map<Resource, number>();
  private readonly scopes = new Map<Scope, number>();
  private lines: string[] = [];
  private nextNumber = 0;
  private lastResource: Resource | undefined;
  private lastResourceNumber = 0;
  private lastScope: Scope | undefined;
  private lastScopeNumber = 0;

  /** @param write - appends a line to the file; called before the number is used */
  constructor(private readonly write: (line: string) => void) {}

  /** Every line, for a file that is begun anew. */
  get text(): string {
    return this.lines.join('');
  }

  /** The number of a resource. One that still waits for attributes is declared again once they are there. */
  resourceNumber(resource: Resource): number {
    if (resource === this.lastResource) return this.lastResourceNumber;
    const number = this.resources.get(resource) ?? this.declareResource(resource);
    this.lastResource = resource;
    this.lastResourceNumber = number;
    return number;
  }

  /** The number of a scope. */
  scopeNumber(scope: Scope): number {
    if (scope === this.lastScope) return this.lastScopeNumber;
    const number = this.scopes.get(scope) ?? this.declare(this.scopes, scope, 'scope', scopeText(scope));
    this.lastScope = scope;
    this.lastScopeNumber = number;
    return number;
  }

  /** Forgets everything: the next span declares again. */
  clear(): void {
    this.resources.clear();
    this.scopes.clear();
    this.lines = [];
    this.lastResource = undefined;
    this.lastScope = undefined;
  }

  private declareResource(resource: Resource): number {
    const number = this.declare(this.resources, resource, 'resource', resourceText(resource));
    if (resource.asyncAttributesPending === true) {
      const settle = (): void => {
        if (this.resources.get(resource) !== number) return;
        this.put(`{"resource":${number},${resourceText(resource)}}\n`);
      };
      // What a detector fails with is the business of whoever made the resource.
      resource.waitForAsyncAttributes?.().then(settle, () => undefined);
    }
    return number;
  }

  private declare<Declared>(known: Map<Declared, number>, declared: Declared, kind: string, value: string): number {
    if (this.lines.length >= DECLARED_MAX) this.clear();
    const number = this.nextNumber;
    this.nextNumber += 1;
    this.put(`{"${kind}":${number},${value}}\n`);
    known.set(declared, number);
    return number;
  }

  private put(line: string): void {
    this.write(line);
    this.lines.push(line);
  }
}
