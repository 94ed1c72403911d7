import type { CallShape, Shape } from './call-shapes';

/** What the hostile page does. Plain data: it runs in the page. */
export interface Orders {
  readonly seed: number;
  readonly sequences: number;
  readonly calls: readonly CallShape[];
  /** Texts of profiles; `%S` becomes something that was seen, as a label of a host. */
  readonly profiles: readonly string[];
  /** Ids and texts that the page has on its screen at the beginning. */
  readonly seen: Readonly<Record<string, readonly string[]>>;
}

export interface Tally {
  readonly sequences: number;
  readonly calls: number;
  readonly accepted: number;
  readonly byCall: Readonly<Record<string, number>>;
}

/**
 * Makes seeded random sequences of at least ten calls of the bridge, with arguments out of whatever the answers showed before.
 * It never confirms a card of its own: what that is bounded by has a test of its own. Runs in the page, so it uses nothing from outside.
 */
export async function attackBridge({ seed, sequences, calls, profiles, seen }: Orders): Promise<Tally> {
  type Bridge = Readonly<
    Record<string, Readonly<Record<string, (input: unknown) => Promise<{ ok: boolean; value?: unknown }>>>>
  >;
  const bridge = (globalThis as unknown as { deskside: Bridge }).deskside;
  let state = seed >>> 0;
  const random = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T | undefined => list[below(list.length)];

  const known = new Map<string, string[]>(Object.entries(seen).map(([name, texts]) => [name, [...texts]]));
  const everything: string[] = [...known.values()].flat();
  const ownCards = new Set<string>();
  const keep = (name: string, text: string): void => {
    if (text === '' || text.length > 200) return;
    const list = known.get(name) ?? [];
    if (list.length < 200 && !list.includes(text)) known.set(name, [...list, text]);
    if (everything.length < 2_000) everything.push(text);
  };
  const learn = (value: unknown, name: string, depth = 0): void => {
    if (typeof value === 'string') keep(name, value);
    if (typeof value !== 'object' || value === null || depth > 5) return;
    for (const [member, inner] of Object.entries(value).slice(0, 40))
      learn(inner, Array.isArray(value) ? name : member, depth + 1);
  };

  const odd = ['', '0', '__proto__', '../x', '\u202e', 'a'.repeat(300), '%00', 'https://stolen.example/'];
  const idsFor = (name: string): readonly string[] => [
    ...(known.get(name) ?? []),
    ...(name.endsWith('Id') ? (known.get('id') ?? []) : []),
  ];
  const profile = (): string => {
    const said = (pick(everything) ?? 'x')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 40);
    return (pick(profiles) ?? '{}').replaceAll('%S', said === '' ? 'x' : said);
  };
  const text = (name: string, call: string): string => {
    if (call === 'settings.importProfile') return profile();
    if (name === 'handle' && call === 'requests.send')
      return (
        pick([
          ...idsFor('handle').filter((handle) => !ownCards.has(handle)),
          ...(known.get('id') ?? []),
          '0'.repeat(48),
        ]) ?? ''
      );
    if (name === 'shortcut') return pick(['A', 'Return', 'Ctrl+C', 'Ctrl+Alt+J', '']) ?? '';
    const lot = random();
    if (lot < 0.75) return pick(idsFor(name)) ?? pick(everything) ?? '';
    return (lot < 0.95 ? pick(everything) : pick(odd)) ?? '';
  };
  const make = (shape: Shape, name: string, call: string): unknown => {
    switch (shape.kind) {
      case 'nothing':
        return undefined;
      case 'boolean':
        return random() < 0.5;
      case 'string':
        return text(name, call);
      case 'number':
        return pick([shape.min, shape.max, shape.min + below(Math.max(1, shape.max - shape.min))]);
      case 'one-of':
        return pick(shape.options);
      case 'any-of': {
        const one = pick(shape.of);
        return one === undefined ? undefined : make(one, name, call);
      }
      case 'list':
        return Array.from({ length: below(3) }, () => make(shape.of, name, call));
      case 'or-null':
        return random() < 0.4 ? null : make(shape.of, name, call);
      case 'maybe':
        return random() < 0.6 ? undefined : make(shape.of, name, call);
      case 'object': {
        const made: [string, unknown][] = Object.entries(shape.members).map(([member, inner]) => [
          member,
          make(inner, member, call),
        ]);
        return Object.fromEntries(made.filter(([, value]) => value !== undefined));
      }
    }
  };

  // What ends the stage is rare: most sequences should have something to steal.
  const rare = ['session.signOut', 'requests.stopWatching', 'requests.close', 'settings.activateProfile'];
  const eager = [
    'settings.importProfile',
    'session.signIn',
    'settings.removeProfile',
    'history.clear',
    'requests.open',
  ];
  const weights = calls.map(({ group, name }) =>
    rare.includes(`${group}.${name}`) ? 0.08 : eager.includes(`${group}.${name}`) ? 3 : 1,
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const next = (): CallShape | undefined => {
    let lot = random() * sum;
    return calls.find((_, at) => (lot -= weights[at] ?? 0) < 0) ?? calls[0];
  };
  const soon = (ms: number): Promise<null> => new Promise((settle) => setTimeout(() => settle(null), ms));

  let made = 0;
  let accepted = 0;
  const byCall: Record<string, number> = {};
  for (let sequence = 0; sequence < sequences; sequence += 1) {
    const length = 10 + below(4);
    for (let step = 0; step < length; step += 1) {
      const wanted = next();
      if (wanted === undefined) throw new Error('there is no call');
      const full = `${wanted.group}.${wanted.name}`;
      const asked = bridge[wanted.group]?.[wanted.name]?.(make(wanted.input, '', full));
      made += 1;
      byCall[full] = (byCall[full] ?? 0) + 1;
      // A call that waits for the technician or for the service goes on without us.
      const answer = await Promise.race([Promise.resolve(asked).catch(() => null), soon(60)]);
      if (answer === null || answer === undefined || !answer.ok) continue;
      accepted += 1;
      const { value } = answer;
      if (full === 'requests.prepare' && typeof value === 'object' && value !== null && 'handle' in value)
        ownCards.add(String(value.handle));
      learn(value, wanted.name);
    }
  }
  return { sequences, calls: made, accepted, byCall };
}
