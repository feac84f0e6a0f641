import { beforeAll, describe, expect, it } from 'vitest';
import { functionNames } from '../../dialects/function-name.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { partsOf } from '../../generator/sql/parts-of.js';
import { allCases, casesByName } from '../engines/projects/functions/case-names.mjs';

/** Of each function and operator the case at its boundary: an empty text, a half, a leap day, a tie, an overflow. */
const boundaries: Readonly<Record<string, string>> = {
  coalesce: "coalesce(e, 'x')",
  nullif: "nullif(s, 'ABC')",
  greatest: "greatest('a', 'B')",
  least: 'least(s, e)',
  concat: 'concat(e, e)',
  upper: 'upper(e)',
  lower: "lower('ÀB')",
  trim: "trim('   ')",
  ltrim: "length(ltrim('\ta'))",
  rtrim: "length(rtrim('a\u00a0'))",
  length: 'length(e)',
  substring: 'substring(s, 4)',
  left: 'left(s, 0)',
  right: 'right(s, 9)',
  replace: "replace(e, 'a', 'b')",
  split_part: "split_part('a,b,c', ',', 4)",
  position: "position('' in s)",
  starts_with: "starts_with(s, '')",
  lpad: "lpad('1234', 3, '0')",
  abs: 'abs(z)',
  round: 'round(-1.005, 2)',
  floor: 'floor(-2.5)',
  ceil: 'ceil(-2.5)',
  mod: 'mod(i, z)',
  power: 'power(i, 0)',
  sqrt: 'sqrt(z)',
  sign: 'sign(z)',
  date_trunc: "date_trunc('week', date '2025-01-01')",
  date_add: "date_add('year', 1, leap)",
  date_diff: "date_diff('week', date '2024-02-04', date '2024-02-05')",
  extract: "extract(week from date '2021-01-03')",
  make_date: 'make_date(9999, 12, 31)',
  make_timestamp: 'make_timestamp(1899, 1, 1, 0, 0, 0)',
  to_date: "to_date('12/31/1899', 'MM/DD/YYYY')",
  md5: 'md5(e)',
  regexp_like: "regexp_like(e, '^$')",
  regexp_replace: "regexp_replace(e, 'a', 'b')",
  json_text: "json_text(j, 'a.n')",
  sum: 'sum(v * 2147483647)',
  count: 'count(distinct v)',
  min: 'min(s)',
  max: 'max(d)',
  avg: 'avg(v)',
  row_number: 'row_number() over (order by v nulls first, id)',
  rank: 'rank() over (partition by grp order by v)',
  lag: 'lag(v, 2) over (partition by grp order by id)',
  lead: 'lead(v, 0) over (order by id)',
  first_value: 'first_value(v) over (partition by grp order by id desc)',
  last_value: 'last_value(v) over (partition by grp order by id)',
  '+': 'big + 1',
  '-': '-2 - big',
  '*': 'big * big',
  '/': 'i / z',
  '||': 'e || s || e',
  '=': 's = sb',
  '<>': 's <> sb',
  '<': "'B' < 'a'",
  '<=': 'i <= 7',
  '>': 'i > 7',
  '>=': 'i >= 7.0',
  negate: '-z',
  and: 'not b and nb',
  or: 'b or nb',
  not: 'not nb',
  is_null: 'e is null',
  distinct: 'ni is distinct from ni',
  in: 'i not in (1, ni)',
  between: 'i between 8 and 6',
  like: "e like '%'",
  case: "case ni when ni then 'null' else 'other' end",
  cast: 'cast(2.5 as integer)',
};

/** They give no null, whatever they are given. */
const neverNull = new Set(['is_null', 'distinct', 'count', 'row_number', 'rank']);

describe('the cases of the expression language', () => {
  let found: ReturnType<typeof casesByName>;
  beforeAll(async () => {
    await loadExpressionParser();
    found = casesByName({ parseExpression, partsOf });
  });

  it('know a boundary of every function', () =>
    expect(functionNames.filter((name) => !Object.hasOwn(boundaries, name))).toEqual([]));

  it.each(Object.entries(boundaries))(
    'have an ordinary value, a null and the boundary of %s',
    (name, boundary) => {
      const cases = found.get(name) ?? [];
      expect(cases.map(({ text }) => text)).toContain(boundary);
      expect(
        cases.some(({ text, values }) => text !== boundary && values.some((value) => value !== null)),
      ).toBe(true);
      expect(neverNull.has(name) || cases.some(({ values }) => values.includes(null))).toBe(true);
    },
  );

  it('are written once each', () => {
    const texts = allCases.map(({ text }) => text);
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([]);
  });
});
