/** What a list is saved as: a workbook, text separated by a sign, or JSON for programs. */
export const exportFormats = ['xlsx', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** What separates the cells of CSV; `system`: what spreadsheets expect in the region of this computer. */
export const csvSeparators = ['system', 'comma', 'semicolon', 'tab'] as const;
export type CsvSeparator = (typeof csvSeparators)[number];

/** `file` is the name without its folder; null when the technician closed the save dialog. */
export interface ExportAnswer {
  readonly file: string | null;
  readonly count: number;
}

/** Rows written so far, and their total. */
export interface ExportProgress {
  readonly done: number;
  readonly total: number;
}
