import type { DeviceField } from '../../../../shared/managed-device';
import { isIdField, searchedFields } from '../../../../shared/search/match';
import { IDENTIFYING } from '../../../../shared/search/rank';
import { TEXTS } from './columns';

/** Indexes of fields in the order of the shared rules: the better reason first. */
export const FIELDS = searchedFields.length;
export const placeOf = (field: DeviceField): number => searchedFields.indexOf(field);

const textOfField: Partial<Record<DeviceField, number>> = TEXTS;
/** For each field its text in the arena, or -1. */
export const TEXT_OF_PLACE: readonly number[] = searchedFields.map((field) => textOfField[field] ?? -1);
/** For each text of the arena its field. */
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

/** A grade and the field that shows it, as one number: the smaller, the better. There is room between them to rank stale rows behind fresh ones. */
export const CLASS_STEP = 32;
export const STALE_STEP = 16;
/** Within a class, rows with another spelling than the typed one come after the others. */
export const RESPELLED_STEP = 0.5;
export const classOf = (grade: number, place: number): number => grade * CLASS_STEP + place;
export const gradeOf = (matchClass: number): number => Math.floor(matchClass / CLASS_STEP);
