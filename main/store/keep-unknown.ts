/**
 * The value to write over `stored`, so that it says `next` and loses nothing: `read` is what this version understood of it. Whatever
 * did not change stays as it was stored, and so do members that only another version knows. All three are JSON values.
 */
export function keepUnknown(stored: unknown, read: unknown, next: unknown): unknown {
  if (Array.isArray(stored) && Array.isArray(read) && Array.isArray(next))
    return next.map((item: unknown, at) => keepUnknown(stored[at], read[at], item));
  if (isRecord(stored) && isRecord(read) && isRecord(next)) {
    const unknown = Object.entries(stored).filter(([name]) => !Object.hasOwn(read, name));
    const known = Object.entries(next).map(([name, value]) => [name, keepUnknown(stored[name], read[name], value)]);
    return { ...Object.fromEntries(unknown), ...Object.fromEntries(known) };
  }
  return read === next && stored !== undefined && !holdsAddress(stored) ? stored : next;
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A text that was read without its addresses stays without them: one could be a session link. */
const holdsAddress = (stored: unknown): boolean => typeof stored === 'string' && stored.includes('://');
