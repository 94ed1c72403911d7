/** More than any call of the contract needs; the largest legitimate input is a profile file of 65,536 characters. */
const limits = { characters: 131_072, values: 2_000, depth: 8 } as const;

/** Whether an input is small and plain enough to be parsed. Counts at most the limits, however large the input is. */
export function isSmallEnough(input: unknown): boolean {
  const budget = { characters: limits.characters, values: limits.values };
  return fits(input, 0, budget);
}

function fits(value: unknown, depth: number, budget: { characters: number; values: number }): boolean {
  if (depth > limits.depth || (budget.values -= 1) < 0) return false;
  if (typeof value === 'string') return (budget.characters -= value.length) >= 0;
  if (typeof value === 'bigint') return (budget.characters -= 1_024) >= 0;
  if (typeof value !== 'object' || value === null) return true;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof Map || value instanceof Set)
    return false;
  if (Array.isArray(value))
    return value.length <= limits.values && value.every((entry) => fits(entry, depth + 1, budget));
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    budget.characters -= key.length;
    if (budget.characters < 0 || !fits(Reflect.get(value, key), depth + 1, budget)) return false;
  }
  return true;
}
