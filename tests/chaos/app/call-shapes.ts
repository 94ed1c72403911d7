import type { Contract, WindowKind } from '../../../shared/contract/define';

/** What a call takes, as plain data that a page can be handed. */
export type Shape =
  | { readonly kind: 'nothing' | 'boolean' }
  | { readonly kind: 'string' }
  | { readonly kind: 'number'; readonly min: number; readonly max: number }
  | { readonly kind: 'one-of'; readonly options: readonly unknown[] }
  | { readonly kind: 'any-of'; readonly of: readonly Shape[] }
  | { readonly kind: 'list' | 'maybe' | 'or-null'; readonly of: Shape }
  | { readonly kind: 'object'; readonly members: Readonly<Record<string, Shape>> };

export interface CallShape {
  readonly group: string;
  readonly name: string;
  readonly windows: readonly WindowKind[];
  readonly input: Shape;
}

/** The part of a valibot schema that says what it accepts. */
interface Schema {
  readonly type: string;
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly item?: Schema;
  readonly wrapped?: Schema;
  readonly options?: readonly unknown[];
  readonly literal?: unknown;
  readonly pipe?: readonly { readonly type: string; readonly requirement?: unknown }[];
}

/** Every call of a contract with what it takes, so that a new one is attacked without being named. Throws for a parser it cannot read. */
export const callShapes = (contract: Contract): readonly CallShape[] =>
  Object.entries(contract).flatMap(([group, members]) =>
    Object.entries(members).flatMap(([name, member]) => {
      if (member.kind !== 'call') return [];
      const { schema } = member.parse as unknown as { readonly schema?: Schema };
      return [
        {
          group,
          name,
          windows: member.windows,
          input:
            schema === undefined ? inputless(member.parse, `${group}.${name}`) : shapeOf(schema, `${group}.${name}`),
        },
      ];
    }),
  );

/** A parser without a schema is that of a call without input, or one that this cannot read. */
function inputless(parse: (raw: unknown) => unknown, call: string): Shape {
  if (parse({ any: 'thing' }) !== undefined) throw new Error(`${call} takes what cannot be read from its parser`);
  return { kind: 'nothing' };
}

function shapeOf(schema: Schema, call: string): Shape {
  const bound = (type: string, otherwise: number): number =>
    Number(schema.pipe?.find((step) => step.type === type)?.requirement ?? otherwise);
  const inner = (): Shape => shapeOf(schema.wrapped ?? schema.item ?? { type: 'missing' }, call);
  switch (schema.type) {
    case 'object':
      return {
        kind: 'object',
        members: Object.fromEntries(
          Object.entries(schema.entries ?? {}).map(([name, entry]) => [name, shapeOf(entry, call)]),
        ),
      };
    case 'string':
    case 'boolean':
      return { kind: schema.type };
    case 'number':
      return { kind: 'number', min: bound('min_value', 0), max: bound('max_value', 100) };
    case 'picklist':
      return { kind: 'one-of', options: schema.options ?? [] };
    case 'literal':
      return { kind: 'one-of', options: [schema.literal] };
    case 'variant':
    case 'union':
      return { kind: 'any-of', of: (schema.options ?? []).map((option) => shapeOf(option as Schema, call)) };
    case 'array':
      return { kind: 'list', of: inner() };
    case 'nullable':
    case 'nullish':
      return { kind: 'or-null', of: inner() };
    case 'optional':
    case 'exact_optional':
      return { kind: 'maybe', of: inner() };
    default:
      throw new Error(`${call} takes a ${schema.type}: say here how a page would make one`);
  }
}
