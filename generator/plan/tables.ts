import type { LogicalType } from '../../dialects/logical-type.js';
import type { Column, Dimension, Fact, Lookup, MiniDimension, Reference } from '../resolve/project.js';
import { keyText, type PlanContext, timestamp } from './context.js';

/** What a column of a mart is for; tests and descriptions follow from it. */
export type ColumnRole =
  | 'surrogate_key'
  | 'durable_key'
  | 'natural_key'
  | 'attribute'
  | 'companion'
  | 'current_profile'
  | 'valid_from'
  | 'valid_to'
  | 'is_current'
  | 'is_deleted'
  | 'is_inferred'
  | 'lookup'
  | 'durable_lookup'
  | 'grain'
  | 'degenerate'
  | 'event_time'
  | 'measure'
  | 'loaded_at';

export interface TableColumn extends Column {
  readonly role: ColumnRole;
  /** What a measure's values are in, such as eur. */
  readonly unit?: string;
  /** Set where the table may have been built without it, and takes it. */
  readonly added?: true;
}

/** The columns of a dimension's table, in their order. */
export function dimensionTable(dimension: Dimension, { project }: PlanContext): TableColumn[] {
  const { validFrom, validTo, isCurrent, loadedAt } = project.conventions;
  const rows = dimension.versioned ? 'version' : 'row';
  return [
    own(
      dimension.key,
      dimension.keyType,
      'surrogate_key',
      dimension.versioned
        ? `Key of this version of the ${words(dimension.name)}`
        : `Key of the ${words(dimension.name)}`,
      true,
    ),
    ...(dimension.durableKey === undefined
      ? []
      : [
          own(
            dimension.durableKey,
            dimension.keyType,
            'durable_key',
            `Key of the ${words(dimension.name)}, the same on all its versions`,
            true,
          ),
        ]),
    ...dimension.naturalKey.map((column): TableColumn => ({
      ...column,
      role: 'natural_key',
      notNull: false,
    })),
    ...dimension.attributes.flatMap(({ companion, ...attribute }): TableColumn[] => {
      const added = attribute.since === undefined ? {} : { added: true as const };
      return [
        { ...attribute, ...added, role: 'attribute' },
        ...(companion === undefined ? [] : [{ ...companion, ...added, role: 'companion' as const }]),
      ];
    }),
    ...dimension.miniDimensions.flatMap(({ name, currentKey }) =>
      currentKey === undefined
        ? []
        : [
            own(
              currentKey,
              keyText,
              'current_profile',
              `The ${words(name)} that the ${words(dimension.name)} has now, or had last`,
              true,
            ),
          ],
    ),
    ...dimension.references.flatMap((reference) => lookupColumns(reference, referenceDescription(reference))),
    ...(dimension.versioned
      ? [
          own(validFrom, timestamp, 'valid_from', 'From when on this version holds, in UTC', true),
          own(
            validTo,
            timestamp,
            'valid_to',
            project.conventions.openEnd === null
              ? 'Until when this version holds, that instant not included; null while it still does'
              : `Until when this version holds, that instant not included; ${project.conventions.openEnd.slice(0, 10)} while it still does`,
            project.conventions.openEnd !== null,
          ),
          own(isCurrent, { kind: 'boolean' }, 'is_current', 'Whether this version still holds', true),
        ]
      : []),
    ...(hasDeletedFlag(dimension)
      ? [
          own(
            'is_deleted',
            { kind: 'boolean' },
            'is_deleted',
            `Whether the source has deleted the ${words(dimension.name)}`,
            true,
          ),
        ]
      : []),
    ...(dimension.inference === undefined
      ? []
      : [
          own(
            'is_inferred',
            { kind: 'boolean' },
            'is_inferred',
            `Whether only rows that refer to the ${words(dimension.name)} tell of it, and not its source`,
            true,
          ),
        ]),
    own(loadedAt, timestamp, 'loaded_at', `When this ${rows} last changed in the warehouse, in UTC`, true),
  ];
}

/** The columns of a mini-dimension's table, in their order. */
export function miniDimensionTable(
  { name, key, attributes }: MiniDimension,
  { project }: PlanContext,
): TableColumn[] {
  return [
    own(key, keyText, 'surrogate_key', `Key of this combination of values of the ${words(name)}`, true),
    ...attributes.map((attribute): TableColumn => ({ ...attribute, role: 'attribute' })),
    own(
      project.conventions.loadedAt,
      timestamp,
      'loaded_at',
      'When this row last changed in the warehouse, in UTC',
      true,
    ),
  ];
}

/** The columns of a fact's table, in their order. */
export function factTable(fact: Fact, { project }: PlanContext): TableColumn[] {
  const columns: TableColumn[] = [
    own(fact.key, keyText, 'surrogate_key', 'Key of the row, made of the grain', true),
    ...fact.lookups.flatMap((lookup) => lookupColumns(lookup, lookupDescription(lookup))),
    ...fact.grain.key.map((column): TableColumn => ({ ...column, role: 'grain', notNull: true })),
    ...fact.degenerate.map((column): TableColumn => ({ ...column, role: 'degenerate' })),
    { ...fact.eventTime, role: 'event_time', notNull: false },
    ...fact.measures.map((measure): TableColumn => ({
      ...measure,
      description: measureDescription(measure),
      role: 'measure',
    })),
    ...(fact.load.deletes === 'flag' && fact.from.form === 'events' && fact.from.isDeleted !== undefined
      ? [own('is_deleted', { kind: 'boolean' }, 'is_deleted', 'Whether the source has deleted the row', true)]
      : []),
    own(
      project.conventions.loadedAt,
      timestamp,
      'loaded_at',
      'When this row last changed in the warehouse, in UTC',
      true,
    ),
  ];
  const seen = new Set<string>();
  return columns.filter((column) => !seen.has(column.name) && seen.add(column.name));
}

/** True where the dimension's table says which rows the source has deleted. */
export function hasDeletedFlag(dimension: Dimension): boolean {
  return (
    dimension.deletes === 'flag' && dimension.from.form === 'events' && dimension.from.isDeleted !== undefined
  );
}

/** A snake_case name as words. */
export function words(name: string): string {
  return name.replaceAll('_', ' ');
}

function own(
  name: string,
  type: LogicalType,
  role: ColumnRole,
  description: string,
  notNull: boolean,
): TableColumn {
  return { name, type, role, description, notNull };
}

/** The columns that a lookup gives. */
function lookupColumns(
  lookup: Pick<Lookup, 'keyColumn' | 'durableKeyColumn' | 'target' | 'role'>,
  description: string,
): TableColumn[] {
  const { keyColumn, durableKeyColumn, target } = lookup;
  return [
    own(keyColumn, target.keyType, 'lookup', description, true),
    ...(durableKeyColumn === undefined
      ? []
      : [
          own(
            durableKeyColumn,
            target.keyType,
            'durable_lookup',
            `The ${lookupWords(lookup)}, whatever its version`,
            true,
          ),
        ]),
  ];
}

function referenceDescription({ asOf, ...reference }: Reference): string {
  if (asOf !== undefined) return `The ${lookupWords(reference)} as it was at ${asOf.here.name}`;
  if (reference.follow === 'version') return `The ${lookupWords(reference)} as it was then`;
  return reference.among === 'versions' || reference.knownIn !== reference.target.model
    ? `The ${lookupWords(reference)} as it is now`
    : lookupDescription(reference);
}

function lookupDescription(lookup: Lookup): string {
  const name = lookupWords(lookup);
  if (lookup.target.kind === 'calendar') {
    const day = lookup.on[0]?.here.name ?? '';
    return lookup.timeZone === undefined ? `The day of ${day}` : `The day of ${day} in ${lookup.timeZone}`;
  }
  return lookup.target.versioned
    ? `The ${name} as it was at ${lookup.asOf?.name ?? 'the event'}`
    : `The ${name}`;
}

function lookupWords({ role, target }: Pick<Lookup, 'role' | 'target'>): string {
  return words(role ?? (target.kind === 'calendar' ? target.calendar : target.dimension));
}

function measureDescription(measure: Fact['measures'][number]): string {
  const what = measure.description ?? sentence(words(measure.name));
  const additivity =
    measure.additivity === 'additive'
      ? ''
      : measure.additivity === 'semi_additive'
        ? `; not additive over ${measure.over ?? 'time'}`
        : '; not additive';
  return `${what}${additivity}`;
}

/** A text with a capital first letter. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
