import type { Properties } from '../data/properties';
import type { Clause, FilterNode } from './filter-parser';

/**
 * Filters on managedDevices as the service treats them:
 * - operators outside the published table are ignored with HTTP 200, so every device comes back;
 * - `startswith` behaves like `contains`;
 * - `or` across properties honours the first clause only, and so does azureADDeviceId with itself;
 * - `userPrincipalName eq ''` returns every device.
 */
type Operator = 'eq' | 'ne' | 'contains' | 'lt' | 'gt';

interface Support {
  readonly operators: readonly Operator[];
  /** Several values of this one property may be joined with `or`. */
  readonly or: boolean;
}

const support = (operators: readonly Operator[], or = false): Support => ({ operators, or });
const value = support(['eq'], true);
const date = support(['lt', 'gt']);

/** From the v1.0 metadata's own property texts. */
export const filterable: Readonly<Record<string, Support>> = {
  deviceName: support(['eq', 'contains']),
  serialNumber: value,
  userPrincipalName: support(['eq', 'ne']),
  emailAddress: support(['contains']),
  azureADDeviceId: support(['eq']),
  operatingSystem: value,
  osVersion: support(['contains']),
  model: support(['eq', 'contains']),
  manufacturer: value,
  imei: value,
  phoneNumber: support(['contains']),
  complianceState: value,
  managementState: value,
  managementAgent: value,
  exchangeAccessState: value,
  deviceCategoryDisplayName: value,
  jailBroken: value,
  enrolledDateTime: date,
  lastSyncDateTime: date,
  complianceGracePeriodExpirationDateTime: date,
};

export type DevicePredicate = (index: number, now: number) => boolean;

/** A predicate, or undefined when the service would ignore the filter. */
export type Compiled = DevicePredicate | undefined;

export interface FilterSource {
  readonly properties: Properties;
  /** Check-in in milliseconds, undefined for never: saves building half a million date strings. */
  readonly lastSync: (index: number, now: number) => number | undefined;
}

const lower = (raw: unknown): string => (typeof raw === 'string' ? raw.toLowerCase() : '');

function dates({ properties, lastSync }: FilterSource, clause: Clause): Compiled {
  const limit = Date.parse(clause.value);
  if (Number.isNaN(limit)) return undefined;
  const read = properties[clause.property];
  const at: (index: number, now: number) => number =
    clause.property === 'lastSyncDateTime'
      ? (index, now) => lastSync(index, now) ?? Number.NEGATIVE_INFINITY
      : (index, now) => Date.parse(String(read?.(index, now)));
  return clause.op === 'lt' ? (index, now) => at(index, now) < limit : (index, now) => at(index, now) > limit;
}

function compileClause(source: FilterSource, clause: Clause): Compiled {
  const rule = filterable[clause.property];
  const read = source.properties[clause.property];
  if (rule === undefined || read === undefined) return undefined;
  const named = clause.op.toLowerCase();
  const op = rule.operators.find((operator) => operator === (named === 'startswith' ? 'contains' : named));
  if (op === undefined) return undefined;
  if (op === 'lt' || op === 'gt') return dates(source, { ...clause, op });
  const wanted = clause.value.toLowerCase();
  if (clause.property === 'userPrincipalName' && wanted === '') return undefined;
  if (op === 'contains') return (index, now) => lower(read(index, now)).includes(wanted);
  if (op === 'ne') return (index, now) => lower(read(index, now)) !== wanted;
  return (index, now) => lower(read(index, now)) === wanted;
}

function firstClause(node: FilterNode): FilterNode {
  if (node.kind === 'clause') return node;
  const [first] = node.terms;
  return node.kind === 'or' && first !== undefined ? firstClause(first) : node;
}

function compileOr(source: FilterSource, terms: readonly FilterNode[]): Compiled {
  const [first] = terms;
  if (first === undefined) return undefined;
  const sameProperty =
    first.kind === 'clause' &&
    filterable[first.property]?.or === true &&
    terms.every((term) => term.kind === 'clause' && term.property === first.property);
  if (!sameProperty) return compileFilter(source, firstClause(first));
  const parts = terms.map((term) => compileFilter(source, term));
  const known = parts.filter((part) => part !== undefined);
  if (known.length < parts.length) return undefined;
  return (index, now) => known.some((part) => part(index, now));
}

/** Turns a parsed filter into what the service would really do with it. */
export function compileFilter(source: FilterSource, node: FilterNode): Compiled {
  if (node.kind === 'clause') return compileClause(source, node);
  if (node.kind === 'or') return compileOr(source, node.terms);
  const known = node.terms.map((term) => compileFilter(source, term)).filter((part) => part !== undefined);
  if (known.length === 0) return undefined;
  return (index, now) => known.every((part) => part(index, now));
}

/** Whether the filter names azureADDeviceId, which the service refuses together with $count. */
export function namesEntraId(node: FilterNode): boolean {
  return node.kind === 'clause' ? node.property === 'azureADDeviceId' : node.terms.some(namesEntraId);
}
