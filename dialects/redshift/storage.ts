import { noted } from '../physical-notes.js';
import type { ConfigValue, Physical, Storage } from '../storage.js';

/** Redshift has one distribution key and one sort key; blocks outside a sort key's range are skipped. */
export function storage(physical: Physical): Storage {
  const config: Record<string, ConfigValue> = {};
  const notes: string[] = [];
  // dbt-redshift raises on a list here.
  if (physical.distributeBy !== undefined) config['dist'] = physical.distributeBy;

  const partition = physical.partitionBy?.column;
  const sort = physical.sortBy.length > 0 ? [...physical.sortBy] : [...physical.clusterBy];
  if (partition !== undefined && !sort.includes(partition)) {
    sort.unshift(partition);
    notes.push('partition_by becomes the first sort key: Redshift has no partitions');
  }
  if (sort.length > 0) config['sort'] = sort;
  if (physical.clusterBy.length > 0) {
    notes.push(
      physical.sortBy.length > 0
        ? noted('cluster_by', 'Redshift', 'sort_by was said as well, and a table has one sort key')
        : 'cluster_by becomes the sort key: it is what Redshift has for it',
    );
  }
  if (physical.format !== undefined) notes.push(noted('format', 'Redshift', 'it is a word for Spark'));
  return { config: { ...config, ...(physical.raw as Storage['config']) }, notes };
}
