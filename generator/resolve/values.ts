import type { LogicalType } from '../../dialects/logical-type.js';
import { logicalTypeText } from '../sql/logical-type.js';
import type { Column as ColumnBlueprint } from '../parse/schema/index.js';
import { type Declared, declaredFormula, findColumn, relationScope, type ResolveContext } from './context.js';
import { resolveFormula } from './formulas.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, Formula, Relation } from './project.js';
import { sameType } from './types.js';

export interface ResolvedValue {
  readonly column: Column;
  readonly value:
    | { readonly kind: 'column'; readonly name: string }
    | { readonly kind: 'formula'; readonly formula: Formula };
}

/**
 * A list of columns over one relation: attributes, measures, degenerate dimensions. Types are inherited from the
 * relation or written beside an expression; problems are told and their columns left out.
 */
export function resolveValues<T extends ColumnBlueprint>(
  items: readonly T[],
  place: Place,
  relation: Relation,
  words: string,
  context: ResolveContext,
): (ResolvedValue & { readonly item: T; readonly place: Place })[] {
  const declared = new Map<string, Declared>();
  return items.flatMap((item, index) => {
    const here = at(place, index);
    const resolved = resolveValue(item, here, relation, words, declared, bornFrom(items, index), context);
    declared.set(item.name, asDeclared(resolved));
    return resolved === undefined ? [] : [{ ...resolved, item, place: here }];
  });
}

function asDeclared(resolved: ResolvedValue | undefined): Declared {
  if (resolved === undefined) return { kind: 'broken' };
  const { value, column } = resolved;
  return value.kind === 'formula'
    ? declaredFormula(value.formula, column.type)
    : { kind: 'portable', type: column.type, inline: { kind: 'column', name: value.name } };
}

function resolveValue(
  item: ColumnBlueprint,
  place: Place,
  relation: Relation,
  words: string,
  declared: ReadonlyMap<string, Declared>,
  below: ReadonlySet<string>,
  context: ResolveContext,
): ResolvedValue | undefined {
  if (item.expression === undefined) {
    const name = item.from ?? item.name;
    const source = findColumn(
      relation,
      name,
      words,
      item.from === undefined ? locationOf(nameOfItem(place, item)) : locationOf(at(place, 'from')),
      context,
    );
    if (source === undefined) return undefined;
    checkRedeclared(item, source.type, place, context);
    return { column: columnOf(item, source.type, source), value: { kind: 'column', name: source.name } };
  }
  const scope = relationScope(relation, words, declared, below, context);
  const resolved = resolveFormula(item.expression, at(place, 'expression'), scope, 'value', context.findings);
  if (item.type === undefined) {
    context.findings.add('DG432', { column: item.name }, locationOf(at(place, 'name')), {
      ...(resolved?.type === undefined
        ? { expected: 'type: …' }
        : { expected: `type: ${logicalTypeText(resolved.type)}` }),
    });
    return undefined;
  }
  if (resolved === undefined) return undefined;
  checkComputed(item.name, item.type, resolved.type, place, context);
  return {
    column: columnOf(item, item.type, undefined),
    value: { kind: 'formula', formula: resolved.formula },
  };
}

/**
 * The columns at and below a position that come to be there. One that is only listed has to be a column of what is
 * read, and one that is renamed has its name from then on.
 */
export function bornFrom(items: readonly ColumnBlueprint[], position: number): ReadonlySet<string> {
  return new Set(
    items.slice(position).flatMap((item, distance) => {
      const isBorn = item.expression !== undefined || (item.from !== undefined && distance > 0);
      return isBorn ? [item.name] : [];
    }),
  );
}

/** A bare name has no `name` key of its own to point at. */
export function nameOfItem(place: Place, item: ColumnBlueprint): Place {
  return Object.keys(item).length === 1 ? place : at(place, 'name');
}

/** A type is written once, where a column is born. */
export function checkRedeclared(
  item: ColumnBlueprint,
  inherited: LogicalType,
  place: Place,
  { findings }: ResolveContext,
): void {
  if (item.type === undefined || sameType(item.type, inherited)) return;
  findings.add(
    'DG431',
    { column: item.name, declared: logicalTypeText(item.type), inherited: logicalTypeText(inherited) },
    locationOf(at(place, 'type')),
    {
      expected: `no type here, or an expression: cast(${item.from ?? item.name} as ${logicalTypeText(item.type)})`,
    },
  );
}

/** Numbers fit numbers, texts fit texts; anything else has to be cast on purpose. */
export function checkComputed(
  name: string,
  declared: LogicalType,
  computed: LogicalType | undefined,
  place: Place,
  { findings }: ResolveContext,
): void {
  if (computed === undefined || fits(computed, declared)) return;
  findings.add(
    'DG438',
    { column: name, computed: logicalTypeText(computed), declared: logicalTypeText(declared) },
    locationOf(at(place, 'expression')),
    {
      expected: `cast(… as ${logicalTypeText(declared)}) around it, or type: ${logicalTypeText(computed)}`,
    },
  );
}

function fits(computed: LogicalType, declared: LogicalType): boolean {
  const group = ({ kind }: LogicalType): string =>
    kind === 'integer' || kind === 'bigint' || kind === 'decimal' || kind === 'float'
      ? 'number'
      : kind === 'string' || kind === 'text'
        ? 'text'
        : kind === 'date' || kind === 'timestamp'
          ? 'instant'
          : kind;
  // Text literals stand for anything that is written as text.
  return group(computed) === group(declared) || group(computed) === 'text';
}

export function columnOf(item: ColumnBlueprint, type: LogicalType, inherited: Column | undefined): Column {
  const description = item.description ?? inherited?.description;
  const accepted = item.accepted ?? inherited?.accepted;
  const pii = item.pii ?? inherited?.pii;
  return {
    name: item.name,
    type,
    notNull: item.not_null ?? false,
    ...(description === undefined ? {} : { description }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(pii === undefined ? {} : { pii }),
  };
}
