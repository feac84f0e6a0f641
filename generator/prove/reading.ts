import type { LogicalType } from '../../dialects/logical-type.js';
import { type PlanContext, typedFormulaSql } from '../plan/context.js';
import type { Attribute, Dimension, Relation } from '../resolve/project.js';
import { pointersOfDimension } from './described-keys.js';
import type { Subjects } from './subjects.js';

/** A model to be read after each load: its columns as texts. */
export interface Reading {
  readonly model: string;
  readonly columns: readonly ReadColumn[];
}

export interface ReadColumn {
  readonly name: string;
  readonly sql: string;
  readonly type: LogicalType;
}

const timestamp = { kind: 'timestamp' } as const satisfies LogicalType;
const text = { kind: 'text' } as const satisfies LogicalType;
const boolean = { kind: 'boolean' } as const satisfies LogicalType;

/** Everything that has to be read to compare the subjects: their own tables, and the intermediates where some begin. */
export function readings(subjects: Subjects, context: PlanContext): Reading[] {
  const { validFrom, validTo, isCurrent, loadedAt } = context.project.conventions;
  const found = new Map<string, ReadColumn[]>();
  const read = (model: string, columns: readonly (readonly [string, LogicalType, string?])[]): void => {
    const known = found.get(model) ?? [];
    for (const [name, type, sql] of columns) {
      if (!known.some((column) => column.name === name)) known.push({ name, type, sql: sql ?? name });
    }
    found.set(model, known);
  };
  for (const { dimension, origin, profile } of subjects.dimensions) {
    // The history of combinations has their keys alone.
    const values =
      profile === undefined
        ? dimension.attributes.flatMap(({ name, type, companion }) => [
            [name, type] as const,
            ...(companion === undefined ? [] : [[companion.name, companion.type] as const]),
          ])
        : [[profile.mini.key, text] as const];
    if (profile !== undefined)
      read(profile.mini.model, [
        [profile.mini.key, text],
        ...profile.mini.attributes.map(({ name, type }) => [name, type] as const),
        [loadedAt, timestamp],
      ]);
    const table: (readonly [string, LogicalType])[] = [
      [dimension.key, text],
      ...(dimension.durableKey === undefined ? [] : [[dimension.durableKey, text] as const]),
      ...dimension.naturalKey.map(({ name, type }) => [name, type] as const),
      ...values,
      ...pointersOfDimension(dimension).map(({ column }) => [column, text] as const),
      ...(dimension.versioned
        ? ([
            [validFrom, timestamp],
            [validTo, timestamp],
            [isCurrent, boolean],
          ] as const)
        : []),
      ...(isFlagged(dimension) ? ([['is_deleted', boolean]] as const) : []),
      ...(dimension.inference === undefined ? [] : [['is_inferred', boolean] as const]),
      [loadedAt, timestamp],
    ];
    read(dimension.model, table);
    if (dimension.currentModel !== undefined) read(dimension.currentModel, table);
    if (dimension.late !== undefined) read(dimension.late.model, relationColumns(dimension.from));
    if (origin.kind === 'intermediate') {
      read(origin.relation.model, relationColumns(origin.relation));
      read(
        origin.relation.model,
        computedAttributes(dimension).map(
          (attribute) =>
            [
              attributeName(dimension, attribute),
              attribute.type,
              attributeSql(dimension, attribute, context),
            ] as const,
        ),
      );
    }
  }
  for (const { fact, origin } of subjects.facts) {
    read(fact.model, [
      [fact.key, text],
      ...fact.lookups.flatMap(({ keyColumn, durableKeyColumn }) => [
        [keyColumn, text] as const,
        ...(durableKeyColumn === undefined ? [] : [[durableKeyColumn, text] as const]),
      ]),
      ...fact.grain.key.map(({ name, type }) => [name, type] as const),
      ...fact.degenerate.map(({ name, type }) => [name, type] as const),
      [fact.eventTime.name, fact.eventTime.type],
      ...fact.measures.flatMap(({ name, type, value }) =>
        value.kind === 'column' ? [[name, type] as const] : [],
      ),
      ...(isFactFlagged(fact) ? ([['is_deleted', boolean]] as const) : []),
      [loadedAt, timestamp],
    ]);
    if (origin.kind === 'intermediate') read(origin.relation.model, relationColumns(origin.relation));
  }
  return [...found].map(([model, columns]) => ({ model, columns }));
}

function relationColumns(relation: Relation): (readonly [string, LogicalType])[] {
  const own = relation.columns.map(({ name, type }) => [name, type] as const);
  if (relation.form === 'states') return own;
  const { eventAt, sequence, isDeleted, deliveredAt } = relation;
  return [
    ...own,
    ...(eventAt === undefined ? [] : [[eventAt.name, eventAt.type] as const]),
    ...sequence.map(({ name, type }) => [name, type] as const),
    ...(isDeleted === undefined ? [] : [[isDeleted, boolean] as const]),
    ...(deliveredAt === undefined ? [] : [[deliveredAt, timestamp] as const]),
  ];
}

/** Attributes that an expression gives. */
export function computedAttributes(dimension: Dimension): Attribute[] {
  return dimension.attributes.filter(({ value }) => value.kind === 'formula');
}

/** The name of a computed attribute's value among the columns of the dimension's source. */
export function attributeName(dimension: Dimension, attribute: Attribute): string {
  return `${dimension.name}.${attribute.name}`;
}

/** What an expression gives is the engine's to say: it is asked for every state that the oracle knows. */
export function attributeSql(dimension: Dimension, attribute: Attribute, context: PlanContext): string {
  if (attribute.value.kind === 'column') return attribute.value.name;
  const types = new Map(dimension.from.columns.map((column) => [column.name, column.type]));
  return typedFormulaSql(attribute.value.formula, attribute.type, context, {
    column: ({ name }) => name,
    typeOf: ({ name }) => types.get(name),
  });
}

/** True where a dimension's table says which rows the source has deleted. */
export function isFlagged({ deletes, from }: Dimension): boolean {
  return deletes === 'flag' && from.form === 'events' && from.isDeleted !== undefined;
}

/** True where a fact's table says so. */
export function isFactFlagged({ load, from }: Subjects['facts'][number]['fact']): boolean {
  return load.deletes === 'flag' && from.form === 'events' && from.isDeleted !== undefined;
}
