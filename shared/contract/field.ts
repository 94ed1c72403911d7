import * as v from 'valibot';
import type { Messages } from '../i18n';

/** A text in the language of `m`. `tenant`: the name of the tenant, for texts that mention it. */
export type Label = (m: Messages, tenant: string) => string;

/** What every preference has. */
interface Field<T> {
  /** Parses the stored value, the value of a policy and the value from the bridge. */
  readonly schema: v.GenericSchema<unknown, T>;
  /** The value until the technician or the organization chooses one. */
  readonly initial: T;
  readonly label: Label;
  /** Whether an administrator may set it, which locks it. */
  readonly isLockable: boolean;
}

/** One of several values, in the order in which they are offered. */
export interface ChoiceField<T extends string> extends Field<T> {
  readonly kind: 'choice';
  readonly choices: Readonly<Record<T, Label>>;
}

export interface FlagField extends Field<boolean> {
  readonly kind: 'flag';
}

/** A whole number; both bounds are allowed. */
export interface WholeField extends Field<number> {
  readonly kind: 'whole';
  readonly min: number;
  readonly max: number;
}

export interface TextField extends Field<string> {
  readonly kind: 'text';
  /** Characters. */
  readonly maxLength: number;
  readonly example: string;
}

/** Several of the given values, each at most once, in an order that the technician chooses. */
export interface ListField<T extends string> extends Field<readonly T[]> {
  readonly kind: 'list';
  readonly of: readonly T[];
}

export type AnyField = ChoiceField<string> | FlagField | WholeField | TextField | ListField<string>;

interface Common<T> {
  readonly label: Label;
  readonly initial: T;
  /** Default: an administrator may set it. */
  readonly isLockable?: boolean;
}

const common = <T>({ label, initial, isLockable = true }: Common<T>) => ({ label, initial, isLockable });

export const choice = <T extends string>(
  options: Common<NoInfer<T>> & { readonly choices: Readonly<Record<T, Label>> },
): ChoiceField<T> => ({
  ...common<T>(options),
  kind: 'choice',
  choices: options.choices,
  schema: v.picklist(Object.keys(options.choices) as T[]),
});

export const flag = (options: Common<boolean>): FlagField => ({
  ...common(options),
  kind: 'flag',
  schema: v.boolean(),
});

export const whole = (options: Common<number> & { readonly min: number; readonly max: number }): WholeField => ({
  ...common(options),
  kind: 'whole',
  min: options.min,
  max: options.max,
  schema: v.pipe(v.number(), v.integer(), v.minValue(options.min), v.maxValue(options.max)),
});

export const text = (
  options: Common<string> & { readonly maxLength: number; readonly pattern: RegExp; readonly example: string },
): TextField => ({
  ...common(options),
  kind: 'text',
  maxLength: options.maxLength,
  example: options.example,
  schema: v.pipe(v.string(), v.maxLength(options.maxLength), v.regex(options.pattern)),
});

/** Duplicate values count once. */
export const list = <T extends string>(
  options: Common<readonly T[]> & { readonly of: readonly T[] },
): ListField<T> => ({
  ...common<readonly T[]>(options),
  kind: 'list',
  of: options.of,
  schema: v.pipe(
    v.array(v.picklist(options.of)),
    v.maxLength(options.of.length),
    v.transform((values) => [...new Set(values)]),
  ),
});
