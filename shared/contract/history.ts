import * as v from 'valibot';
import { SearchText } from './device-query';
import { IdSchema } from './devices';
import type { AssistanceRequest } from './requests';
import { requestStates } from './requests';

const Day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/));

const QueryEntries = {
  text: SearchText,
  states: v.pipe(v.array(v.picklist(requestStates)), v.maxLength(requestStates.length)),
  /** Calendar days of this workstation, inclusive; null means no limit. */
  from: v.nullable(Day),
  to: v.nullable(Day),
  /** Only requests for this device. */
  deviceId: v.optional(IdSchema),
};

export const QuerySchema = v.object({
  ...QueryEntries,
  offset: v.pipe(v.number(), v.integer(), v.minValue(0)),
  limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(500)),
});
export type HistoryQuery = v.InferOutput<typeof QuerySchema>;

export interface HistoryPage {
  /** Newest first. */
  readonly entries: readonly AssistanceRequest[];
  readonly total: number;
}

/** What is exported. The technician chooses the format in the dialog. */
export const ExportSchema = v.object(QueryEntries);
export type HistoryExport = v.InferOutput<typeof ExportSchema>;

/** False when the technician kept the history. */
export interface ClearAnswer {
  readonly cleared: boolean;
}

export const parseQuery = v.parser(QuerySchema);
export const parseExport = v.parser(ExportSchema);
