import { describe } from 'vitest';
import { sqlFiles } from './sql-code.js';
import { trap, type Finder } from './trap.js';

/** Words that some warehouse lacks or reads in another way; texts, comments and quoted names don't count. */

/** Finds a word in the SQL of models, macros, tests and guards. */
const sqlHolds =
  (word: RegExp, ...only: readonly string[]): Finder =>
  (tree) =>
    only.length > 0 && !only.includes(tree.dialect)
      ? []
      : sqlFiles(tree).flatMap(({ path, code, hooks }) => {
          const [found] = word.exec(`${code}\n${hooks}`) ?? [];
          return found === undefined ? [] : [`${path}: ${found}`];
        });

/** Finds a word in what stands in Jinja's braces. */
const jinjaHolds =
  (word: RegExp): Finder =>
  (tree) =>
    sqlFiles(tree).flatMap(({ path, jinja }) => {
      const [found] = word.exec(jinja) ?? [];
      return found === undefined ? [] : [`${path}: ${found}`];
    });

/** Functions that answer bytes, without the one that makes a text of them. Only DuckDB's sha256 answers a text. */
const bytes = {
  duckdb: /(?!)/,
  bigquery: /(?<!\bto_hex\(\s*)\b(md5|sha256)\s*\(/i,
  others: /(?<!\bencode\(\s*)\bsha256\s*\(/i,
} as { readonly [dialect: string]: RegExp | undefined; readonly others: RegExp };

const model = (sql: string) => ({ files: { 'models/marts/dim_thing.sql': `select ${sql} from t\n` } });
const jinja = (text: string) => ({
  files: { 'macros/thing.sql': `{% macro thing() %}${text}{% endmacro %}\n` },
});

describe('SQL', () => {
  trap('has no QUALIFY', sqlHolds(/\bqualify\b/i), [
    model('a from t qualify row_number() over (order by a) = 1 --'),
  ]);
  trap('has no MERGE branch for rows that the source lacks', sqlHolds(/\bnot\s+matched\s+by\s+source\b/i), [
    {
      files: { 'macros/m.sql': 'merge into t using s on a = b when not matched\n  by source then delete\n' },
    },
  ]);
  trap('has no RETURNING', sqlHolds(/\breturning\b/i), [
    { files: { 'macros/m.sql': 'delete from t returning a\n' } },
  ]);
  trap('joins texts with pipes only', sqlHolds(/\bconcat(_ws)?\s*\(/i), [
    model('concat(a, b)'),
    model("concat_ws('|', a, b)"),
    {
      files: {
        'models/m.sql':
          '{{ config(\n    pre_hook=[\n        "{{ f(x, where=\\"concat(a) = 1\\") }}"\n    ]\n) }}\nselect 1\n',
      },
    },
  ]);
  trap(
    'asks no clock of the warehouse',
    sqlHolds(
      /\b(getdate|now|clock_timestamp|statement_timestamp|sysdatetime)\s*\(|\b(sysdate|systimestamp|current_timestamp|current_date|current_time|current_datetime|localtimestamp|localtime)\b/i,
    ),
    [model('current_timestamp'), model('getdate()'), model('cast(now() as date)'), model('sysdate')],
  );
  trap(
    'makes no lists of rows',
    sqlHolds(/\b(string_agg|array_agg|listagg|group_concat|collect_list|collect_set)\s*\(/i),
    [model("string_agg(a, ',')"), model('listagg (a)')],
  );
  trap(
    'calls nothing that PostgreSQL lacks for casts and months',
    sqlHolds(/\b(try_cast|safe_cast|last_day)\s*\(/i),
    [model('try_cast(a as date)'), model('last_day(a)')],
  );
  trap(
    'gives every decimal a scale',
    sqlHolds(/\bas\s+(numeric|bignumeric|decimal|number)\s*(\)|\(\s*\d+\s*\))/i),
    [model('cast(a as numeric)'), model('cast(a as decimal(12)) + 1'), model('cast(null as number)')],
  );
  trap('of Redshift has no IS DISTINCT FROM', sqlHolds(/\bis\s+(not\s+)?distinct\s+from\b/i, 'redshift'), [
    { ...model('a is not distinct from b'), dialect: 'redshift' },
  ]);
  trap('of Redshift generates no series', sqlHolds(/\bgenerate_series\b/i, 'redshift'), [
    { ...model('* from generate_series(1, 2)'), dialect: 'redshift' },
  ]);
  trap(
    'of Redshift gives the texts of columns a length',
    (tree) => [
      // The keys' texts of numbers are casts without a length as well; they have at most 41 characters.
      ...sqlHolds(/(\bnull|'') as (varchar|text|char)\b(?!\()/i, 'redshift')(tree),
      ...sqlHolds(
        /\bas (varchar|text|char)\b(?!\()/i,
        'redshift',
      )({
        ...tree,
        files: tree.files.filter(({ path }) => path.startsWith('models/staging/')),
      }),
    ],
    [
      { ...model('cast(null as varchar)'), dialect: 'redshift' },
      { dialect: 'redshift', files: { 'models/staging/s/stg.sql': 'select cast(a as text) as a from t\n' } },
    ],
  );
  trap(
    'turns hashes into texts where they are bytes',
    (tree) => sqlHolds(bytes[tree.dialect] ?? bytes.others)(tree),
    [
      { ...model('md5(a)'), dialect: 'bigquery' },
      { ...model('to_hex(sha256(a)), sha256(b)'), dialect: 'bigquery' },
      { ...model('sha256(a)'), dialect: 'redshift' },
    ],
  );
});

describe('Jinja', () => {
  trap(
    "calls no macro of dbt's for SQL, and no package's",
    jinjaHolds(
      /\bdbt(_utils)?\.(?!\w+__get_merge_sql\b)\w+|\b(date_spine|generate_series|generate_surrogate_key)\(/,
    ),
    [
      jinja("{{ dbt.date_trunc('month', 'd') }}"),
      jinja("{{ dbt_utils.generate_surrogate_key(['a']) }}"),
      jinja('{% set days = date_spine(1, 2) %}'),
    ],
  );
  trap("compares with no macro of dbt's", jinjaHolds(/(?<![.\w])equals\(/), [
    jinja("{{ equals('a', 'b') }}"),
  ]);
  trap('gives every var() a default', jinjaHolds(/\bvar\(\s*(['"])[^'"]*\1\s*\)/), [
    jinja("{{ var('load_at') }}"),
  ]);
  trap(
    'defines no materialization and no strategy',
    jinjaHolds(/\{%-?\s*materialization\b|macro get_incremental_/),
    [
      jinja('{% materialization thing, default %}{% endmaterialization %}'),
      jinja('{% macro get_incremental_thing_sql(a) %}{% endmacro %}'),
    ],
  );
});
