import { textOf } from '../../shared/read-body';
import { collectionOf } from './managed-device';
import { LINK_LIMIT, nextLinkOf } from './paging';

/** A page of devices after JSON parsing; its entries are parsed one by one (`parseDevice`). */
export interface ReadDevicePage {
  readonly items: readonly unknown[];
  /** The service's own link to the next page, unchanged; null at the end. */
  readonly next: string | null;
}

/** Returns null when the bytes are not a page of a collection or its next link is unusable. */
export function readDevicePage(bytes: Uint8Array): ReadDevicePage | null {
  try {
    const body: unknown = JSON.parse(textOf(bytes));
    const items = collectionOf(body);
    const next = nextLinkOf(body);
    return items === null || next === null ? null : { items, next: next ?? null };
  } catch {
    return null;
  }
}

const NAME = '"@odata.nextLink"';
const LINK = /^\s*:\s*("(?:[^"\\]|\\.)*")/;

/** Guesses the next link without parsing the page; null when none is found. */
export function nextLinkHint(bytes: Uint8Array): string | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = buffer.indexOf(NAME);
  if (at < 0) return null;
  const text = LINK.exec(buffer.toString('utf8', at + NAME.length, at + NAME.length + LINK_LIMIT))?.[1];
  return text === undefined ? null : linkOf(text);
}

function linkOf(text: string): string | null {
  try {
    const link: unknown = JSON.parse(text);
    return typeof link === 'string' ? link : null;
  } catch {
    return null;
  }
}
