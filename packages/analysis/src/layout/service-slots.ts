/** Colours that a palette has to offer; every renderer has as many. */
export const SERVICE_SLOT_COUNT = 8;

/**
 * A palette slot for each service name. A name keeps its slot from trace to trace, because the slot comes from the
 * name;
 * where two names of one trace meet, the later in the alphabet moves to the next free slot. Beyond eight services slots
 * repeat.
 */
export function assignServiceSlots(serviceNames: readonly string[]): ReadonlyMap<string, number> {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const name of [...serviceNames].sort()) {
    if (slots.has(name)) continue;
    let slot = hash(name) % SERVICE_SLOT_COUNT;
    if (taken.size < SERVICE_SLOT_COUNT) while (taken.has(slot)) slot = (slot + 1) % SERVICE_SLOT_COUNT;
    taken.add(slot);
    slots.set(name, slot);
  }
  return slots;
}

/** FNV-1a over UTF-16 units: small, stable everywhere, and good enough to spread names over eight slots. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}
