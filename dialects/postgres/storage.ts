import { noted } from '../physical-notes.js';
import type { ConfigValue, Physical, Storage } from '../storage.js';

/**
 * dbt-postgres has no partitioned tables, and a PostgreSQL table keeps no order: what finds rows there is an index.
 * Each of the words that names columns becomes one.
 */
export function storage(physical: Physical): Storage {
  const notes: string[] = [];
  const indexes: (readonly string[])[] = [];
  const partition = physical.partitionBy?.column;
  if (partition !== undefined) {
    indexes.push([partition]);
    notes.push('partition_by becomes an index: dbt-postgres makes no partitions');
  }
  if (physical.clusterBy.length > 0) {
    indexes.push(physical.clusterBy);
    notes.push('cluster_by becomes an index: PostgreSQL keeps no rows together');
  }
  if (physical.sortBy.length > 0) {
    indexes.push(physical.sortBy);
    notes.push('sort_by becomes an index: PostgreSQL keeps no order of rows');
  }
  if (physical.distributeBy !== undefined) {
    notes.push(noted('distribute_by', 'PostgreSQL', 'a table lies on one server'));
  }
  if (physical.format !== undefined) notes.push(noted('format', 'PostgreSQL', 'it is a word for Spark'));
  const config: Record<string, ConfigValue> =
    indexes.length > 0 ? { indexes: withoutPrefixes(indexes).map((columns) => ({ columns })) } : {};
  return { config: { ...config, ...(physical.raw as Storage['config']) }, notes };
}

/** An index finds rows by its first columns as well, so one on these alone would only cost. */
function withoutPrefixes(indexes: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return indexes.filter(
    (columns, place) =>
      !indexes.some(
        (other, otherPlace) =>
          otherPlace !== place &&
          columns.every((column, index) => other[index] === column) &&
          (other.length > columns.length || otherPlace < place),
      ),
  );
}
