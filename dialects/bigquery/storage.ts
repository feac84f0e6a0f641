import { noted } from '../physical-notes.js';
import type { ConfigValue, Physical, PhysicalPartition, Storage } from '../storage.js';

/** How long a time 4,000 partitions are, the most that one job may write; of longer ones nobody has as many. */
const spans: Partial<Record<PhysicalPartition['granularity'], string>> = {
  hour: 'five months of hours',
  day: 'eleven years of days',
};

/** The most columns a table can be clustered by. */
const clusterLimit = 4;

export function storage(physical: Physical): Storage {
  const config: Record<string, ConfigValue> = {};
  const notes: string[] = [];
  const partition = physical.partitionBy;
  if (partition !== undefined) {
    if (partition.type === 'integer') {
      notes.push(
        noted(
          'partition_by',
          'BigQuery',
          `a range of numbers needs its bounds: say them as bigquery: {partition_by: {field: ${partition.column}, …}}`,
        ),
      );
    } else if (partition.type === 'other') {
      notes.push(noted('partition_by', 'BigQuery', `${partition.column} is neither a date nor a timestamp`));
    } else {
      config['partition_by'] = partitionConfig(partition, partition.type);
      const span = spans[partition.granularity];
      if (span !== undefined)
        notes.push(
          `a build that fills more than 4,000 partitions, which is ${span}, is refused by BigQuery: a coarser granularity avoids it`,
        );
    }
  }
  if (physical.clusterBy.length > 0) config['cluster_by'] = physical.clusterBy.slice(0, clusterLimit);
  if (physical.clusterBy.length > clusterLimit) {
    notes.push(
      `cluster_by keeps ${physical.clusterBy.slice(0, clusterLimit).join(', ')}: BigQuery clusters by four columns at most`,
    );
  }
  if (physical.distributeBy !== undefined)
    notes.push(noted('distribute_by', 'BigQuery', 'it places rows itself'));
  if (physical.sortBy.length > 0)
    notes.push(noted('sort_by', 'BigQuery', 'cluster_by is its word for order'));
  if (physical.format !== undefined) notes.push(noted('format', 'BigQuery', 'it is a word for Spark'));
  const { require_partition_filter: filterRequired, ...raw } = physical.raw as Storage['config'];
  if (filterRequired === true)
    notes.push(
      'require_partition_filter has no effect on BigQuery: a run compares with the whole table and its tests read it, which would be refused',
    );
  return { config: { ...config, ...raw }, notes };
}

/** The field's name, not an expression: a plain string fails to parse. Hours of a date don't exist. */
function partitionConfig(
  { column, granularity }: PhysicalPartition,
  type: 'date' | 'timestamp' | 'timestamp_tz',
): ConfigValue {
  const dataType = { date: 'date', timestamp: 'datetime', timestamp_tz: 'timestamp' }[type];
  return {
    field: column,
    data_type: dataType,
    granularity: type === 'date' && granularity === 'hour' ? 'day' : granularity,
  };
}
