import { dialectNames } from '../../dialects/names.js';
import { logicalTypeText } from '../sql/logical-type.js';
import type { Physical as PhysicalBlueprint } from '../parse/schema/index.js';
import type { ResolveContext } from './context.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, PhysicalDesign } from './project.js';

/** What the merge, the guards and the history rely on, and `file_format`, for which there is the word `format`. */
const decided: readonly string[] = [
  'materialized',
  'incremental_strategy',
  'unique_key',
  'on_schema_change',
  'full_refresh',
  'merge_update_columns',
  'merge_exclude_columns',
  'meta',
  'pre_hook',
  'pre-hook',
  'file_format',
];

/** The storage settings; every column that they name is one of the table's. */
export function resolvePhysical(
  physical: PhysicalBlueprint,
  place: Place,
  table: readonly Column[],
  context: ResolveContext,
): PhysicalDesign {
  const names = table.map((column) => column.name);
  const check = (name: string, key: string, path: Place) => {
    if (names.includes(name)) return;
    context.findings.addNear(
      'DG437',
      { column: name, table: 'this table', key },
      locationOf(path),
      name,
      names,
    );
  };
  if (physical.partition_by !== undefined)
    check(physical.partition_by.column, 'partition_by', at(place, 'partition_by', 'column'));
  checkPartition(physical, table, at(place, 'partition_by'), context);
  physical.cluster_by?.forEach((name, index) => check(name, 'cluster_by', at(place, 'cluster_by', index)));
  physical.sort_by?.forEach((name, index) => check(name, 'sort_by', at(place, 'sort_by', index)));
  if (physical.distribute_by !== undefined)
    check(physical.distribute_by, 'distribute_by', at(place, 'distribute_by'));
  for (const dialect of dialectNames) {
    const own = Object.keys(physical[dialect] ?? {});
    for (const key of own.filter((word) => decided.includes(word)))
      context.findings.add('DG552', { key, dialect }, locationOf(at(place, dialect, key), 'key'));
  }
  const raw = Object.fromEntries(
    dialectNames.flatMap((dialect) =>
      physical[dialect] === undefined ? [] : [[dialect, physical[dialect] as Record<string, unknown>]],
    ),
  );
  const given = Object.keys(physical).length > 0;
  return {
    ...(physical.partition_by === undefined ? {} : { partitionBy: physical.partition_by }),
    clusterBy: physical.cluster_by ?? [],
    ...(physical.distribute_by === undefined ? {} : { distributeBy: physical.distribute_by }),
    sortBy: physical.sort_by ?? [],
    ...(physical.format === undefined ? {} : { format: physical.format }),
    raw,
    ...(given ? { locate: (word: string) => locationOf(at(place, word), 'key') } : {}),
  };
}

/** No warehouse makes partitions of texts well; hours of a date don't exist. */
function checkPartition(
  { partition_by: partition }: PhysicalBlueprint,
  table: readonly Column[],
  place: Place,
  { findings }: ResolveContext,
): void {
  const type = table.find((column) => column.name === partition?.column)?.type;
  if (partition === undefined || type === undefined) return;
  const can = ['date', 'timestamp', 'timestamp_tz', 'integer', 'bigint'];
  if (!can.includes(type.kind)) {
    findings.add(
      'DG434',
      {
        column: partition.column,
        type: logicalTypeText(type),
        key: 'partition_by',
        needed: 'a date, a timestamp or a whole number',
      },
      locationOf(at(place, 'column')),
    );
  } else if (type.kind === 'date' && partition.granularity === 'hour') {
    findings.add('DG551', { column: partition.column }, locationOf(at(place, 'granularity')), {
      expected: 'day, month or year',
    });
  }
}
