import * as v from 'valibot';
import type { Failure } from '../failure';
import type { ManagedDevice, MatchReason } from '../managed-device';
import type { Reading } from '../search/reading';
import { ChipsSchema, SearchText } from './device-query';

/** Where the values of a row come from: Intune itself, this computer's list, or a copy kept among pins and recents. */
export type RowSource = 'live' | 'local' | 'recent';

export interface DeviceRow extends ManagedDevice {
  readonly match: MatchReason | null;
  readonly source: RowSource;
  /** When the values were read there, ISO 8601; null when that is not known. */
  readonly asOf: string | null;
  /** Of a hit of Intune: the local inventory's answer to the same text has the device too. */
  readonly listed?: boolean;
  /** Of a hit of Intune: the local inventory has the device, whatever it answered; it is not new. */
  readonly known?: boolean;
  /** Other devices of the same name: in the tenant where the local inventory tells, else in the answer. */
  readonly twins: number;
  /** Not checked in for so long that a session is unlikely. */
  readonly stale: boolean;
  readonly pinned: boolean;
}

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly upn: string;
  readonly mail: string;
}

export interface AppRow {
  readonly id: string;
  readonly name: string;
  readonly version: string;
  readonly publisher: string;
  readonly deviceCount: number;
}

/** The answer to one text. A part that could not be asked is named in `problems`; the rest still stands. */
export interface SearchAnswer {
  readonly text: string;
  readonly devices: readonly DeviceRow[];
  readonly people: readonly PersonRow[];
  readonly apps: readonly AppRow[];
  /** The readings that found something, in the order of their rows; the text as it is when it did. */
  readonly readings: readonly Reading[];
  /** What of the text is left out of these readings, because nothing was found by it; absent when it is nothing. */
  readonly missing?: readonly string[];
  /** The service held more than was taken. */
  readonly truncated: boolean;
  readonly problems: readonly Failure[];
}

export interface DeviceList {
  readonly devices: readonly DeviceRow[];
  /** The service holds more than these. */
  readonly truncated: boolean;
  /** What `devices.more` takes, once, to go on where these end; absent where nothing can be asked for any more. */
  readonly more?: string;
}

/** What the empty box shows. */
export interface Shortlist {
  readonly pinned: readonly DeviceRow[];
  readonly recent: readonly DeviceRow[];
}

/** Ids come from the service and go back to it as a path segment, so only this alphabet passes. */
export const IdSchema = v.pipe(v.string(), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/));

export const parseSearch = v.parser(v.object({ text: SearchText, chips: v.exactOptional(ChipsSchema) }));
export type DeviceSearch = ReturnType<typeof parseSearch>;
/** `glance`: the row is only highlighted in passing, so the device does not become the most recent one. */
export const parseRead = v.parser(v.object({ deviceId: IdSchema, glance: v.exactOptional(v.boolean()) }));
export const parseUserId = v.parser(v.object({ userId: IdSchema }));
export const parseAppId = v.parser(v.object({ appId: IdSchema }));
export const parseMore = v.parser(v.object({ more: v.pipe(v.string(), v.uuid()) }));
export const parsePin = v.parser(v.object({ deviceId: IdSchema, pinned: v.boolean() }));
