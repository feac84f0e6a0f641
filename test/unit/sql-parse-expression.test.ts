import { beforeAll, describe, expect, it } from 'vitest';
import { columnsOf } from '../../generator/sql/columns-of.js';
import {
  loadExpressionParser,
  parseExpression,
  type ExpressionScope,
} from '../../generator/sql/parse-expression.js';

const problemsOf = (text: string, scope: ExpressionScope = 'row') => {
  const parsed = parseExpression(text, scope);
  return parsed.kind === 'ok' ? [] : parsed.problems;
};

describe('parseExpression', () => {
  beforeAll(loadExpressionParser);

  const refusals: readonly (readonly [text: string, code: string, place: string, message: RegExp])[] = [
    ['', 'syntax', '', /empty/],
    ['   ', 'syntax', '   ', /empty/],
    ['a +', 'syntax', '', /ends too early/],
    ['é + * 1', 'syntax', '*', /syntax error/],
    ["'abc", 'syntax', "'abc", /unterminated/],
    ['a; drop table x', 'second_statement', ';', /semicolon/],
    ['a -- note', 'comment', '-- note', /comment/],
    ['a /* note */', 'comment', '/* note */', /comment/],
    ['a, b', 'second_statement', 'b', /several/],
    ['a from b', 'not_allowed', 'a from b', /no query/],
    ['a as b', 'not_allowed', 'a as b', /alias/],
    ['*', 'not_allowed', '*', /no single value/],
    ['(select 1)', 'not_allowed', '(', /subquery/],
    ['x in (select 1)', 'not_allowed', 'in', /subquery/],
    ['$1', 'not_allowed', '$1', /parameters/],
    ['{{ ref("x") }}', 'syntax', '{{', /Jinja/],
    ['now()', 'clock', 'now', /clock/],
    ['current_date', 'clock', 'current_date', /clock/],
    ['current_timestamp > a', 'clock', 'current_timestamp', /clock/],
    ['random()', 'not_allowed', 'random', /each run/],
    ['cast(a as varchar)', 'argument', 'varchar', /not a type/],
    ['cast(a as decimal)', 'argument', 'decimal', /precision and scale/],
    ['a::date', 'not_allowed', '::', /not portable/],
    ['a % 2', 'not_allowed', '%', /not portable/],
    ["a ilike 'x'", 'not_allowed', 'ilike', /ilike/],
    ["a like 'x\\_'", 'argument', "'x\\_'", /backslash/],
    ['a is true', 'not_allowed', 'is', /is true/],
    ["date '2024-02-30'", 'argument', "date '2024-02-30'", /no date/],
    ["interval '1 day'", 'not_allowed', "interval '1 day'", /intervals/],
    ['sum(a)', 'aggregate', 'sum', /grouped/],
    ['row_number() over (order by a)', 'window', 'row_number', /intermediate/],
    ["date_trunc('decade', a)", 'argument', "'decade'", /unit of time/],
    ['date_trunc(b, a)', 'argument', 'b', /written out/],
    ['extract(epoch from a)', 'argument', 'epoch', /no epoch/],
    ['substring(a, 0)', 'argument', '0', /portably/],
    ["split_part(a, '', 1)", 'argument', "''", /portably/],
    ["regexp_replace(a, 'b', '$1')", 'argument', "'$1'", /portably/],
    ["regexp_like(a, '(?i)b')", 'argument', "'(?i)b'", /portably/],
    ["to_date(a, 'Mon YYYY')", 'argument', "'Mon YYYY'", /pattern/],
    ['nullif(a)', 'syntax', ')', /syntax/],
    ['upper(a, b)', 'argument', 'upper', /2 arguments/],
    ['upper(distinct a)', 'not_allowed', 'upper', /distinct/],
    ['array[1]', 'not_allowed', 'array', /arrays/],
    ['pg_catalog.upper(a)', 'unknown_function', 'pg_catalog', /no portable function/],
    ['load_at(1)', 'argument', 'load_at', /takes nothing/],
  ];
  it.each(refusals)('refuses %s', (text, code, place, message) => {
    const [problem] = problemsOf(text);
    expect(problem).toBeDefined();
    expect(problem).toMatchObject({ code, message: expect.stringMatching(message) as string });
    expect(text.slice(problem?.start, problem?.end)).toBe(place);
  });

  it.each([
    ['uper(a)', 'upper'],
    ['nvl(a, b)', 'coalesce'],
    ['dateadd(a)', 'date_add'],
    ['substr(a, 1)', 'substring'],
    ['iff(a, b, c)', 'case'],
  ])('knows what %s was meant to be', (text, suggestion) => {
    expect(problemsOf(text)).toMatchObject([{ code: 'unknown_function', suggestion }]);
  });

  it('collects all problems', () => {
    expect(problemsOf('uper(a) || lowr(b) || now()').map(({ code }) => code)).toEqual([
      'unknown_function',
      'unknown_function',
      'clock',
    ]);
  });

  it('keeps each scope to itself', () => {
    expect(problemsOf('sum(a) / count(*)', 'aggregate')).toEqual([]);
    expect(problemsOf('count(distinct a)', 'aggregate')).toEqual([]);
    expect(problemsOf('sum(distinct a)', 'aggregate')).toMatchObject([{ code: 'not_allowed' }]);
    expect(problemsOf('sum(max(a))', 'aggregate')).toMatchObject([{ code: 'aggregate' }]);
    expect(problemsOf('lag(a) over (partition by b order by c desc)', 'window')).toEqual([]);
    expect(problemsOf('lag(a) over (partition by b)', 'window')).toMatchObject([
      { code: 'argument', message: 'lag needs an order' },
    ]);
    expect(problemsOf('lag(a)', 'window')).toMatchObject([{ code: 'argument' }]);
    expect(problemsOf('sum(a)', 'window')).toMatchObject([{ code: 'aggregate' }]);
    expect(
      problemsOf('sum(a) over (order by b range between 1 preceding and current row)', 'window'),
    ).toMatchObject([{ code: 'not_allowed' }]);
    expect(problemsOf('lag(a, 1, 0) over (order by b)', 'window')).toMatchObject([{ code: 'argument' }]);
  });

  it('finds columns as they were written, with their places', () => {
    const text = 'coalesce(CustomerId, "Ö "" x", orders.Status) || é';
    const parsed = parseExpression(text.replaceAll('\\', ''), 'row');
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.problems));
    expect(
      columnsOf(parsed.expression).map(({ name, qualifier, span }) => [
        qualifier,
        name,
        text.slice(span?.start, span?.end),
      ]),
    ).toEqual([
      [undefined, 'CustomerId', 'CustomerId'],
      [undefined, 'Ö " x', '"Ö "" x"'],
      ['orders', 'Status', 'orders.Status'],
      [undefined, 'é', 'é'],
    ]);
  });

  it('keeps every digit', () => {
    for (const digits of ['0', '9007199254740993', '123456789012345678901234567890.123456789']) {
      expect(parseExpression(digits, 'row')).toMatchObject({
        kind: 'ok',
        expression: { kind: 'number', value: digits },
      });
    }
    expect(parseExpression('.5', 'row')).toMatchObject({ expression: { value: '0.5' } });
    expect(parseExpression("''", 'row')).toMatchObject({ expression: { kind: 'string', value: '' } });
    expect(parseExpression('false', 'row')).toMatchObject({ expression: { kind: 'boolean', value: false } });
  });

  it('survives texts that nobody means', () => {
    for (const text of [
      '('.repeat(5000),
      `${'('.repeat(2000)}1${')'.repeat(2000)}`,
      'not '.repeat(3000) + 'a',
      '-'.repeat(3) + 'a',
      'a\0b',
      'x'.repeat(30_000),
      `${'case when a then '.repeat(500)}1${' end'.repeat(500)}`,
      Array.from({ length: 4000 }, () => '1').join('+'),
      '\ud800',
      "U&'\\0041'",
    ]) {
      expect(() => parseExpression(text, 'row')).not.toThrow();
    }
    expect(problemsOf('a + 1')).toEqual([]);
  });
});
