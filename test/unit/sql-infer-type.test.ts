import { beforeAll, describe, expect, it } from 'vitest';
import { inferType } from '../../generator/sql/infer-type.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { logicalTypeText, isTypeProblem, parseLogicalType } from '../../generator/sql/logical-type.js';

const types: Readonly<Record<string, string>> = {
  s: 'string',
  i: 'integer',
  big: 'bigint',
  n: 'decimal(10,2)',
  f: 'float',
  b: 'boolean',
  d: 'date',
  ts: 'timestamp',
  tz: 'timestamp_tz',
  j: 'json',
  u: 'uuid',
  t: 'time',
};
const typeOf = ({ name }: { name: string }) => {
  const type = parseLogicalType(types[name] ?? '');
  return isTypeProblem(type) ? undefined : type;
};
const parsed = (text: string) => {
  const result = parseExpression(text, text.includes(' over ') ? 'window' : 'aggregate');
  if (result.kind !== 'ok') throw new Error(JSON.stringify(result.problems));
  return result.expression;
};

describe('inferType', () => {
  beforeAll(loadExpressionParser);

  it.each([
    ["'a'", 'text'],
    ['1', 'integer'],
    ['10000000000', 'bigint'],
    ['1.50', 'decimal(3,2)'],
    ['i + 1', 'bigint'],
    ['2147483647', 'integer'],
    ['2147483648', 'bigint'],
    ['i * big', 'bigint'],
    ['i / 2', 'float'],
    ['n * 1.19', 'decimal(38,4)'],
    ['n + i', 'decimal(38,2)'],
    ['n * f', 'float'],
    ['s || s', 'text'],
    ['i = 1', 'boolean'],
    ['not b', 'boolean'],
    ["date_trunc('month', d)", 'date'],
    ["date_trunc('month', tz)", 'timestamp_tz'],
    ["date_add('hour', 1, d)", 'timestamp'],
    ["date_add('day', 1, d)", 'date'],
    ["date_diff('day', d, ts)", 'bigint'],
    ['extract(year from ts)', 'bigint'],
    ['coalesce(i, 0)', 'integer'],
    ['coalesce(d, ts)', 'timestamp'],
    ['case when b then 1 else 2.5 end', 'decimal(38,1)'],
    ['case when b then null else d end', 'date'],
    ['cast(s as decimal(12,2))', 'decimal(12,2)'],
    ['load_at()', 'timestamp'],
    ['sum(n)', 'decimal(38,2)'],
    ['sum(i)', 'bigint'],
    ['avg(i)', 'float'],
    ['count(*)', 'bigint'],
    ['max(d)', 'date'],
    ['lag(s) over (order by i)', 'string'],
    ['md5(s)', 'string(32)'],
    ["json_text(j, 'a')", 'text'],
    ['nullif(n, 0)', 'decimal(10,2)'],
  ])('%s is %s', (text, type) => {
    const inferred = inferType(parsed(text), typeOf);
    expect(inferred.problems).toEqual([]);
    expect(inferred.type && logicalTypeText(inferred.type)).toBe(type);
  });

  it.each([
    ['s + 1', /needs a number, not string/],
    ["'1' + i", /needs a number/],
    ['i || s', /needs a text/],
    ["date_trunc('month', s)", /needs a date or a timestamp, not string/],
    ['d = 1', /date and integer together/],
    ["d = '2024-01-01'", /together/],
    ['ts = tz', /together/],
    ['d + 1', /not portable on dates/],
    ['ts - d', /not portable/],
    ['i and b', /needs a condition/],
    ['not i', /needs a condition/],
    ['case when i then 1 end', /when needs a condition/],
    ['case when b then 1 else s end', /together/],
    ['s in (1)', /together/],
    ['i between d and 3', /together/],
    ['i like s', /needs a text/],
    ['upper(i)', /needs a text/],
    ['left(s, n)', /whole number/],
    ['j = j', /json values/],
    ['extract(hour from d)', /a date has no hour/],
    ['cast(b as date)', /no warehouse casts/],
    ['sum(s)', /needs a number/],
    ['coalesce(i, s)', /together/],
    ['-s', /needs a number/],
    ['i is distinct from s', /together/],
  ])('%s is refused', (text, message) => {
    const { problems } = inferType(parsed(text), typeOf);
    expect(problems[0]).toMatchObject({ code: 'type', message: expect.stringMatching(message) as string });
  });

  it('never complains about what it does not know', () => {
    for (const text of [
      'raw + 1',
      'raw || s',
      'raw = d',
      "date_trunc('month', raw)",
      'raw and b',
      'coalesce(raw, 1)',
      'case raw when 1 then d end',
      'upper(raw)',
      '-raw',
      'sum(raw)',
    ]) {
      expect(inferType(parsed(text), typeOf).problems, text).toEqual([]);
    }
    expect(inferType(parsed('raw + 1'), typeOf).type).toBeUndefined();
  });

  it('says the literal that was meant', () => {
    expect(inferType(parsed("d >= '2024-01-01'"), typeOf).problems).toMatchObject([
      { expected: "date '2024-01-01'" },
    ]);
  });
});
