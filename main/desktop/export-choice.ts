import { existsSync } from 'node:fs';
import { extname } from 'node:path';
import type { CsvSeparator, ExportFormat } from '../../shared/contract/export';
import { exportFormats } from '../../shared/contract/export';
import type { Preferences } from '../../shared/contract/settings';
import type { Messages } from '../../shared/i18n';
import type { Separator } from '../store/csv';
import type { ExportStyle } from '../store/table-text';
import type { Dialogs } from './dialogs';

export interface ExportChoice {
  readonly path: string;
  readonly style: ExportStyle;
  /** When it was chosen, ISO 8601. */
  readonly at: string;
}

export interface ExportQuestion {
  readonly dialogs: Pick<Dialogs, 'saveFile'>;
  readonly messages: Messages;
  readonly title: string;
  /** The proposed name begins with it; date and extension follow. */
  readonly stem: string;
}

/** Where a list is saved, and as what. */
export interface ExportChoices {
  /** Asks with the system's dialog, and remembers the format. Null: the technician closed it. */
  choose(question: ExportQuestion): Promise<ExportChoice | null>;
}

export interface ExportMemory {
  readonly preferences: () => Pick<Preferences, 'exportFormat' | 'csvSeparator'>;
  /** Language tag that the system formats by. */
  readonly region: () => string;
  readonly remember: (format: ExportFormat) => void;
  /** ISO 8601. */
  readonly now: () => string;
}

export function createExportChoices({ preferences, region, remember, now }: ExportMemory): ExportChoices {
  return {
    async choose({ dialogs, messages, title, stem }) {
      const { exportFormat: proposed, csvSeparator } = preferences();
      const at = now();
      const formats = [proposed, ...exportFormats.filter((format) => format !== proposed)];
      const kinds = formats.map((format) => ({ label: messages.dialog.format[format](), extensions: [format] }));
      const chosen = await dialogs.saveFile({ title, name: `${stem}-${at.slice(0, 10)}.${proposed}`, kinds });
      if (chosen === null) return null;
      const named = formatOf(chosen);
      const format = named ?? proposed;
      if (format !== proposed) remember(format);
      return {
        path: named === null ? withExtension(chosen, format) : chosen,
        style: { format, separator: separatorFor(csvSeparator, region()) },
        at,
      };
    },
  };
}

/** The extension of the name decides, not the filter that was selected. Null for a name without a known extension. */
export function formatOf(path: string): ExportFormat | null {
  const extension = extname(path).slice(1).toLowerCase();
  return exportFormats.find((format) => format === extension) ?? null;
}

/** Some dialogs add no extension. If adding it would replace another file, the name stays as confirmed. */
const withExtension = (path: string, format: ExportFormat): string =>
  existsSync(`${path}.${format}`) ? path : `${path}.${format}`;

/** `system`: in regions with a decimal comma, spreadsheets use semicolons. */
export function separatorFor(choice: CsvSeparator, region: string): Separator {
  if (choice === 'semicolon') return ';';
  if (choice === 'tab') return '\t';
  return choice === 'system' && decimalSign(region) === ',' ? ';' : ',';
}

function decimalSign(region: string): string {
  try {
    return new Intl.NumberFormat(region).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
  } catch {
    return '.';
  }
}
