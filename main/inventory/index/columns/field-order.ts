import type { DeviceField } from '../../../../shared/managed-device';
import { isIdField, searchedFields } from '../../../../shared/search/match';
import { IDENTIFYING } from '../../../../shared/search/rank';
import { TEXTS } from './columns';

/** Places of fields in the order of the shared rules: the better reason first. */
export const FIELDS = searchedFields.length;
export const placeOf = (field: DeviceField): number => searchedFields.indexOf(field);

const textOfField: Partial<Record<DeviceField, number>> = TEXTS;
/** For each place the text of the arena it stands for, or -1. */
export const TEXT_OF_PLACE: readonly number[] = searchedFields.map((field) => textOfField[field] ?? -1);
/** For each text of the arena its place. */
export const PLACE_OF_TEXT: readonly number[] = Object.keys(TEXTS).map((field) =>
  TEXT_OF_PLACE.indexOf(textOfField[field as DeviceField] ?? -1),
);

export const NAME = placeOf('name');
export const SERIAL = placeOf('serial');
export const UPN = placeOf('upn');
export const MAIL = placeOf('mail');
export const WIFI_MAC = placeOf('wifiMac');
export const ENTRA_ID = placeOf('entraId');
export const ID = placeOf('id');
/** Fields that many devices share, with their name in a kind. */
export const KIND_FIELDS = (['model', 'manufacturer', 'category', 'os'] as const).map((field) => ({
  field,
  place: placeOf(field),
}));

export const IS_ID: readonly boolean[] = searchedFields.map(isIdField);

export const IS_IDENTITY: readonly boolean[] = searchedFields.map((field) => IDENTIFYING.has(field));

/** A grade and the field that shows it, as one number: the smaller, the better. Among them there is room for the stale behind the fresh of a grade. */
export const CLASS_STEP = 32;
export const STALE_STEP = 16;
/** Within a class what is written in another spelling than it was typed stands behind the rest. */
export const RESPELLED_STEP = 0.5;
export const classOf = (grade: number, place: number): number => grade * CLASS_STEP + place;
export const gradeOf = (matchClass: number): number => Math.floor(matchClass / CLASS_STEP);
