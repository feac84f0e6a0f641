import { noted } from '../physical-notes.js';
import type { ConfigValue, Physical, PhysicalPartition, Storage } from '../storage.js';

/** Snowflake has micro-partitions and one word for all layout: the clustering key. */
export function storage(physical: Physical): Storage {
  const config: Record<string, ConfigValue> = {};
  const notes: string[] = [];
  // Tables are transient by default: no fail-safe and a day of time travel, too little for rows that can't be rebuilt.
  if (physical.history) config['transient'] = false;

  const keys = [...physical.clusterBy];
  const partition = physical.partitionBy;
  if (partition !== undefined && !keys.includes(partition.column)) {
    keys.unshift(clusteringExpression(partition));
    notes.push(
      'partition_by becomes the first clustering key: Snowflake has no partitions of its own to declare',
    );
  }
  if (keys.length > 0) config['cluster_by'] = keys;
  if (keys.length > 4)
    notes.push('cluster_by has more than four keys: Snowflake advises three or four at most');

  if (physical.distributeBy !== undefined)
    notes.push(noted('distribute_by', 'Snowflake', 'it places rows itself'));
  if (physical.sortBy.length > 0)
    notes.push(noted('sort_by', 'Snowflake', 'cluster_by is its word for order'));
  if (physical.format !== undefined) notes.push(noted('format', 'Snowflake', 'it is a word for Spark'));
  return { config: { ...config, ...(physical.raw as Storage['config']) }, notes };
}

/** Lower cardinality prunes as well and clusters cheaper than the instant itself. */
function clusteringExpression({ column, type, granularity }: PhysicalPartition): string {
  if (type === 'integer' || type === 'other') return column;
  if (granularity === 'day') return type === 'date' ? column : `to_date(${column})`;
  return `date_trunc('${granularity}', ${column})`;
}
