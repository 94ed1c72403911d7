/** Structured lines only; the sink redacts. Never put tokens, links, names or serial numbers into a field. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Records an unexpected error. Returns the short reference that is shown to the technician. */
  fault(event: string, cause: unknown): string;
}
