import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDbt, type Workbench } from './dbt.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

const blueprints = `
project: shop
dialect: duckdb
description: Orders before anything else
---
source: shop
schema: raw_shop
description: A shop
tables:
  - table: stores
    description: Stores
    shape: snapshot
    key: [store_id]
    columns: [{name: store_id, type: bigint}, {name: city, type: string}]
  - table: couriers
    description: States of couriers
    shape: log
    key: [courier_id]
    changed_at: changed_at
    columns:
      - {name: courier_id, type: bigint}
      - {name: company, type: string}
      - {name: changed_at, type: timestamp}
  - table: payments
    description: Payments
    shape: snapshot
    key: [payment_id]
    columns:
      - {name: payment_id, type: bigint}
      - {name: payer_id, type: bigint}
      - {name: amount, type: "decimal(12,2)"}
  - table: orders
    description: Orders
    shape: snapshot
    key: [order_id]
    columns:
      - {name: order_id, type: bigint}
      - {name: store_id, type: bigint}
      - {name: courier_id, type: bigint}
      - {name: payer_id, type: bigint}
      - {name: ordered_at, type: timestamp}
---
intermediate: payers
description: What everybody paid
from: shop.payments
key: [payer_id]
group_by: [payer_id]
columns:
  - payer_id
  - {name: paid, type: "decimal(18,2)", expression: sum(amount)}
---
dimension: store
description: Stores
from: shop.stores
natural_key: [store_id]
history: {deletes: close}
attributes: [{name: city, scd: 1}]
---
dimension: courier
description: Couriers
from: shop.couriers
natural_key: [courier_id]
attributes: [{name: company, scd: 2}]
---
dimension: payer
description: Payers
from: payers
natural_key: [payer_id]
attributes: [{name: paid, scd: 1}]
---
fact: orders
type: factless
description: Orders
from: shop.orders
grain: {statement: One row per order, key: [order_id]}
event_time: ordered_at
dimensions:
  - {dimension: store, missing: inferred}
  - {dimension: courier, missing: inferred}
  - {dimension: payer, missing: inferred}
`;

/** Guards that know a table by its rows must not take inferred ones for rows that the source has lost. */
describe('dimensions of which facts alone speak', () => {
  let workbench: Workbench;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    await changeDuckDb(workbench.database, [
      'create schema raw_shop',
      'create table raw_shop.stores (store_id bigint, city varchar)',
      'create table raw_shop.couriers (courier_id bigint, company varchar, changed_at timestamp)',
      'create table raw_shop.payments (payment_id bigint, payer_id bigint, amount decimal(12, 2))',
      "create table raw_shop.orders as select n as order_id, n as store_id, n as courier_id, n as payer_id, timestamp '2024-01-01' as ordered_at from range(1, 301) as r(n)",
    ]);
  });

  afterAll(async () => {
    await workbench.remove();
  });

  it.each(['2024-05-01 06:00:00', '2024-05-02 06:00:00'])(
    'have an inferred member for each key while their sources are empty, at %s',
    async (at) => {
      await build(at);
      expect(await members()).toEqual([300, 300, 300]);
    },
  );

  it('keep the members that sources do not tell of when they begin to tell of others', async () => {
    const keys = await factKeys();
    await changeDuckDb(workbench.database, [
      "insert into raw_shop.stores values (1, 'Bonn')",
      "insert into raw_shop.couriers values (1, 'Speedy', timestamp '2024-03-01'), (1, 'Slow', timestamp '2024-04-01')",
      'insert into raw_shop.payments values (1, 1, 10.5), (2, 1, 2)',
    ]);
    await build('2024-05-03 06:00:00');
    expect(await members()).toEqual([299, 299, 299]);
    expect(await factKeys()).toEqual(keys);
  });

  async function build(at: string): Promise<void> {
    const { exitCode, stdout } = await runDbt({
      ...workbench,
      parameters: ['build'],
      variables: { load_at: at },
    });
    expect(exitCode, stdout).toBe(0);
  }

  async function members(): Promise<number[]> {
    const rows = await queryDuckDb(
      workbench.database,
      ['store', 'courier', 'payer']
        .map((name, index) => `select ${index} as n, count(*) as inferred from dim_${name} where is_inferred`)
        .join(' union all ') + ' order by n',
    );
    return rows.map(({ inferred }) => Number(inferred));
  }

  const factKeys = () =>
    queryDuckDb(
      workbench.database,
      'select order_id, store_key, courier_key, payer_key, cast(_loaded_at as varchar) as loaded from fct_orders order by order_id',
    );
});
