/** What compiled messages need of one language. */
export interface MessageRuntime {
  number(value: number): string;
  date(value: Date, style: DateStyle): string;
  time(value: Date, style: DateStyle): string;
  plural(value: number, offset: number, branches: Branches, type?: 'ordinal'): string;
  select(value: string, branches: Branches): string;
}

type DateStyle = 'short' | 'medium' | 'long' | 'full';
type Branches = Readonly<Record<string, () => string>>;

const pick = (branches: Branches, name: string): string => (branches[name] ?? branches['other'])?.() ?? '';

/** Intl objects are expensive to create, so each is created once. */
export function messageRuntime(locale: string): MessageRuntime {
  const numbers = new Intl.NumberFormat(locale);
  const cardinal = new Intl.PluralRules(locale);
  const ordinal = new Intl.PluralRules(locale, { type: 'ordinal' });
  return {
    number: (value) => numbers.format(value),
    date: (value, style) => new Intl.DateTimeFormat(locale, { dateStyle: style }).format(value),
    time: (value, style) => new Intl.DateTimeFormat(locale, { timeStyle: style }).format(value),
    plural: (value, offset, branches, type) =>
      branches[`=${value}`]?.() ?? pick(branches, (type === 'ordinal' ? ordinal : cardinal).select(value - offset)),
    select: (value, branches) => pick(branches, value),
  };
}
