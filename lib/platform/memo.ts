/**
 * Remembers what `load` gave for `lifeMs`, per key; all who ask meanwhile share one call. A failure is remembered by
 * nobody. At most `most` keys, since keys come from addresses. For what may be a little old, never for a decision.
 */
export function memo<Value>(lifeMs: number, most: number, load: (key: string) => Promise<Value>): (key: string) => Promise<Value> {
  const known = new Map<string, { value: Promise<Value>; until: number }>();
  return (key) => {
    const now = performance.now();
    const found = known.get(key);
    if (found && now < found.until) return found.value;
    if (known.size >= most) known.clear();
    const value = load(key);
    known.set(key, { value, until: now + lifeMs });
    value.catch(() => known.delete(key));
    return value;
  };
}
