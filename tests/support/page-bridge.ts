import type { Page } from '@playwright/test';
import type { Outcome } from '../../shared/failure';

type Functions = Readonly<Record<string, Readonly<Record<string, (input: unknown) => Promise<unknown>>>>>;

/** Calls main from the page, the way a script that took the page over would: any group, any name, any input. */
export function callMain<T>(window: Page, group: string, name: string, input?: unknown): Promise<Outcome<T>> {
  return window.evaluate(
    async ([wantedGroup, wantedName, given]) => {
      const bridge = (globalThis as unknown as { deskside: Functions }).deskside;
      const call = bridge[wantedGroup]?.[wantedName];
      if (call === undefined) throw new Error(`The bridge has no ${wantedGroup}.${wantedName}`);
      return (await call(given)) as Outcome<T>;
    },
    [group, name, input] as const,
  );
}

/** The same, for a call that must succeed: returns its value, or throws an error with the failure's code. */
export async function valueFromMain<T>(window: Page, group: string, name: string, input?: unknown): Promise<T> {
  const outcome = await callMain<T>(window, group, name, input);
  if (!outcome.ok) throw new Error(outcome.error.code);
  return outcome.value;
}
