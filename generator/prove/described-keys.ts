import type { Dimension, Lookup, Project } from '../resolve/project.js';
import { groupBy } from './group-by.js';
import type { Found } from './oracle/fact-rows.js';
import { type PointedTo, pointedTo } from './pointed-to.js';
import type { Row } from './value.js';

/** The keys of rows that stand for unknown and the like; they are nobody's history. */
export const reservedKeys: ReadonlyMap<string, 'unknown' | 'not_applicable' | 'not_yet'> = new Map([
  ['-1', 'unknown'],
  ['-2', 'not_applicable'],
  ['-3', 'not_yet'],
]);

/** A column with keys of another table. */
export interface Pointer {
  readonly column: string;
  readonly to:
    | { readonly kind: 'calendar' }
    | { readonly kind: 'table'; readonly name: string; readonly by: 'key' | 'durable_key' };
}

/** The columns that lookups give. */
export function pointersOfLookups(
  lookups: readonly Pick<Lookup, 'keyColumn' | 'durableKeyColumn' | 'target'>[],
): Pointer[] {
  return lookups.flatMap(({ keyColumn, durableKeyColumn, target }): Pointer[] => {
    if (target.kind === 'calendar') return [{ column: keyColumn, to: { kind: 'calendar' } }];
    const to = { kind: 'table', name: target.dimension } as const;
    return [
      { column: keyColumn, to: { ...to, by: 'key' } },
      ...(durableKeyColumn === undefined
        ? []
        : [{ column: durableKeyColumn, to: { ...to, by: 'durable_key' as const } }]),
    ];
  });
}

/** The columns of a dimension with keys of other tables. */
export function pointersOfDimension({ miniDimensions, references }: Dimension): Pointer[] {
  const profiles = miniDimensions.flatMap(({ name, currentKey }): Pointer[] =>
    currentKey === undefined ? [] : [{ column: currentKey, to: { kind: 'table', name, by: 'key' } }],
  );
  return [...profiles, ...pointersOfLookups(references)];
}

/** What the key of something that was found has to stand for. */
export function meaningOf(found: Found, { to }: Pointer, tables: ReadonlyMap<string, PointedTo>): string {
  if (found.kind === 'member') return found.member;
  if (found.kind === 'day') return found.day;
  const table = to.kind === 'table' ? tables.get(to.name) : undefined;
  if (table === undefined || to.kind === 'calendar') return '';
  return to.by === 'key' ? table.meaning(found.row, found.among) : table.life(found.row);
}

/**
 * Makes a way to replace keys of other tables by what they stand for.
 *
 * @param stored the rows of a model
 */
export function keyDescriber(
  pointers: readonly Pointer[],
  project: Project,
  stored: (model: string) => readonly Row[],
): (row: Row) => Row {
  const tables = pointedTo(project);
  const described = pointers.map((pointer): [string, (key: string) => string] => {
    const { column, to } = pointer;
    if (to.kind === 'calendar')
      return [column, (key) => `${key.slice(0, 4)}-${key.slice(4, 6)}-${key.slice(6, 8)}`];
    const table = tables.get(to.name);
    const own = to.by === 'key' ? table?.key : table?.durableKey;
    if (table === undefined || own === undefined) return [column, (key) => key];
    const meaning = to.by === 'key' ? table.meaning : table.life;
    const meanings = new Map(
      [...groupBy(stored(table.model), table.life).values()].flatMap((among) =>
        among.map((row) => [row[own] ?? '', meaning(row, among)]),
      ),
    );
    return [
      column,
      (key) =>
        meanings.get(key) ??
        `${key}, which is no ${to.by === 'key' ? 'row' : 'durable key'} of ${table.model}`,
    ];
  });
  return (row) => ({
    ...row,
    ...Object.fromEntries(
      described.map(([column, describe]) => {
        const key = row[column] ?? '';
        return [column, reservedKeys.get(key) ?? describe(key)];
      }),
    ),
  });
}
