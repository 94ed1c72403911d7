import type { Page } from '@playwright/test';
import type { Handlers, Publish, WindowKind } from '../../shared/contract/define';
import type { AppContract } from '../../shared/contract/index';
import { contract } from '../../shared/contract/index';
import { hostRenderer, pageOrigin } from '../support/renderer-host';

type Calls = Handlers<AppContract>;
/** What main answers; only what the test prepared. */
export type Answers = { readonly [G in keyof Calls]?: Partial<Calls[G]> };
type Answer = (input: unknown) => Promise<unknown>;
type Signals = Publish<AppContract>;
type PayloadOf<F> = F extends (payload: infer P) => void ? P : never;
type CallName = { [G in keyof Calls]: `${G & string}.${keyof Calls[G] & string}` }[keyof Calls];

interface Asked {
  readonly call: string;
  readonly input: unknown;
}

const members = Object.entries(contract).map(([group, all]) => ({
  group,
  calls: Object.entries(all).flatMap(([name, member]) => (member.kind === 'call' ? [name] : [])),
  signals: Object.entries(all).flatMap(([name, member]) => (member.kind === 'signal' ? [name] : [])),
}));

const memberOf = (group: string, name: string): { parse: (raw: unknown) => unknown; windows: readonly WindowKind[] } =>
  (contract as unknown as Record<string, Record<string, never>>)[group]![name]!;

/** The real built page in a plain browser, with main played by the test. */
export class Stage {
  /** What must not happen: unprepared calls, inputs that main would refuse, policy violations, errors. */
  readonly problems: string[] = [];
  readonly page: Page;

  #answers: Record<string, Record<string, Answer | undefined>> = {};
  readonly #asked: Asked[] = [];
  #window: WindowKind = 'main';

  private constructor(page: Page) {
    this.page = page;
  }

  static async on(page: Page): Promise<Stage> {
    const stage = new Stage(page);
    await hostRenderer(page);
    await page.exposeFunction('__answer', (group: string, name: string, input: unknown) =>
      stage.#answer(group, name, input),
    );
    await page.exposeFunction('__violation', (text: string) => void stage.problems.push(`policy: ${text}`));
    await page.addInitScript(playBridge, members);
    page.on('pageerror', (error) => stage.problems.push(`error: ${error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') stage.problems.push(`console: ${message.text()}`);
    });
    return stage;
  }

  /** Leaves the page and forgets everything, for another test in the same page. */
  async clear(): Promise<void> {
    await this.page.goto('about:blank');
    await this.page.mouse.move(0, 0);
    this.#answers = {};
    this.#asked.length = 0;
    this.problems.length = 0;
  }

  /** Adds answers; a later one replaces an earlier one. */
  prepare(answers: Answers): void {
    for (const [group, all] of Object.entries(answers))
      this.#answers[group] = { ...this.#answers[group], ...(all as Record<string, Answer>) };
  }

  async open(window: WindowKind = 'main'): Promise<void> {
    this.#window = window;
    await this.page.goto(`${pageOrigin}/${window === 'main' ? 'index' : 'quick'}.html`);
    await this.page.getByRole('main').waitFor();
  }

  /** The inputs with which a call was made so far. */
  asked(call: CallName): readonly unknown[] {
    return this.#asked.filter((one) => one.call === call).map((one) => one.input);
  }

  /** News from main. */
  async tell<G extends keyof Signals, M extends keyof Signals[G] & string>(
    group: G,
    member: M,
    payload: PayloadOf<Signals[G][M]>,
  ): Promise<void> {
    await this.page.evaluate(([name, detail]) => window.dispatchEvent(new CustomEvent(name, { detail })), [
      `${group}.${member}`,
      payload,
    ] as const);
  }

  async #answer(group: string, name: string, input: unknown): Promise<unknown> {
    const call = `${group}.${name}`;
    this.#asked.push({ call, input });
    const { parse, windows } = memberOf(group, name);
    if (!windows.includes(this.#window)) this.problems.push(`${this.#window} window may not call ${call}`);
    try {
      parse(input);
    } catch {
      this.problems.push(`main refuses the input of ${call}: ${JSON.stringify(input).slice(0, 300)}`);
    }
    const answer = this.#answers[group]?.[name];
    if (answer !== undefined) return answer(input);
    this.problems.push(`unprepared call: ${call}`);
    return { ok: false, error: { code: 'internal', ref: 'unprepared' } };
  }
}

/** Runs in the page before its own scripts: the bridge as the preload script makes it. */
function playBridge(groups: typeof members): void {
  const host = window as unknown as {
    __answer: (...parts: unknown[]) => Promise<unknown>;
    __violation: (text: string) => void;
    deskside: unknown;
  };
  const subscribe = (name: string) => (listener: (payload: unknown) => void) => {
    const relay = (event: Event): void => listener((event as CustomEvent).detail);
    window.addEventListener(name, relay);
    return () => window.removeEventListener(name, relay);
  };
  host.deskside = Object.fromEntries(
    groups.map(({ group, calls, signals }) => [
      group,
      Object.fromEntries([
        ...calls.map((name) => [name, (input: unknown) => host.__answer(group, name, input)]),
        ...signals.map((name) => [name, subscribe(`${group}.${name}`)]),
      ]),
    ]),
  );
  document.addEventListener('securitypolicyviolation', (event) =>
    host.__violation(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
}

/** An answer that the test gives when it wants to. */
export function later<T>(): { readonly answer: Promise<T>; readonly give: (value: T) => void } {
  let give: (value: T) => void = () => undefined;
  const answer = new Promise<T>((settle) => {
    give = settle;
  });
  return { answer, give };
}
