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
  /** For a hit of Intune: the local inventory's answer to the same text contains the device too. */
  readonly listed?: boolean;
  /** For a hit of Intune: the local inventory has the device, whatever it answered, so it is not new. */
  readonly known?: boolean;
  /** Number of other devices of the same name: in the tenant if the local inventory knows it, else in the answer. */
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

/** The answer to one text. `problems` has the parts that failed; the rest is valid. */
export interface SearchAnswer {
  readonly text: string;
  readonly devices: readonly DeviceRow[];
  readonly people: readonly PersonRow[];
  readonly apps: readonly AppRow[];
  /** The readings that found something, in the order of their rows; the literal text if that did. */
  readonly readings: readonly Reading[];
  /** Parts of the text that these readings leave out because nothing was found by them; absent when there are none. */
  readonly missing?: readonly string[];
  /** The service has more devices than were read. */
  readonly truncated: boolean;
  readonly problems: readonly Failure[];
}

export interface DeviceList {
  readonly devices: readonly DeviceRow[];
  /** The service has more than these. */
  readonly truncated: boolean;
  /** The handle for `devices.more`, valid once, to continue after these; absent at the end. */
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
