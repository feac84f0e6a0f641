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
  const tooFine = format === 'delta' && physical.partitionBy !== undefined && isFine(physical.partitionBy);
  const partition = tooFine ? undefined : physical.partitionBy;
  const cluster = tooFine
    ? [...new Set([physical.partitionBy.column, ...physical.clusterBy])]
    : physical.clusterBy;
  if (tooFine) {
    // Delta partitions by values: a partition for each instant would be a file for each row.
    notes.push(
      `partition_by becomes the first clustering column: Delta can't partition by the ${physical.partitionBy.granularity} of ${physical.partitionBy.column}`,
    );
  }
  if (partition !== undefined)
    config['partition_by'] = [format === 'iceberg' ? transform(partition) : partition.column];
  if (cluster.length > 0) {
    if (format === 'iceberg') {
      config['post_hook'] = [{ sql: `alter table {{ this }} write ordered by ${cluster.join(', ')}` }];
      notes.push('cluster_by becomes the write order: Iceberg has no clustering');
    } else if (partition !== undefined) {
      notes.push(noted('cluster_by', 'Delta', 'a table is either partitioned or clustered'));
    } else {
      // dbt-spark's CTAS has no `cluster by`; on an existing table it needs Delta 3.3.
      config['post_hook'] = [
        { sql: `alter table {{ this }} cluster by (${cluster.slice(0, 4).join(', ')})` },
      ];
      notes.push(
        'cluster_by is set after each build and takes effect with the next optimize: it needs Delta 3.3',
      );
      if (cluster.length > 4)
        notes.push('cluster_by keeps its first four columns: Delta clusters by four at most');
    }
  }
  if (physical.distributeBy !== undefined)
    notes.push(noted('distribute_by', 'Spark', 'files have no nodes to live on'));
  if (physical.sortBy.length > 0) notes.push(noted('sort_by', 'Spark', 'cluster_by is its word for order'));
  return { config: { ...config, ...(physical.raw as Storage['config']) }, notes };
}

/** True for what has more values than a table wants partitions. */
const isFine = (partition: PhysicalPartition): boolean =>
  isInstant(partition) && !(partition.type === 'date' && partition.granularity === 'day');

const isInstant = ({ type }: PhysicalPartition): boolean => type !== 'integer' && type !== 'other';

/** dbt-spark pastes the items raw, so that Iceberg's partition transforms work. */
function transform(partition: PhysicalPartition): string {
  const { column, type, granularity } = partition;
  if (!isInstant(partition)) return column;
  return `${type === 'date' && granularity === 'hour' ? 'day' : granularity}s(${column})`;
}
