import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdb } from '../../dialects/duckdb/index.js';
import { typeName } from '../../dialects/type-name.js';
import { inferType } from '../../generator/sql/infer-type.js';
import { hashedKey } from '../../generator/sql/keys.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { printExpression } from '../../generator/sql/print-expression.js';
import { columns, scalars } from '../engines/projects/functions/cases.mjs';
import { durableKey, keys, versionKey } from '../engines/projects/functions/keys.mjs';
import { isSameValue } from '../engines/projects/functions/same-value.mjs';
import { logicalType, scalarType } from './case-types.js';
import { openDuckDb, type DuckDb } from './duckdb-connection.js';

function typed(value: string | null, written: string): string {
  const type = logicalType(written);
  if (type === undefined) throw new Error(`${written} is no type`);
  return `cast(${value === null ? 'null' : duckdb.stringLiteral(value)} as ${typeName(duckdb.types, type)})`;
}

const relation = `(select ${Object.entries(columns)
  .map(([name, { type, value }]) => `${typed(value, type)} as ${name}`)
  .join(', ')})`;

describe('portable functions executed on DuckDB', () => {
  let db: DuckDb;
  beforeAll(async () => {
    await loadExpressionParser();
    db = await openDuckDb();
  });
  afterAll(() => db.close());

  it.each(Object.values(scalars).flat())('%s', async (text, value) => {
    const parsed = parseExpression(text, 'row');
    if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
    const { type, problems } = inferType(parsed.expression, scalarType);
    expect(problems).toEqual([]);
    const scope = { column: ({ name }: { name: string }) => name, typeOf: scalarType };
    const sql = printExpression(parsed.expression, duckdb, scope).replaceAll(/\{\{ '(.*?)' \}\}/g, '$1');
    const actual = await db.value(sql, relation);
    expect(isSameValue(value, actual, type ?? { kind: 'text' }), `${sql} gives ${String(actual)}`).toBe(true);
  });

  it.each(
    Object.entries(keys).flatMap(([type, values]) =>
      values.map((entry) => {
        const [value, text] = typeof entry === 'string' ? [entry, entry] : entry;
        return { type, value, text };
      }),
    ),
  )("the key of $type '$value' is the MD5 of its text", async ({ type, value, text }) => {
    const part = { sql: typed(value, type), type: logicalType(type) ?? { kind: 'text' } };
    const other = { sql: duckdb.stringLiteral('a|b'), type: { kind: 'text' } } as const;
    expect(await db.value(hashedKey([part], duckdb))).toBe(durableKey(text));
    expect(await db.value(hashedKey([part, other], duckdb))).toBe(versionKey([text, 'a|b']));
  });
});
