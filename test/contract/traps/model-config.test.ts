import { describe } from 'vitest';
import { type Model, modelsOf } from './models.js';
import { trap, type Broken, type Finder } from './trap.js';

/** What the `config()` of a model says. */

const models =
  (find: (model: Model, dialect: string) => readonly string[], ...only: readonly string[]): Finder =>
  (tree) =>
    only.length > 0 && !only.includes(tree.dialect)
      ? []
      : modelsOf(tree).flatMap((model) =>
          find(model, tree.dialect).map((problem) => `${model.path}: ${problem}`),
        );

const withConfig = (lines: readonly string[], dialect?: string, sql = 'select 1 as a'): Broken => ({
  ...(dialect === undefined ? {} : { dialect }),
  files: { 'models/marts/dim_thing.sql': `{{ config(\n    ${lines.join(',\n    ')}\n) }}\n\n${sql}\n` },
});

const incremental = ["materialized='incremental'", "on_schema_change='fail'"];

/** What each adapter knows beside what all know. What isn't listed here is ignored by the adapter, or an error in dbt 2. */
const common = [
  'materialized',
  'incremental_strategy',
  'unique_key',
  'on_schema_change',
  'full_refresh',
  'meta',
  'pre_hook',
  'post_hook',
];
const own: Readonly<Record<string, readonly string[]>> = {
  snowflake: ['transient', 'cluster_by'],
  bigquery: ['partition_by', 'cluster_by', 'labels'],
  redshift: ['dist', 'sort', 'sort_type'],
  spark: ['file_format', 'partition_by'],
};

/** dbt-bigquery knows no append; of the rest of what there is, nothing is asked for. */
const strategies: Readonly<Record<string, readonly string[]>> = { bigquery: ['merge'] };

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);

describe('the config of a model', () => {
  trap(
    'has keys that its adapter knows, and none for a partial merge',
    models(({ config }, dialect) =>
      Object.keys(config).filter((key) => ![...common, ...(own[dialect] ?? [])].includes(key)),
    ),
    [
      withConfig(["incremental_predicates=['a > 1']"]),
      withConfig(["merge_update_columns=['a']"]),
      withConfig(["merge_exclude_columns=['a']"]),
      withConfig(['require_partition_filter=true']),
      withConfig(["indexes=[{'columns': ['a']}]"]),
      withConfig(["partition_by=['a']"], 'duckdb'),
      withConfig(["liquid_clustered_by=['a']"], 'spark'),
      withConfig(["zorder=['a']"], 'spark'),
      withConfig(["scd2_columns=['a']"]),
    ],
  );
  trap(
    'asks for a strategy that its adapter has',
    models(({ config }, dialect) => {
      const strategy = config['incremental_strategy'];
      const known = strategies[dialect] ?? ['append', 'merge'];
      return strategy === undefined || known.includes(strategy as string) ? [] : [JSON.stringify(strategy)];
    }),
    [
      withConfig(["incremental_strategy='delete+insert'"]),
      withConfig(["incremental_strategy='insert_overwrite'"]),
      withConfig(["incremental_strategy='microbatch'"]),
      withConfig(["incremental_strategy='scd2'"]),
      withConfig(["incremental_strategy='append'"], 'bigquery'),
    ],
  );
  trap(
    "is materialized in one of dbt's own ways",
    models(({ materialized }) =>
      ['view', 'table', 'incremental'].includes(materialized) ? [] : [materialized],
    ),
    [withConfig(["materialized='scd2'"]), withConfig(["materialized='snapshot'"])],
  );
  trap(
    'stops where the columns of an incremental table change',
    models(({ config, materialized }) =>
      materialized === 'incremental' && config['on_schema_change'] !== 'fail' ? ['on_schema_change'] : [],
    ),
    [withConfig(["materialized='incremental'"]), withConfig([incremental[0]!, "on_schema_change='ignore'"])],
  );
  trap(
    'marks what is merged by key for the merge of the repo',
    models(({ config }) => {
      const meta = config['meta'] as Readonly<Record<string, unknown>> | undefined;
      return config['unique_key'] !== undefined && meta?.['removed_when_null'] === undefined ? ['meta'] : [];
    }),
    [withConfig([...incremental, "incremental_strategy='merge'", "unique_key='a'"])],
  );
  trap(
    'merges versions by their own key, not by the natural one',
    models(({ config, code }) => {
      const key = config['unique_key'];
      if (!/^intervals as \($/m.test(code)) return [];
      return typeof key === 'string' && new RegExp(`\\)\\s+as ${key}\\b`).test(code) ? [] : [String(key)];
    }),
    [
      withConfig(
        ["unique_key='customer_id'"],
        undefined,
        'with\n\nintervals as (\n    select customer_id from t\n)\n\nselect 1',
      ),
    ],
  );
  trap(
    'has hooks of one statement, without a word on transactions, all of one form',
    models(({ config }) => [
      ...list(config['pre_hook'])
        .filter((hook) => typeof hook !== 'string' || hook.includes(';'))
        .map((hook) => JSON.stringify(hook)),
      ...list(config['post_hook'])
        .filter(
          (hook) => Object.keys(hook as object).join(',') !== 'sql' || JSON.stringify(hook).includes(';'),
        )
        .map((hook) => JSON.stringify(hook)),
    ]),
    [
      withConfig(["post_hook=[{'sql': 'vacuum {{ this }}', 'transaction': false}]"]),
      withConfig(["post_hook=['analyze {{ this }}', {'sql': 'b'}]"]),
      withConfig(["post_hook=[{'sql': 'analyze a; analyze b'}]"]),
      withConfig(["pre_hook=['a; b']"]),
    ],
  );
  trap(
    'keeps history out of the transient tables of Snowflake',
    models(({ config, code, materialized }) => {
      const keepsHistory = config['full_refresh'] === false || /^intervals as \($/m.test(code);
      return keepsHistory && materialized !== 'view' && config['transient'] !== false ? ['transient'] : [];
    }, 'snowflake'),
    [withConfig([...incremental, 'full_refresh=false'], 'snowflake')],
  );
  trap(
    'says the format of every table of Spark, and that of one that knows MERGE',
    models(({ config, materialized }) => {
      const format = String(config['file_format']);
      return materialized === 'view' || ['delta', 'iceberg'].includes(format) ? [] : [format];
    }, 'spark'),
    [withConfig(incremental, 'spark'), withConfig(["file_format='parquet'"], 'spark')],
  );
  trap(
    'never both partitions and clusters a table of Delta',
    models(({ config }) => {
      const clusters = JSON.stringify(config['post_hook'] ?? '').includes('cluster by');
      return clusters && config['partition_by'] !== undefined ? ['partition_by'] : [];
    }, 'spark'),
    [
      withConfig(
        ["partition_by=['a']", "post_hook=[{'sql': 'alter table {{ this }} cluster by (b)'}]"],
        'spark',
      ),
    ],
  );
  trap(
    'partitions BigQuery by a mapping and clusters it by four columns at most',
    models(
      ({ config: { partition_by: partition, cluster_by: cluster } }) => [
        ...(partition === undefined || (typeof partition === 'object' && 'field' in partition!)
          ? []
          : ['partition_by']),
        ...(cluster === undefined || (Array.isArray(cluster) && cluster.length <= 4) ? [] : ['cluster_by']),
      ],
      'bigquery',
    ),
    [
      withConfig(["partition_by='ordered_at'"], 'bigquery'),
      withConfig(["cluster_by=['a', 'b', 'c', 'd', 'e']"], 'bigquery'),
    ],
  );
  trap(
    'distributes Redshift by one column and has a type of sort only with a sort',
    models(
      ({ config }) => [
        ...(config['dist'] === undefined || typeof config['dist'] === 'string' ? [] : ['dist']),
        ...(config['sort_type'] === undefined || config['sort'] !== undefined ? [] : ['sort_type']),
      ],
      'redshift',
    ),
    [withConfig(["dist=['a', 'b']"], 'redshift'), withConfig(["sort_type='interleaved'"], 'redshift')],
  );
});
