import * as v from 'valibot';
import type { Failure } from '../failure';
import { IdSchema } from './devices';

/** Something that was noticed at start or in the background and stays until it is dismissed. */
export interface Notice {
  readonly id: string;
  readonly failure: Failure;
  /** Name of the file or feature concerned, if any. */
  readonly about: string | null;
}

export interface AppInfo {
  readonly version: string;
  readonly electron: string;
  readonly platform: 'win32' | 'darwin' | 'linux';
  readonly notices: readonly Notice[];
}

const sections = ['devices', 'history', 'settings'] as const;
/** A section of the main window. */
export type Section = (typeof sections)[number];
/** Where a window is asked to go: a section, and in it a device or a request. */
export interface Place {
  readonly section: Section;
  readonly deviceId: string | null;
  readonly requestId: string | null;
  /** Open the confirm card of the device at once (it still sends nothing). */
  readonly card: boolean;
}

export const parseCopy = v.parser(v.object({ text: v.pipe(v.string(), v.maxLength(8000)) }));
export const parsePlace = v.parser(
  v.object({
    section: v.picklist(sections),
    deviceId: v.nullable(IdSchema),
    requestId: v.nullable(IdSchema),
    card: v.boolean(),
  }),
);
export const parseHeight = v.parser(v.object({ height: v.pipe(v.number(), v.minValue(60), v.maxValue(440)) }));
export const parseNoticeId = v.parser(v.object({ noticeId: IdSchema }));
/** An error the page caught; only its kind is kept, for the log. */
export const parsePageError = v.parser(
  v.object({
    message: v.pipe(
      v.string(),
      v.transform((text) => text.slice(0, 500)),
    ),
  }),
);
