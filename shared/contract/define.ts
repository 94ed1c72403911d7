import type { Failure } from '../failure';
import type { Result } from '../result';

/** Turns unknown input into a trusted value of known fields only, or throws. `v.parser(schema)` fits as it is. */
export type Parse<T> = (raw: unknown) => T;

/** The kinds of window that have a bridge. */
export type WindowKind = 'main' | 'quick';

/** `Fail`: further members of its failures. Failures of the bridge itself lack them, so they must be optional. */
export interface Call<In, Out, Fail extends Failure = Failure> {
  readonly kind: 'call';
  readonly parse: Parse<In>;
  /** Windows that may call it. */
  readonly windows: readonly WindowKind[];
  readonly out?: Out; // type only, never set
  readonly fail?: Fail; // type only, never set
}

export interface Signal<Payload> {
  readonly kind: 'signal';
  readonly payload?: Payload; // type only, never set
}

export type Member = Call<unknown, unknown> | Signal<unknown>;
export type Contract = Readonly<Record<string, Readonly<Record<string, Member>>>>;

const everyWindow: readonly WindowKind[] = ['main', 'quick'];

/** A call from a window to the main process. */
export const call = <In, Out, Fail extends Failure = Failure>(
  parse: Parse<In>,
  windows: readonly WindowKind[] = everyWindow,
): Call<In, Out, Fail> => ({
  kind: 'call',
  parse,
  windows,
});

/** News from the main process to the windows. */
export const signal = <Payload>(): Signal<Payload> => ({ kind: 'signal' });

/** The parser of a call without input. */
export const nothing: Parse<void> = () => undefined;

export const channelOf = (group: string, member: string): string => `deskside:${group}.${member}`;

/** What main must implement: calls only. `from` is the kind of window that calls. */
export type Handlers<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [M in keyof C[G] as C[G][M] extends Call<infer _I, infer _O, infer _F> ? M : never]: C[G][M] extends Call<
      infer In,
      infer Out,
      infer Fail
    >
      ? (input: In, from: WindowKind) => Promise<Result<Out, Fail>>
      : never;
  };
};

/** What a window receives: calls return a value or a failure, signals return a function that unsubscribes. */
export type Bridge<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [M in keyof C[G]]: C[G][M] extends Call<infer In, infer Out, infer Fail>
      ? (input: In) => Promise<Result<Out, Fail>>
      : C[G][M] extends Signal<infer Payload>
        ? (listener: (payload: Payload) => void) => () => void
        : never;
  };
};

/** What main may publish: signals only. */
export type Publish<C extends Contract> = {
  readonly [G in keyof C]: {
    readonly [M in keyof C[G] as C[G][M] extends Signal<infer _P> ? M : never]: C[G][M] extends Signal<infer Payload>
      ? (payload: Payload) => void
      : never;
  };
};
