import { describe } from 'vitest';
import { type SqlFile, sqlFiles } from './sql-code.js';
import { trap, type Broken, type Finder } from './trap.js';

/** How rows reach a table: the macro of each dialect that takes the place of its adapter's merge. */

const isMerge = ({ path }: SqlFile): boolean => /^macros\/\w+__get_merge_sql\.sql$/.test(path);

const mergeHolds =
  (find: (code: string, file: SqlFile) => readonly string[], ...only: readonly string[]): Finder =>
  (tree) =>
    only.length > 0 && !only.includes(tree.dialect)
      ? []
      : sqlFiles(tree)
          .filter(isMerge)
          .flatMap((file) => find(file.code, file).map((problem) => `${file.path}: ${problem}`));

const matches = (code: string, pattern: RegExp): readonly string[] => code.match(pattern) ?? [];

const macro = (sql: string, dialect: string): Broken => ({
  dialect,
  files: { [`macros/${dialect}__get_merge_sql.sql`]: `{% macro m(target) %}\n${sql}\n{% endmacro %}\n` },
});

describe('the merge', () => {
  trap(
    'sets columns by their bare names',
    mergeHolds((code) => {
      const [, assignments = ''] = /\bupdate\s+set\b([^]*?)(?=\bwhen\b|$)/i.exec(code) ?? [];
      return matches(assignments, /(?:^|,|\n)\s*\w+\.\w+\s*=/g);
    }),
    [
      macro('merge into t using s on a = b when matched then update set t.a = s.a', 'duckdb'),
      macro(
        'merge into t using s on a = b when matched then update set\n  {{ a }} = s.a,\n  t.b = s.b',
        'duckdb',
      ),
    ],
  );
  trap(
    'of Redshift is no MERGE',
    mergeHolds((code) => matches(code, /\bmerge\b/gi), 'redshift'),
    [macro('merge into t using s on a = b when matched then delete', 'redshift')],
  );
  trap(
    'of Redshift names its target in whole and reads what was staged',
    mergeHolds(
      (code) => [
        ...matches(
          code,
          /\b(?:delete\s+from|insert\s+into)\s+\S+\s+(?:as\s+)?(?!using\b|where\b|x\b)[a-z]\w*/gi,
        ),
        ...matches(code, /\b(?:using|from)\s*\(/gi),
      ],
      'redshift',
    ),
    [
      macro('delete from {{ target }} as t using {{ source }}', 'redshift'),
      macro('delete from {{ target }} t using {{ source }}', 'redshift'),
      macro('delete from {{ target }} using (select a from {{ target }}) as s', 'redshift'),
    ],
  );
  trap(
    'of Snowflake stands between its begin and its commit in one call',
    mergeHolds(
      (code, { jinja }) => [
        ...(jinja.includes('return(snowflake_dml_explicit_transaction(dml))')
          ? []
          : ['no transaction of its own']),
        ...matches(code, /\b(?:begin|commit)\b/gi),
      ],
      'snowflake',
    ),
    [
      macro('merge into t using s on a = b when matched then delete', 'snowflake'),
      macro(
        '{% set dml %}begin; x{% endset %}{{ return(snowflake_dml_explicit_transaction(dml)) }}',
        'snowflake',
      ),
    ],
  );
});

describe('a statement', () => {
  trap(
    'comes alone on Spark',
    (tree) =>
      tree.dialect === 'spark'
        ? sqlFiles(tree).flatMap(({ path, code, hooks }) =>
            (code + hooks).includes(';') ? [`${path}: ;`] : [],
          )
        : [],
    [macro('delete from t; insert into t select a from s', 'spark')],
  );
  trap(
    'comes alone but for the delete and insert of a merge',
    (tree) =>
      sqlFiles(tree)
        .filter((file) => !isMerge(file))
        .flatMap(({ path, code, hooks }) => ((code + hooks).includes(';') ? [`${path}: ;`] : [])),
    [{ files: { 'models/marts/m.sql': 'select 1;\nselect 2\n' } }],
  );
});
