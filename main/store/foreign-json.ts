import type { Failure } from '../../shared/failure';
import { NotText, withoutEdges } from './decode';
import type { JsonFaultKind, ScanFault } from './json-scan';
import { JsonScan } from './json-scan';

/** Counted from 1; the column in characters. */
export interface JsonFault {
  readonly kind: JsonFaultKind;
  readonly line: number;
  readonly column: number;
}

export type ReadJson =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly fault: JsonFault };

/**
 * Reads JSON that comes from outside. A byte order mark, zeros at the end and spaces of any kind around it (as web pages and word
 * processors put there) do not matter. Anything else is refused with its position, not guessed.
 */
export function readJson(stored: string): ReadJson {
  const text = withoutEdges(stored);
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const scan = new JsonScan(text);
    const fault = scan.firstFault();
    return fault === null ? parseWith(text, scan.spaces) : { ok: false, fault: place(text, fault) };
  }
}

export class NotJson extends SyntaxError {
  readonly fault: JsonFault;

  constructor(fault: JsonFault) {
    super(`not JSON: ${fault.kind} at ${fault.line}:${fault.column}`);
    this.fault = fault;
  }
}

/** The same, but throws `NotJson` for a text that is not JSON. */
export function parseForeignJson(text: string): unknown {
  const read = readJson(text);
  if (read.ok) return read.value;
  throw new NotJson(read.fault);
}

/** Why and where a file is not JSON, for the wording of the failure; empty when that is not known. */
export function faultOf(cause: unknown): Pick<Failure, 'why' | 'place'> {
  if (cause instanceof NotText) return { why: cause.kind };
  if (!(cause instanceof NotJson)) return {};
  const { kind, line, column } = cause.fault;
  return { why: kind, place: { line, column } };
}

/** Replaces spaces that JSON does not allow, outside of strings, by spaces that it does. */
function parseWith(text: string, spaces: ReadonlySet<number>): ReadJson {
  try {
    return {
      ok: true,
      value: JSON.parse(
        Array.from({ length: text.length }, (_, at) => (spaces.has(at) ? ' ' : text.charAt(at))).join(''),
      ),
    };
  } catch {
    return { ok: false, fault: { kind: 'text', line: 1, column: 1 } };
  }
}

/** Line and column of an offset; CR LF is one line break. */
function place(text: string, { kind, at }: ScanFault): JsonFault {
  const lines = text.slice(0, at).split(/\r\n|\r|\n/);
  return { kind, line: lines.length, column: Array.from(lines.at(-1) ?? '').length + 1 };
}
