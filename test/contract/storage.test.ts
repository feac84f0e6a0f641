import { describe, expect, it } from 'vitest';
import { dialects } from '../../dialects/index.js';
import type { Physical } from '../../dialects/storage.js';

const nothing: Physical = { materialized: 'incremental', history: false, clusterBy: [], sortBy: [], raw: {} };
const monthly: Physical = {
  ...nothing,
  partitionBy: { column: 'ordered_at', type: 'timestamp', granularity: 'month' },
};
const clustered: Physical = { ...nothing, clusterBy: ['customer_key', 'product_key'] };

describe('physical words', () => {
  it('snowflake keeps history out of transient tables', () => {
    expect(dialects.snowflake.storage({ ...nothing, history: true }).config).toEqual({ transient: false });
    expect(dialects.snowflake.storage(nothing).config).toEqual({});
    expect(
      dialects.snowflake.storage({ ...nothing, history: true, raw: { transient: true } }).config,
    ).toEqual({ transient: true });
  });
  it('snowflake clusters by a partition', () => {
    expect(dialects.snowflake.storage({ ...monthly, clusterBy: ['customer_key'] }).config).toEqual({
      cluster_by: ["date_trunc('month', ordered_at)", 'customer_key'],
    });
  });
  it('bigquery partitions by a field and clusters by four columns', () => {
    expect(dialects.bigquery.storage(monthly)).toEqual({
      config: { partition_by: { field: 'ordered_at', data_type: 'datetime', granularity: 'month' } },
      notes: [],
    });
    const five = dialects.bigquery.storage({ ...nothing, clusterBy: ['a', 'b', 'c', 'd', 'e'] });
    expect(five.config).toEqual({ cluster_by: ['a', 'b', 'c', 'd'] });
    expect(five.notes).toHaveLength(1);
  });
  it('bigquery takes no filter that its own reads of the table lack', () => {
    const raw = { require_partition_filter: true, labels: { team: 'sales' } };
    expect(dialects.bigquery.storage({ ...nothing, raw })).toEqual({
      config: { labels: { team: 'sales' } },
      notes: [expect.stringContaining('require_partition_filter has no effect')],
    });
  });
  it('bigquery says how many partitions one job may fill', () => {
    for (const granularity of ['hour', 'day', 'month', 'year'] as const) {
      const partitionBy = { column: 'ordered_at', type: 'timestamp', granularity } as const;
      expect(
        dialects.bigquery
          .storage({ ...nothing, partitionBy })
          .notes.join(' ')
          .includes('4,000'),
      ).toBe(granularity === 'hour' || granularity === 'day');
    }
  });
  it('redshift distributes by one column and sorts', () => {
    expect(dialects.redshift.storage({ ...clustered, distributeBy: 'customer_key' }).config).toEqual({
      dist: 'customer_key',
      sort: ['customer_key', 'product_key'],
    });
  });
  it('spark partitions delta by days, iceberg by transforms', () => {
    const daily = { ...monthly, partitionBy: { column: 'day', type: 'date', granularity: 'day' } } as const;
    expect(dialects.spark.storage(daily)).toEqual({
      config: { file_format: 'delta', partition_by: ['day'] },
      notes: [],
    });
    expect(dialects.spark.storage({ ...monthly, format: 'iceberg' })).toEqual({
      config: { file_format: 'iceberg', partition_by: ['months(ordered_at)'] },
      notes: [],
    });
  });
  it('spark clusters delta in a hook, also by what it has too many values of to partition by', () => {
    expect(dialects.spark.storage(clustered).config['post_hook']).toEqual([
      { sql: 'alter table {{ this }} cluster by (customer_key, product_key)' },
    ]);
    const both = dialects.spark.storage({ ...clustered, ...monthly, clusterBy: ['a'] });
    expect(both.config).toEqual({
      file_format: 'delta',
      post_hook: [{ sql: 'alter table {{ this }} cluster by (ordered_at, a)' }],
    });
    expect(both.notes.join(' ')).toContain("Delta can't partition by the month of ordered_at");
  });
  it('spark never clusters beside partitions', () => {
    const partition = { column: 'day', type: 'date', granularity: 'day' } as const;
    expect(dialects.spark.storage({ ...clustered, partitionBy: partition }).config).not.toHaveProperty(
      'post_hook',
    );
  });
  it('duckdb only notes', () => {
    expect(dialects.duckdb.storage({ ...clustered, ...monthly, clusterBy: ['a'] }).config).toEqual({});
    expect(dialects.duckdb.storage(clustered).notes).toHaveLength(1);
  });
});
