import { beforeAll, describe, expect, it } from 'vitest';
import { postgres } from '../../dialects/postgres/index.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { Physical } from '../../dialects/storage.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { printExpression } from '../../generator/sql/print-expression.js';

const types: Readonly<Record<string, LogicalType>> = {
  b: { kind: 'bigint' },
  c: { kind: 'decimal', precision: 10, scale: 2 },
  d: { kind: 'date' },
  f: { kind: 'float' },
  i: { kind: 'integer' },
  ts: { kind: 'timestamp' },
  tz: { kind: 'timestamp_tz' },
};

function printed(text: string): string {
  const parsed = parseExpression(text, 'row');
  if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
  return printExpression(parsed.expression, postgres, {
    column: ({ name }) => name,
    typeOf: ({ name }) => types[name],
  });
}

describe('PostgreSQL', () => {
  beforeAll(loadExpressionParser);

  it.each([
    // Whatever takes a date for a timestamp in the session's time zone is told that it is none.
    ["date_trunc('month', d)", "cast(date_trunc('month', cast(d as timestamp)) as date)"],
    ["date_trunc('day', tz)", "date_trunc('day', tz, 'UTC')"],
    ["date_add('day', 1, tz)", "(tz at time zone 'UTC' + interval '1 day') at time zone 'UTC'"],
    ["date_add('day', -1, d)", 'd - 1'],
    ["date_add('week', i, d)", 'd + i * 7'],
    ["date_add('day', b, d)", 'd + cast(b as integer)'],
    ["date_add('quarter', 2, d)", "cast(d + interval '6 month' as date)"],
    ["date_add('month', i + 1, ts)", "ts + (i + 1) * interval '1 month'"],
    ["date_diff('day', d, tz)", "cast(tz at time zone 'UTC' as date) - d"],
    [
      "date_diff('month', d, ts)",
      'extract(year from ts) * 12 + extract(month from ts) - (extract(year from d) * 12 + extract(month from d))',
    ],
    ['extract(second from ts)', 'floor(extract(second from ts))'],
    // Floats are rounded to the even neighbor, whole numbers taken for floats.
    ['round(f, 2)', 'cast(round(cast(f as numeric), 2) as double precision)'],
    ['round(c, 1)', 'round(c, 1)'],
    ['ceil(b)', 'ceil(cast(b as numeric))'],
    ['i / 2', 'cast(i as double precision) / 2'],
    ['c / 2', 'c / 2'],
    ["left('abc', b)", "left('abc', cast(b as integer))"],
  ])('%s', (text, sql) => expect(printed(text)).toBe(sql));

  it('gives a decimal that an array held its scale back', () => {
    expect(postgres.lastNonNull('x', 'order by n', { kind: 'decimal', precision: 10, scale: 2 })).toBe(
      'cast((array_agg(x) filter (where x is not null) over (order by n))[count(x) over (order by n)] as numeric(10, 2))',
    );
  });

  const nothing: Physical = {
    materialized: 'incremental',
    history: false,
    clusterBy: [],
    sortBy: [],
    raw: {},
  };
  it('makes an index of each word that names columns, and none that another one covers', () => {
    const { config, notes } = postgres.storage({
      ...nothing,
      partitionBy: { column: 'ordered_at', type: 'timestamp', granularity: 'month' },
      clusterBy: ['customer_key', 'channel'],
      sortBy: ['customer_key'],
    });
    expect(config).toEqual({
      indexes: [{ columns: ['ordered_at'] }, { columns: ['customer_key', 'channel'] }],
    });
    expect(notes).toHaveLength(3);
    expect(postgres.storage({ ...nothing, clusterBy: ['a'], sortBy: ['a'] }).config).toEqual({
      indexes: [{ columns: ['a'] }],
    });
  });
  it('leaves the last word to raw config', () => {
    const raw = { indexes: [{ columns: ['a'], type: 'brin' }] };
    expect(postgres.storage({ ...nothing, clusterBy: ['b'], raw }).config).toEqual(raw);
  });
});
