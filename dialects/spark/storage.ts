import { noted } from '../physical-notes.js';
import type { ConfigValue, Physical, PhysicalPartition, Storage } from '../storage.js';

/**
 * Delta partitions by columns as they are and clusters in DDL of its own; Iceberg partitions by transforms.
 * Other formats know no MERGE, so one of the two is always said.
 */
export function storage(physical: Physical): Storage {
  const format = physical.format ?? 'delta';
  const config: Record<string, ConfigValue> = { file_format: format };
  const notes: string[] = [];
  const partition = physical.partitionBy;
  if (partition !== undefined) {
    config['partition_by'] = [format === 'iceberg' ? transform(partition) : partition.column];
    if (format === 'delta' && isInstant(partition) && !(partition.type === 'date' && partition.granularity === 'day')) {
      notes.push(`partition_by takes ${partition.column} as it is: Delta can't partition by its ${partition.granularity}`);
    }
  }
  if (physical.clusterBy.length > 0) {
    if (format === 'iceberg') {
      config['post_hook'] = [{ sql: `alter table {{ this }} write ordered by ${physical.clusterBy.join(', ')}` }];
      notes.push('cluster_by becomes the write order: Iceberg has no clustering');
    } else if (partition !== undefined) {
      notes.push(noted('cluster_by', 'Delta', 'a table is either partitioned or clustered'));
    } else {
      // dbt-spark's CTAS has no `cluster by`; on an existing table it needs Delta 3.3.
      config['post_hook'] = [{ sql: `alter table {{ this }} cluster by (${physical.clusterBy.slice(0, 4).join(', ')})` }];
      notes.push('cluster_by is set after each build and takes effect with the next optimize: it needs Delta 3.3');
      if (physical.clusterBy.length > 4) notes.push('cluster_by keeps its first four columns: Delta clusters by four at most');
    }
  }
  if (physical.distributeBy !== undefined) notes.push(noted('distribute_by', 'Spark', 'files have no nodes to live on'));
  if (physical.sortBy.length > 0) notes.push(noted('sort_by', 'Spark', 'cluster_by is its word for order'));
  return { config: { ...config, ...(physical.raw as Storage['config']) }, notes };
}

const isInstant = ({ type }: PhysicalPartition): boolean => type !== 'integer' && type !== 'other';

/** dbt-spark pastes the items raw, so that Iceberg's partition transforms work. */
function transform(partition: PhysicalPartition): string {
  const { column, type, granularity } = partition;
  if (!isInstant(partition)) return column;
  return `${type === 'date' && granularity === 'hour' ? 'day' : granularity}s(${column})`;
}
