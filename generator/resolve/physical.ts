import { dialectNames } from '../../dialects/index.js';
import type { Physical as PhysicalBlueprint } from '../parse/schema/index.js';
import type { ResolveContext } from './context.js';
import { at, locationOf, type Place } from './place.js';
import type { PhysicalDesign } from './project.js';

/** The storage settings; every column that they name is one of the table's. */
export function resolvePhysical(physical: PhysicalBlueprint, place: Place, table: readonly string[], context: ResolveContext): PhysicalDesign {
  const check = (name: string, key: string, path: Place) => {
    if (table.includes(name)) return;
    context.findings.addNear('DG437', { column: name, table: 'this table', key }, locationOf(path), name, table);
  };
  if (physical.partition_by !== undefined) check(physical.partition_by.column, 'partition_by', at(place, 'partition_by', 'column'));
  physical.cluster_by?.forEach((name, index) => check(name, 'cluster_by', at(place, 'cluster_by', index)));
  physical.sort_by?.forEach((name, index) => check(name, 'sort_by', at(place, 'sort_by', index)));
  if (physical.distribute_by !== undefined) check(physical.distribute_by, 'distribute_by', at(place, 'distribute_by'));
  const raw = Object.fromEntries(dialectNames.flatMap((dialect) => (physical[dialect] === undefined ? [] : [[dialect, physical[dialect] as Record<string, unknown>]])));
  const given = Object.keys(physical).length > 0;
  return {
    ...(physical.partition_by === undefined ? {} : { partitionBy: physical.partition_by }),
    clusterBy: physical.cluster_by ?? [],
    ...(physical.distribute_by === undefined ? {} : { distributeBy: physical.distribute_by }),
    sortBy: physical.sort_by ?? [],
    ...(physical.format === undefined ? {} : { format: physical.format }),
    raw,
    ...(given ? { location: locationOf(place, 'key') } : {}),
  };
}
