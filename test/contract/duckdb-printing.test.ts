import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { duckdb } from '../../dialects/duckdb/index.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { printExpression } from '../../generator/sql/print-expression.js';
import { openDuckDb, type DuckDb } from './duckdb-connection.js';

let db: DuckDb;
beforeAll(async () => {
  await loadExpressionParser();
  db = await openDuckDb();
});
afterAll(() => db.close());

const kinds: Readonly<Record<string, LogicalType>> = {
  i: { kind: 'integer' },
  k: { kind: 'integer' },
  p: { kind: 'boolean' },
  q: { kind: 'boolean' },
  s: { kind: 'text' },
};
const relation =
  "(select 7 as i, cast(null as integer) as k, true as p, cast(null as boolean) as q, 'b' as s)";
const typeOf = ({ name }: { name: string }): LogicalType | undefined => kinds[name];

/** Texts with every parenthesis written out, so that DuckDB reads them as they are meant. */
const texts = fc.letrec<{ number: string; condition: string; text: string }>((tie) => ({
  number: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('1', '2', '-3', 'i', 'k'),
    fc
      .tuple(tie('number'), fc.constantFrom('+', '-', '*'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('number').map((a) => `(- ${a})`),
    fc
      .tuple(tie('condition'), tie('number'), tie('number'))
      .map(([c, a, b]) => `(case when ${c} then ${a} else ${b} end)`),
    fc.tuple(tie('number'), tie('number')).map(([a, b]) => `coalesce(${a}, ${b})`),
  ),
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('p', 'q', 'true', 'false'),
    fc
      .tuple(tie('condition'), fc.constantFrom('and', 'or', '=', 'is distinct from'), tie('condition'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    tie('condition').map((a) => `(not ${a})`),
    fc
      .tuple(tie('number'), fc.constantFrom('=', '<>', '<', '>=', 'is not distinct from'), tie('number'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
    fc
      .tuple(tie('number'), fc.constantFrom('between', 'not between'), tie('number'), tie('number'))
      .map(([a, op, b, c]) => `(${a} ${op} ${b} and ${c})`),
    fc
      .tuple(tie('number'), fc.constantFrom('in', 'not in'), tie('number'), tie('number'))
      .map(([a, op, b, c]) => `(${a} ${op} (${b}, ${c}))`),
    fc.tuple(tie('condition'), fc.constantFrom('is null', 'is not null')).map(([a, op]) => `(${a} ${op})`),
    fc
      .tuple(tie('text'), fc.constantFrom('like', 'not like'), tie('text'))
      .map(([a, op, b]) => `(${a} ${op} ${b})`),
  ),
  text: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom("'a'", "'%'", 's', "''"),
    fc.tuple(tie('text'), tie('text')).map(([a, b]) => `(${a} || ${b})`),
    fc.tuple(tie('condition'), tie('text')).map(([c, a]) => `(case when ${c} then ${a} end)`),
  ),
}));

it('printing takes parentheses away and keeps the value', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(texts.number, texts.condition, texts.text), async (text) => {
      const parsed = parseExpression(text, 'row');
      if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.problems));
      const sql = printExpression(parsed.expression, duckdb, { column: ({ name }) => name, typeOf });
      expect(await db.value(`(${sql})`, relation), sql).toBe(await db.value(text, relation));
      // What was printed reads as the same expression again.
      const again = parseExpression(sql, 'row');
      if (again.kind !== 'ok') throw new Error(JSON.stringify(again.problems));
      expect(printExpression(again.expression, duckdb, { column: ({ name }) => name, typeOf })).toBe(sql);
    }),
    { numRuns: 1000 },
  );
});
