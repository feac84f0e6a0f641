import { describe, expect, test } from 'vitest';
import { type Dialect } from '../../../dialects/dialect.js';
import { dialects } from '../../../dialects/index.js';
import { sqlFiles } from './sql-code.js';
import { resources, yamlFiles } from './properties.js';
import { trap } from './trap.js';

const registered: readonly Dialect[] = Object.values(dialects);
const reservers = (name: string): string[] =>
  registered.filter(({ reserved }) => reserved.has(name)).map(({ name: dialect }) => dialect);

/** Names that the SQL gives: of CTEs and of columns. */
function given(code: string): string[] {
  return [...code.matchAll(/^(\w+) as \($|\)?[ \n]+as ([a-z_]\w*)\b(?!\s*\()/gm)]
    .map(([, cte, column]) => cte ?? column ?? '')
    .filter((name) => !typeWords.has(name));
}

/** What stands behind `as` in a cast is a type. */
const typeWords: ReadonlySet<string> = new Set(
  [
    'date',
    'time',
    'timestamp',
    'timestamptz',
    'timestamp_ntz',
    'timestamp_tz',
    'datetime',
    'string',
    'varchar',
  ].concat(
    [
      'integer',
      'int',
      'int64',
      'bigint',
      'double',
      'float',
      'float64',
      'boolean',
      'bool',
      'json',
      'super',
      'text',
    ],
    ['variant', 'varbyte', 'blob', 'binary', 'bytes', 'bytea', 'uuid', 'jsonb'],
  ),
);

describe('a name', () => {
  trap(
    'that is generated is free on every warehouse',
    (tree) => [
      ...resources(tree).flatMap(({ place, columns }) =>
        columns
          .filter(({ name }) => reservers(String(name)).length > 0)
          .map(({ name }) => `${place}.${String(name)}`),
      ),
      ...sqlFiles(tree).flatMap(({ path, code }) =>
        given(code)
          .filter((name) => reservers(name).length > 0)
          .map((name) => `${path}: ${name} on ${reservers(name).join(', ')}`),
      ),
    ],
    [
      { files: { 'models/_m.yml': 'models:\n  - {name: m, columns: [{name: timestamp}]}\n' } },
      { files: { 'models/marts/m.sql': 'with\n\nrows as (\n    select 1 as a\n)\n\nselect a from rows\n' } },
      { files: { 'models/marts/m.sql': 'select a as start from t\n' } },
    ],
  );
  trap(
    'is quoted where a raw column has it, and nowhere else',
    (tree) => [
      ...sqlFiles(tree).flatMap(({ path, code }) =>
        !path.startsWith('models/staging/') && /""|``/.test(code) ? [`${path}: quotes`] : [],
      ),
      ...yamlFiles(tree).flatMap(({ path, value }) =>
        path === 'dbt_project.yml' && 'quoting' in value ? [`${path}: quotes`] : [],
      ),
      ...resources(tree).flatMap(({ place, columns }) =>
        columns.filter((column) => 'quote' in column).map(() => `${place}: quotes`),
      ),
    ],
    [
      { dialect: 'snowflake', files: { 'models/marts/m.sql': 'select "a" from t\n' } },
      { files: { 'models/_m.yml': 'models:\n  - {name: m, columns: [{name: a, quote: true}]}\n' } },
      { files: { 'dbt_project.yml': 'quoting: {identifier: true}\n' } },
    ],
  );
  test.each([
    ['redshift', ['system', 'tag', 'timestamp', 'type']],
    ['snowflake', ['current', 'order', 'row', 'rows', 'start']],
    ['bigquery', ['current', 'end', 'group', 'hash', 'rows']],
    ['duckdb', ['check', 'default', 'end', 'offset', 'order']],
  ] as const)('that %s reserves is on its list', (dialect, words) => {
    expect(words.filter((word) => !dialects[dialect].reserved.has(word))).toEqual([]);
  });
});
