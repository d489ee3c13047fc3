/** A proxy that throws whatever is asked of it. */
export function revokedProxy(target: object = {}): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** An object whose getters count how often they are called. */
export function countingObject(keys: readonly string[]): {
  readonly value: object;
  readonly calls: Map<string, number>;
} {
  const calls = new Map<string, number>();
  const value = {};
  for (const key of keys) {
    Object.defineProperty(value, key, {
      enumerable: true,
      get: () => {
        calls.set(key, (calls.get(key) ?? 0) + 1);
        return { inner: 1 };
      },
    });
  }
  return { value, calls };
}

/** Objects that all know one another: more paths than anybody can walk. */
export function clique(count: number): Record<string, unknown> {
  const members = Array.from({ length: count }, (): Record<string, unknown> => ({}));
  for (const member of members) members.forEach((other, index) => (member[`k${index}`] = other));
  return members[0] ?? {};
}

/** An object that holds itself `levels` deep. */
export function nested(levels: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < levels; level += 1) value = { n: value };
  return value;
}
