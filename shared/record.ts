/** A JSON object whose members are not known yet. */
export type UnknownRecord = Readonly<Record<string, unknown>>;

/** True for objects, but not for arrays and null. */
export const isRecord = (value: unknown): value is UnknownRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The object in a JSON text; null when the text is not JSON or holds something else. Never throws. */
export function parseRecord(text: string): UnknownRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
