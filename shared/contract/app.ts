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
/**
 * What the main window is asked to show, by the tray, a notification, another start or the quick window. It opens and shows;
 * no intent ever sends a request.
 */
export type Intent =
  /** `card`: its confirm card as well, which waits for the technician like every card. */
  | { readonly kind: 'device'; readonly by: 'id'; readonly value: string; readonly card: boolean }
  /** A request with its device, or its record in the history when it is over. */
  | { readonly kind: 'request'; readonly requestId: string }
  | { readonly kind: 'section'; readonly section: Section };

export const parseCopy = v.parser(v.object({ text: v.pipe(v.string(), v.maxLength(8000)) }));
export const parseIntent = v.parser(
  v.variant('kind', [
    v.object({ kind: v.literal('device'), by: v.literal('id'), value: IdSchema, card: v.boolean() }),
    v.object({ kind: v.literal('request'), requestId: IdSchema }),
    v.object({ kind: v.literal('section'), section: v.picklist(sections) }),
  ]),
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
