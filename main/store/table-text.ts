import type { ExportFormat } from '../../shared/contract/export';
import type { Separator } from './csv';
import { csvOf } from './csv';
import { BYTE_ORDER_MARK } from './decode';
import { workbook } from './workbook';

/** The format of a written list. */
export interface ExportStyle {
  readonly format: ExportFormat;
  /** Of CSV. */
  readonly separator: Separator;
}

export interface Table {
  /** Name of the sheet. */
  readonly name: string;
  readonly head: readonly string[];
  /** Rows of text, in batches, so that the thread is never blocked. */
  readonly parts: AsyncIterable<readonly (readonly string[])[]>;
}

/** A table as the bytes or the text of a file, in chunks. */
export async function* tableText(
  format: Exclude<ExportFormat, 'json'>,
  separator: Separator,
  { name, head, parts }: Table,
): AsyncGenerator<string | Uint8Array> {
  if (format === 'xlsx') {
    yield* workbook(name, head, parts);
    return;
  }
  yield BYTE_ORDER_MARK + csvOf([head], separator);
  for await (const rows of parts) yield csvOf(rows, separator);
}
