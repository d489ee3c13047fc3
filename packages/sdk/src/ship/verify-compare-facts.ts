import type { ApiFidelity } from '../query/query-client.js';
import type { Fact } from './verify-facts.js';

/** What facts are about; each has other fields that an interface cannot carry. */
export type FactScope = 'span' | 'event' | 'link' | 'resource';

/** A difference between two lists of facts. */
export interface FactDifference {
  readonly kind: 'changed' | 'cut' | 'lost' | 'added';
  readonly field: string;
  readonly sent: string;
  readonly stored: string;
}

/** How {@link compareFacts} compares. */
export interface FactComparison {
  readonly scope: FactScope;
  readonly fidelity: ApiFidelity;
  readonly tell: (difference: FactDifference) => void;
}

/** Compares facts both ways: what was sent and is not stored, and what is stored and was not sent. */
export function compareFacts(sent: readonly Fact[], stored: readonly Fact[], comparison: FactComparison): void {
  const { scope, fidelity, tell } = comparison;
  const storedByField = new Map(stored.map((fact) => [fact[0], fact]));
  for (const fact of sent) {
    const [field, value] = fact;
    const counterpart = storedByField.get(field);
    storedByField.delete(field);
    if (!isCarried(field, scope, fidelity)) continue;
    if (counterpart === undefined) {
      tell({ kind: 'lost', field, sent: value, stored: '' });
    } else if (!isSameValue(fact, counterpart, fidelity)) {
      const kind = fact[2]?.includes(counterpart[1]) === true ? 'cut' : 'changed';
      tell({ kind, field, sent: value, stored: counterpart[1] });
    }
  }
  for (const [field, value] of storedByField.values()) {
    if (isCarried(field, scope, fidelity)) tell({ kind: 'added', field, sent: '', stored: value });
  }
}

/** Answers whether {@link compareFacts} finds nothing. */
export function haveSameFacts(
  sent: readonly Fact[],
  stored: readonly Fact[],
  scope: FactScope,
  fidelity: ApiFidelity,
): boolean {
  let isSame = true;
  const tell = (): void => {
    isSame = false;
  };
  compareFacts(sent, stored, { scope, fidelity, tell });
  return isSame;
}

const ATTRIBUTE_PREFIX = 'attributes.';

function isCarried(field: string, scope: FactScope, fidelity: ApiFidelity): boolean {
  if (!field.startsWith(ATTRIBUTE_PREFIX)) return true;
  const key = field.slice(ATTRIBUTE_PREFIX.length);
  switch (scope) {
    case 'span':
      return !fidelity.ownAttributeKeys.includes(key);
    case 'event':
      return !fidelity.ownEventKeys.includes(key);
    case 'link':
      return fidelity.hasLinkAttributes;
    case 'resource':
      return true;
  }
}

function isSameValue([field, sent]: Fact, [, stored, nested]: Fact, fidelity: ApiFidelity): boolean {
  if (sent === stored) return true;
  const { timeUnitNano, hasNestedValues } = fidelity;
  if (field === 'startTime' || field === 'time') return isCutTime(BigInt(sent), BigInt(stored), timeUnitNano);
  // The end is the start and the duration, each of them cut: up to two units are lost.
  if (field === 'endTime') return isCutTime(BigInt(sent), BigInt(stored), timeUnitNano * 2n - 1n);
  if (hasNestedValues) return false;
  // Where everything is text, the empty value is the empty text.
  return nested?.includes(sent) === true || (sent === 'null' && stored === '""');
}

/** A time that lost less than one unit. */
function isCutTime(sent: bigint, stored: bigint, unitNano: bigint): boolean {
  return sent >= stored && sent - stored < unitNano;
}
