/** The blueprint's `physical:` block, names resolved, as a dialect receives it. */
export interface Physical {
  /** `table`: rebuilt whole by each run; `incremental`: changed rows are merged. */
  readonly materialized: 'table' | 'incremental';
  readonly partitionBy?: PhysicalPartition;
  readonly clusterBy: readonly string[];
  readonly distributeBy?: string;
  readonly sortBy: readonly string[];
  readonly format?: 'delta' | 'iceberg';
  /** Raw config for this dialect's adapter: the last word. */
  readonly raw: Readonly<Record<string, unknown>>;
  /** True where rows carry history that can't be rebuilt or is dear to rebuild. */
  readonly history: boolean;
}

export interface PhysicalPartition {
  readonly column: string;
  /** The column's type; only dates, timestamps and integers can be partitioned by. */
  readonly type: 'date' | 'timestamp' | 'timestamp_tz' | 'integer' | 'other';
  readonly granularity: 'hour' | 'day' | 'month' | 'year';
}

export type ConfigValue =
  string | number | boolean | null | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

export interface Storage {
  /** Entries of the model's config block, in the order they are printed. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** What was asked for and can't be had on this warehouse, as sentences. */
  readonly notes: readonly string[];
}
