import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../dialects/dialect.js';
import { dialects, type DialectName } from '../../dialects/index.js';
import { operand, precedence, precedenceOf } from '../../dialects/precedence.js';
import { isTypeProblem, parseLogicalType } from '../../generator/sql/logical-type.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { printExpression } from '../../generator/sql/print-expression.js';

const types: Readonly<Record<string, string>> = {
  s: 'string',
  i: 'integer',
  j: 'integer',
  n: 'decimal(10,2)',
  b: 'boolean',
  d: 'date',
  ts: 'timestamp',
  tz: 'timestamp_tz',
};
const typeOf = ({ name }: { name: string }) => {
  const type = parseLogicalType(types[name] ?? '');
  return isTypeProblem(type) ? undefined : type;
};
function print(text: string, dialect: Dialect = dialects.duckdb): string {
  const result = parseExpression(text, text.includes(' over ') ? 'window' : 'aggregate');
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result.problems));
  const column = ({ name, qualifier }: { name: string; qualifier?: string }) =>
    qualifier === undefined ? name : `${qualifier}.${name}`;
  return printExpression(result.expression, dialect, { column, typeOf });
}

describe('printExpression', () => {
  beforeAll(loadExpressionParser);

  it.each([
    'a + b * c',
    '(a + b) * c',
    'a - (b - c)',
    'a - b - c',
    'a * (b / 2)',
    '-a + b',
    'a - (-1)',
    '-(a + b)',
    'a or b and c',
    '(a or b) and c',
    'not a = b',
    'not (a and b)',
    'a is not null and b is null',
    "a in (1, 2) or s not in ('x')",
    'i between 1 and 2 and b',
    '(a = b) = c',
    "s || 'a' || s",
    'case when a > 1 then 2 else 3 end',
    "case s when 'a' then 1 end",
    'case when a then b end + 1',
    'orders.status <> 1',
    "s like 'a%'",
    'coalesce(a + 1, b)',
    'a + b is null',
    'quantity * unit_price * (1 - discount)',
  ])('leaves %s as a hand would write it', (text) => expect(print(text)).toBe(text));

  it.each([
    ['A+B', 'A + B'],
    ['a / (b * c)', 'a / nullif(b * c, 0)'],
    ['a / 0', 'a / nullif(0, 0)'],
    ['mod(a, b)', 'mod(a, nullif(b, 0))'],
    ['i + 1', 'cast(i as bigint) + 1'],
    ['2 * i - j', '2 * cast(i as bigint) - j'],
    ['1 + 2', '1 + 2'],
    ['cast(i + j as integer)', 'cast(i + j as integer)'],
    ['left(s, i - 1)', 'left(s, i - 1)'],
    ['left(s, length(s) - 1)', 'left(s, cast(length(s) - 1 as integer))'],
    ['((a))', 'a'],
    ['(a and b) or (c and d)', 'a and b or c and d'],
    ['UPPER(s)', 'upper(s)'],
    ['a != b', 'a <> b'],
    ['a is not distinct from null', 'a is null'],
    ["concat(s, 'x') = 'y'", "s || 'x' = 'y'"],
    ['load_at()', '{{ load_at() }}'],
    ["'{{ x }}'", "'{{ '{{' }} x {{ '}}' }}'"],
  ])('%s becomes %s', (text, sql) => expect(print(text)).toBe(sql));

  const spellings: readonly (readonly [text: string, Partial<Record<DialectName, string>>])[] = [
    [
      "date_trunc('month', d)",
      {
        duckdb: "cast(date_trunc('month', d) as date)",
        snowflake: "cast(date_trunc('month', d) as date)",
        bigquery: 'date_trunc(d, month)',
        redshift: "cast(date_trunc('month', d) as date)",
        spark: "trunc(d, 'month')",
      },
    ],
    [
      "date_add('month', 1, ts)",
      {
        duckdb: 'date_add(ts, interval 1 month)',
        snowflake: "dateadd('month', 1, ts)",
        bigquery: 'datetime_add(ts, interval 1 month)',
        redshift: "dateadd('month', 1, ts)",
        spark: 'timestampadd(month, 1, ts)',
      },
    ],
    [
      "date_diff('month', d, d)",
      {
        duckdb: "date_diff('month', d, d)",
        snowflake: "datediff('month', d, d)",
        bigquery: 'date_diff(d, d, month)',
        redshift: "datediff('month', d, d)",
        spark: "timestampdiff(month, date_trunc('month', d), date_trunc('month', d))",
      },
    ],
    [
      'i / j',
      {
        duckdb: 'i / nullif(j, 0)',
        redshift: 'cast(i as double precision) / nullif(j, 0)',
        bigquery: 'i / nullif(j, 0)',
      },
    ],
    ['i / 100.0', { redshift: 'i / 100.0', bigquery: "i / numeric '100.0'", spark: 'i / 100.0' }],
    [
      's is distinct from n',
      { redshift: 'coalesce(s <> n, s is not null or n is not null)', bigquery: 's is distinct from n' },
    ],
    [
      "'it''s \\d'",
      {
        duckdb: "'it''s \\d'",
        snowflake: "'it''s \\\\d'",
        bigquery: "'it\\'s \\\\d'",
        redshift: "'it''s \\\\d'",
        spark: "'it\\'s \\\\d'",
      },
    ],
    [
      "timestamp '2024-01-31'",
      {
        snowflake: "cast('2024-01-31 00:00:00' as timestamp_ntz)",
        bigquery: "datetime '2024-01-31 00:00:00'",
        spark: "timestamp_ntz '2024-01-31 00:00:00'",
      },
    ],
    [
      'greatest(i, 1)',
      { duckdb: 'case when i is not null then greatest(i, 1) end', snowflake: 'greatest(i, 1)' },
    ],
    ['md5(s)', { bigquery: 'to_hex(md5(s))', spark: 'md5(s)' }],
    ['s || null', { duckdb: 'cast(null as varchar)', bigquery: 'cast(null as string)' }],
    ['cast(n as string)', { duckdb: 'cast(n as varchar)', bigquery: "format('%.2f', n)" }],
    ['cast(n / 2 as string)', { duckdb: 'cast(cast(n / 2 as decimal(38, 10)) as varchar)' }],
    ['i + 1', { bigquery: 'i + 1', spark: 'cast(i as bigint) + 1' }],
    [
      "regexp_like(s, '\\d+') and b",
      {
        snowflake: "regexp_instr(s, '\\\\d+') > 0 and b",
        redshift: "s ~ '\\\\d+' and b",
        duckdb: "regexp_matches(s, '\\d+') and b",
      },
    ],
    ['avg(i)', { redshift: 'avg(cast(i as double precision))', duckdb: 'avg(i)', spark: 'avg(i)' }],
    ['avg(n)', { snowflake: 'avg(cast(n as float))', spark: 'avg(cast(n as double))', duckdb: 'avg(n)' }],
    [
      'sum(i) over (partition by s order by d)',
      {
        redshift:
          'sum(i) over (\n    partition by s\n    order by d nulls last\n    rows between unbounded preceding and current row\n)',
      },
    ],
    ['row_number() over (order by i desc)', { redshift: 'row_number() over (order by i desc nulls last)' }],
  ];
  it.each(
    spellings.flatMap(([text, byDialect]) =>
      Object.entries(byDialect).map(([name, sql]) => [text, name, sql] as const),
    ),
  )('%s on %s', (text, name, sql) => expect(print(text, dialects[name as DialectName])).toBe(sql));

  it('breaks what is too long for a line', () => {
    expect(
      print(
        "case when s = 'consumer' then 'private person' when s = 'corporate' then 'company' else 'unknown' end",
      ),
    ).toBe(
      [
        'case',
        "    when s = 'consumer' then 'private person'",
        "    when s = 'corporate' then 'company'",
        "    else 'unknown'",
        'end',
      ].join('\n'),
    );
    expect(
      print(
        'first_condition = 1 and second_condition = 2 and third_condition = 3 and (fourth_one or fifth_one)',
      ),
    ).toBe(
      [
        'first_condition = 1',
        'and second_condition = 2',
        'and third_condition = 3',
        'and (fourth_one or fifth_one)',
      ].join('\n'),
    );
  });
});

describe('precedenceOf', () => {
  it.each([
    ['a', precedence.primary],
    ['t.a', precedence.primary],
    ['f(a + b)', precedence.primary],
    ["'a + b'", precedence.primary],
    ['"a - b"', precedence.primary],
    ['case when a or b then 1 end', precedence.primary],
    ['a + b', precedence.sum],
    ['-1', precedence.sign],
    ['a * b + 1', precedence.sum],
    ["a || 'or'", precedence.concat],
    ['a not in (1)', precedence.comparison],
    ['a is not null', precedence.comparison],
    ['not a', precedence.not],
    ['a between 1 and 2', precedence.comparison],
    ['a between 1 and 2 and b', precedence.and],
    ['a and b or c', precedence.or],
    ["'\\''", precedence.or],
    ["x at time zone 'UTC'", precedence.sign],
    ['{{ load_at() }}', precedence.primary],
    ['(a) or (b)', precedence.or],
    ['cast(a as date)', precedence.primary],
    ["date '2024-01-01'", precedence.primary],
    ['row_number() over (order by a + b)', precedence.primary],
    ['a[safe_ordinal(1)]', precedence.primary],
  ])('%s', (sql, level) => expect(precedenceOf(sql)).toBe(level));

  it('puts parentheses only where they are needed', () => {
    expect(operand('a')).toBe('a');
    expect(operand('a + b')).toBe('(a + b)');
    expect(operand('a + b', precedence.sum)).toBe('a + b');
  });
});
