import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/** What dimensions without versions, facts, joins and dimensions that ignore deletes make of stated periods. */
const blueprints = `
project: periods
description: Readers of stated periods
dialect: duckdb
---
source: shop
schema: raw_shop
description: Readers of stated periods
tables:
  - table: prices
    description: Readers of stated periods
    shape: snapshot
    key: [product_id]
    valid: {from: starts_on, to: ends_on, to_inclusive: true}
    columns:
      - {name: product_id, type: bigint}
      - {name: amount, type: "decimal(10,2)"}
      - {name: starts_on, type: date}
      - {name: ends_on, type: date}
  - table: rates
    description: Readers of stated periods
    shape: log
    key: [product_id]
    valid: {from: starts_on, to: ends_on}
    columns:
      - {name: product_id, type: bigint}
      - {name: amount, type: "decimal(10,2)"}
      - {name: starts_on, type: date}
      - {name: ends_on, type: date}
---
intermediate: joined
description: Readers of stated periods
from: shop.rates
key: [product_id]
joins: [{with: shop.prices, on: {product_id: product_id}}]
columns: ["*", {name: price, from: prices.amount}]
---
dimension: now
description: Readers of stated periods
from: shop.prices
natural_key: [product_id]
attributes: [{name: amount, scd: 1}]
---
dimension: now_flag
description: Readers of stated periods
from: shop.prices
natural_key: [product_id]
history: {deletes: flag}
attributes: [{name: amount, scd: 1}, {name: first_amount, from: amount, scd: 0}]
---
dimension: ignoring
description: Readers of stated periods
from: shop.rates
natural_key: [product_id]
history: {deletes: ignore}
attributes: [{name: amount, scd: 2}]
---
dimension: over_joined
description: Readers of stated periods
from: joined
natural_key: [product_id]
attributes: [{name: amount, scd: 2}, {name: price, scd: 1}]
---
fact: rates
type: transaction
description: Readers of stated periods
from: shop.rates
grain: {statement: One row per product, key: [product_id]}
event_time: starts_on
load: {deletes: flag}
dimensions: [{dimension: now}]
measures: [{name: amount, additivity: non_additive}]
---
fact: prices
type: transaction
description: Readers of stated periods
from: shop.prices
grain: {statement: One row per product, key: [product_id]}
event_time: starts_on
dimensions: [{dimension: ignoring, missing: error}]
measures: [{name: amount, additivity: non_additive}]
`;

describe('readers of stated periods', () => {
  let workbench: Workbench;
  let dbt: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'periods');
    dbt = openDbtSession(workbench);
    await changeDuckDb(workbench.database, [
      'create schema raw_shop',
      `create table raw_shop.prices as select * from (values
        (1, 10.0, date '2024-01-01', date '2024-01-31'), (1, 12.0, date '2024-02-01', null),
        (2, 5.0, date '2024-01-01', date '2024-12-31'), (2, 4.0, date '2024-03-01', date '2024-03-31')
      ) as stated(product_id, amount, starts_on, ends_on)`,
      `create table raw_shop.rates as select * from (values
        (1, 1.0, date '2024-01-01', date '2024-02-01'), (1, 2.0, date '2024-03-01', null),
        (2, 5.0, date '2024-01-01', date '2024-12-31')
      ) as stated(product_id, amount, starts_on, ends_on)`,
    ]);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it('see the last state of each key, the end of a period as a delete, and gaps', async () => {
    const { exitCode, stdout } = await dbt.run(['run'], { load_at: '2024-06-01 00:00:00' });
    expect(exitCode, stdout).toBe(0);
    expect(await said('dim_now', 'amount, is_deleted')).toEqual(['1 12.00 false', '2 5.00 true']);
    expect(await said('dim_now_flag', 'amount, first_amount, is_deleted')).toEqual([
      '1 12.00 10.00 false',
      '2 5.00 5.00 true',
    ]);
    const version = 'valid_from::date, valid_to::date';
    expect(await said('dim_ignoring', `amount, ${version}`)).toEqual([
      '1 1.00 2024-01-01 2024-03-01',
      '1 2.00 2024-03-01 null',
      '2 5.00 2024-01-01 null',
    ]);
    expect(await said('dim_over_joined', `amount, price, ${version}`)).toEqual([
      '1 1.00 12.00 2024-01-01 2024-02-01',
      '1 2.00 12.00 2024-03-01 null',
      '2 5.00 null 2024-01-01 2024-12-31',
    ]);
    expect(await said('fct_rates', 'starts_on, amount, is_deleted')).toEqual([
      '1 2024-03-01 2.00 false',
      '2 2024-01-01 5.00 true',
    ]);
    expect(await said('fct_prices', 'starts_on, amount')).toEqual(['1 2024-02-01 12.00']);
  });

  async function said(table: string, columns: string): Promise<string[]> {
    const items = ['product_id', ...columns.split(', ')].map(
      (item) => `coalesce((${item})::varchar, 'null')`,
    );
    const rows = await queryDuckDb(
      workbench.database,
      `select concat_ws(' ', ${items.join(', ')}) as text from ${table} where product_id is not null`,
    );
    return rows.map((row) => row['text'] as string).sort();
  }
});
