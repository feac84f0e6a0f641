import type { Lookup } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { memberKey } from './members.js';

/** Where the row that a lookup found was joined from, and by what. */
export interface JoinedRow {
  readonly alias: string;
  /** The values by which it was looked for. */
  readonly by: readonly string[];
}

type Pointing = Pick<Lookup, 'keyColumn' | 'durableKeyColumn' | 'target' | 'nullKey'>;

/** The columns that a lookup gives, with the items of the select list that hold them. */
export function lookupItems(lookup: Pointing, joined: JoinedRow, context: PlanContext): [string, string][] {
  const { keyColumn, durableKeyColumn, target } = lookup;
  const item = (column: string, key: string): [string, string] => [
    column,
    `${lookupKey(lookup, key, joined, context)} as ${column}`,
  ];
  return [
    item(keyColumn, target.key),
    ...(durableKeyColumn === undefined || target.kind === 'calendar' || target.durableKey === undefined
      ? []
      : [item(durableKeyColumn, target.durableKey)]),
  ];
}

/** The key that was found, else that of a reserved member. */
function lookupKey(lookup: Pointing, key: string, { alias, by }: JoinedRow, context: PlanContext): string {
  const type = lookup.target.keyType;
  const known = `coalesce(${alias}.${key}, ${memberKey('unknown', type, context)})`;
  if (lookup.nullKey === 'unknown') return known;
  const isNull = by.map((value) => `${value} is null`).join(' or ');
  return `case\n    when ${isNull} then ${memberKey(lookup.nullKey, type, context)}\n    else ${known}\nend`;
}
