import { beforeAll, describe, expect, test } from 'vitest';
import { rulesFor } from './rules/index.mjs';
import { statementsOfDbtLog } from './sql-of-run.mjs';
import type { Model, Rule } from './rules/index.mjs';

/** What one rule finds in one compiled statement. */
function findings(
  rules: Readonly<Record<string, Rule>>,
  name: string,
  text: string,
  models: Model[] = [],
): string[] {
  const rule = rules[name]!;
  return rule({ sql: [{ state: 'compiled', path: 'a.sql', line: 1, text }], models }).map(
    ({ line, what }) => `${line}: ${what}`,
  );
}

const model = (config: Model['config'], columns: Model['columns'] = []): Model => ({
  name: 'dim_a',
  path: 'models/dim_a.sql',
  config,
  columns,
});

describe('Snowflake', async () => {
  const rules = await rulesFor('snowflake');

  test('a function of DuckDB is found where it is called', () => {
    expect(findings(rules, 'snowflake-function', "select\n    strftime(a, '%Y')\nfrom t")).toEqual([
      '2: strftime() is not among the functions that were looked up in the manual',
    ]);
  });

  test('functions of Snowflake, texts, comments and lists of columns are none', () => {
    const sql =
      "with t(a) as (select dateadd('day', 1, b) as a from s)\nselect sha2('strftime(x)') /* list(a) */ from t";
    expect(findings(rules, 'snowflake-function', sql.replace('t(a)', 't'))).toEqual([]);
    expect(
      findings(rules, 'snowflake-function', 'insert into t (a) select cast(b as varchar(3)) from s'),
    ).toEqual([]);
  });

  test.each([
    'select count(*) filter (where a) from t',
    'merge into t using s on t.a = s.a when not matched by source then delete',
    'insert into t select 1 returning a',
    'insert into t select 1 on conflict do nothing',
    'select a // b from t',
    'select a ** 2 from t',
    'select cast(a as hugeint) from t',
    'select * from t semi join s on true',
    'select * from t using sample 3',
    'select * from (from t)',
    'select * from unnest(a)',
    'select list_transform(a, x -> abs(x)) from t',
  ])('%s is found', (sql) => {
    expect(findings(rules, 'snowflake-construct', sql)).toHaveLength(1);
  });

  test('what Snowflake has is not found', () => {
    const sql =
      "select a::int, b is distinct from 'a // b', c from t qualify row_number() over (order by a) = 1";
    expect(findings(rules, 'snowflake-construct', sql)).toEqual([]);
  });
});

describe('Spark', async () => {
  const rules = await rulesFor('spark');

  test.each(['select a from t qualify b = 1', 'select * exclude (a) from t', 'select identity(1, 1)'])(
    '%s is found',
    (sql) => {
      expect(findings(rules, 'spark-construct', sql)).toHaveLength(1);
    },
  );

  test('a text that says it is not found', () => {
    expect(findings(rules, 'spark-construct', "select 'qualify' as a from t")).toEqual([]);
  });
});

describe('BigQuery', async () => {
  const rules = await rulesFor('bigquery');
  const found = (name: string, ...of: Parameters<typeof model>) => findings(rules, name, '', [model(...of)]);

  test('a fifth cluster column is found, a fourth is not', () => {
    expect(found('bigquery-cluster', { cluster_by: ['a', 'b', 'c', 'd', 'e'] })).toHaveLength(1);
    expect(found('bigquery-cluster', { cluster_by: ['a', 'b', 'c', 'd'] })).toEqual([]);
  });

  test('a cluster column of a type that can be none is found', () => {
    expect(found('bigquery-cluster', { cluster_by: 'a' }, [{ name: 'a', type: 'float64' }])).toHaveLength(1);
    expect(found('bigquery-cluster', { cluster_by: 'a' }, [{ name: 'a', type: 'string' }])).toEqual([]);
  });

  test.each([
    ['a name', 'a'],
    ['a date by hours', { field: 'a', data_type: 'date', granularity: 'hour' }],
    ['a text', { field: 'a', data_type: 'string' }],
    ['numbers without a range', { field: 'a', data_type: 'int64' }],
    ['10,001 partitions', { field: 'a', data_type: 'int64', range: { start: 0, end: 10_001, interval: 1 } }],
  ])('a partition by %s is found', (_, by) => {
    expect(found('bigquery-partition', { partition_by: by })).toHaveLength(1);
  });

  test('partitions within the limits are not found', () => {
    const range = { start: 0, end: 10_000, interval: 1 };
    expect(found('bigquery-partition', { partition_by: { field: 'a', data_type: 'int64', range } })).toEqual(
      [],
    );
    expect(
      found('bigquery-partition', {
        partition_by: { field: 'a', data_type: 'timestamp', granularity: 'hour' },
      }),
    ).toEqual([]);
    expect(found('bigquery-partition', {})).toEqual([]);
  });

  test('a filter that is required of no partition is found', () => {
    expect(found('bigquery-partition', { require_partition_filter: true })).toHaveLength(1);
  });
});

describe('Redshift', () => {
  let rules: Readonly<Record<string, Rule>> = {};
  beforeAll(async () => {
    rules = await rulesFor('redshift');
  });

  test('a function of PostgreSQL is found, one of Redshift or of the user is not', () => {
    expect(findings(rules, 'redshift-function', 'select make_interval(1)')).toHaveLength(1);
    expect(findings(rules, 'redshift-function', "select dateadd('day', 1, a), f_mine(a) from t")).toEqual([]);
  });

  test('syntax of PostgreSQL is found', () => {
    expect(findings(rules, 'redshift-pg-only', 'select 1;\nselect a is distinct from b from t')).toEqual([
      '2: IS [NOT] DISTINCT FROM',
    ]);
    expect(findings(rules, 'redshift-pg-only', 'select a from t')).toEqual([]);
  });

  test('a boolean column that becomes a text is found, a number is not', () => {
    const models = [
      model({}, [
        { name: 'is_a', type: 'boolean' },
        { name: 'b', type: 'bigint' },
      ]),
    ];
    expect(
      findings(rules, 'redshift-boolean-as-text', 'select cast(t.is_a as varchar(5)) from t', models),
    ).toHaveLength(1);
    expect(findings(rules, 'redshift-boolean-as-text', 'select is_a::varchar from t', models)).toHaveLength(
      1,
    );
    expect(
      findings(rules, 'redshift-boolean-as-text', 'select cast(b as varchar(5)) from t', models),
    ).toEqual([]);
  });

  const merge = (source: string, branch: string) => `merge into d.t using ${source} on d.t.a = s.a ${branch}`;
  const update = 'when matched then update set b = s.b';
  const insert = 'when not matched then insert (a, b) values (s.a, s.b)';

  test.each([
    ['a condition', merge('s', `when matched and s.b > 1 then delete ${insert}`)],
    ['by source', merge('s', `${update} when not matched by source then delete`)],
    ['an alias', merge('s', `${update} ${insert}`).replace('d.t using', 'd.t as x using')],
    ['with', `with s as (select 1 as a) ${merge('s', `${update} ${insert}`)}`],
    ['a source that reads the target', merge('(select * from d.t) as s', `${update} ${insert}`)],
  ])('a MERGE with %s is found', (_, sql) => {
    expect(findings(rules, 'redshift-merge', sql)).toHaveLength(1);
  });

  test('a MERGE as Redshift has it is not found', () => {
    expect(findings(rules, 'redshift-merge', merge('s', `${update} ${insert}`))).toEqual([]);
  });
});

test('statements are taken out of the log of dbt with their lines', () => {
  const log = [
    '07:08:00.1 [debug] [Thread-1]: Using snowflake connection "model.a.b"',
    '07:08:00.2 [debug] [Thread-1]: On model.a.b: create table t as',
    '(select 1)',
    '07:08:00.3 [debug] [Thread-1]: SQL status: OK',
    '07:08:00.4 [debug] [Thread-1]: On model.a.b: Close',
  ];
  expect(statementsOfDbtLog(log.join('\n'), 'dbt.log')).toEqual([
    { state: 'sent', path: 'dbt.log', line: 2, text: 'create table t as\n(select 1)' },
  ]);
});
