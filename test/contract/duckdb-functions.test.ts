import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdb } from '../../dialects/duckdb/index.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { inferType } from '../../generator/sql/infer-type.js';
import { printExpression } from '../../generator/sql/print-expression.js';
import { openDuckDb, type DuckDb } from './duckdb-connection.js';
import { cases, columns } from './function-cases.js';

const relation = `(select ${Object.entries(columns)
  .map(([name, { sql }]) => `${sql} as ${name}`)
  .join(', ')})`;
const typeOf = ({ name }: { name: string }): LogicalType | undefined =>
  (columns as Partial<typeof columns>)[name as keyof typeof columns]?.type;

describe('portable functions executed on DuckDB', () => {
  let db: DuckDb;
  beforeAll(async () => {
    await loadExpressionParser();
    db = await openDuckDb();
  });
  afterAll(() => db.close());

  it.each(cases)('%s', async (text, value) => {
    const parsed = parseExpression(text, 'row');
    if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
    expect(inferType(parsed.expression, typeOf).problems).toEqual([]);
    const sql = printExpression(parsed.expression, duckdb, { column: ({ name }) => name, typeOf });
    expect(await db.value(sql, relation), sql).toBe(value);
  });
});
