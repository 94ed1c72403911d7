import { GAP } from './plain';

/** Ticket numbers of common service desks: ServiceNow, and the prefixes of others. */
const NUMBERED =
  /(?<![\p{L}\p{N}_-])(?:(?:INC|REQ|RITM|CHG|PRB|SCTASK|CTASK|PTASK|CRQ|TKT|ITSM)[-_ #:]{0,2}|(?:TASK|TICKET|CASE|INCIDENT|CHANGE|PROBLEM)[-_]?)\d{3,12}(?![\p{L}\p{N}-])/giu;
const HASH = /(?<![\p{L}\p{N}&#])#\d{3,12}(?![\p{L}\p{N}-])/gu;
const WORDED =
  /(?:(?<![\p{L}\p{N}])(?:ticket|incident|case|request|call|vorgang|vorfall|st(?:ö|oe)rung|anfrage|demande|dossier|caso|incidencia|incidente|richiesta|chamado|zg(?:ł|l)oszenie|melding|заявка)|チケット|インシデント|案件|受付|問い?合わ?せ|依頼|事案|工单|问题单|單號|티켓|접수)[\s-]{0,2}(?:番号|号|id|no\.?|nr\.?|num(?:ber|éro|ero)?\.?|n[°ºo]\.?|번호)?\s{0,2}[:=#]{0,2}\s{0,2}([A-Z]{0,8}[-_]?\d{3,12})(?![\p{L}\p{N}-])/giu;
/** Jira and similar systems; device names look the same. */
const PROJECT = /(?<![\p{L}\p{N}_-])(?:([A-Z]{2,10})-\d{1,7}|(?:CS|HD|SR|WO|SD|IM)\d{5,12})(?![\p{L}\p{N}_-])/gu;
const DEVICE_PREFIX =
  /^(?:PC|LT|NB|DT|WS|WKS|SRV|SV|VM|MAC|MB|MBP|LAP|LAPTOP|DESKTOP|NOTEBOOK|TAB|PH|IPAD|IPHONE|SURFACE|WIN|CPC|KIOSK|TC|CL|CLIENT|HOST|DEV|AP|MTR)$/iu;

export interface Tickets {
  /** The first ticket number; null without one. */
  readonly ticket: string | null;
  readonly rest: string;
}

const tidy = (ticket: string): string => ticket.replace(/(?<=.)[\s:#]+/gu, '').toUpperCase();

/** Removes ticket numbers from a text: they do not identify a device. */
export function takeTickets(text: string): Tickets {
  let first: { readonly at: number; readonly ticket: string } | null = null;
  const note = (at: number, ticket: string): string => {
    if (first === null || at < first.at) first = { at, ticket: tidy(ticket) };
    return GAP;
  };
  let rest = text;
  for (const pattern of [NUMBERED, WORDED, HASH]) {
    rest = rest.replace(pattern, (whole, ...more: unknown[]) => {
      const own = pattern === WORDED ? String(more[0]) : whole;
      return note(text.indexOf(whole), own);
    });
  }
  const found = first as { readonly ticket: string } | null;
  return { ticket: found?.ticket ?? null, rest };
}

/** A number like `HELP-123`, which is a ticket only if something else identifies the device. */
export function projectTicket(text: string): string | null {
  const all = [...text.matchAll(PROJECT)];
  const [only] = all;
  return all.length === 1 && only !== undefined && !DEVICE_PREFIX.test(only[1] ?? '') ? only[0] : null;
}
