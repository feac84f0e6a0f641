import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

const blueprints = `
project: shop
description: Orders of a shop
dialect: duckdb
---
source: shop
schema: raw_shop
description: The shop
tables:
  - table: orders
    description: Orders
    shape: cdc
    key: [order_id]
    changed_at: ordered_at
    sequence: [lsn]
    operation: {column: op, delete: [D]}
    columns:
      - {name: order_id, type: bigint}
      - {name: customer_id, type: bigint}
      - {name: ordered_at, type: timestamp}
      - {name: lsn, type: bigint}
      - {name: op, type: string}
  - table: customers
    description: Customers
    shape: snapshot
    key: [customer_id]
    columns:
      - {name: customer_id, type: bigint}
      - {name: city, type: string}
---
dimension: customer
description: Customers
from: shop.customers
natural_key: [customer_id]
attributes: [{name: city, scd: 1}]
---
fact: orders
type: factless
description: Orders
from: shop.orders
grain: {statement: One row per order, key: [order_id]}
event_time: ordered_at
dimensions: [{dimension: customer, missing: inferred}]
load: {deletes: flag}
`;

/** Order 1 is deleted a day later, order 2 at the instant at which it was made, order 3 stays. */
const loads = [
  `(1, 10, '2024-01-01', 1, 'I'), (2, 20, '2024-01-01', 2, 'I'), (3, 30, '2024-01-01', 3, 'I')`,
  `(1, null, '2024-01-02', 4, 'D'), (2, null, '2024-01-01', 5, 'D')`,
];

describe('a fact that flags deleted rows', () => {
  let workbench: Workbench;
  let session: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    session = openDbtSession(workbench);
    await changeDuckDb(workbench.database, [
      'create schema raw_shop',
      `create table raw_shop.customers as select 30::bigint as customer_id, 'Rome' as city`,
    ]);
  });

  afterAll(async () => {
    session.close();
    await workbench.remove();
  });

  async function load(index: number, ...options: string[]): Promise<void> {
    await changeDuckDb(workbench.database, [
      `create or replace table raw_shop.orders as
       select * replace (ordered_at::timestamp as ordered_at)
       from (values ${loads[index]}) as rows(order_id, customer_id, ordered_at, lsn, op)`,
    ]);
    const variables = { load_at: `2024-02-0${index + 1}` };
    const { exitCode, stdout } = await session.run(['run', ...options], variables);
    expect(exitCode, stdout).toBe(0);
  }

  async function rows(query: string): Promise<string[]> {
    const found = await queryDuckDb(workbench.database, query);
    return found.map((row) => Object.values(row).map(String).join(' '));
  }
  const orders = () => rows('select order_id, is_deleted from fct_orders order by order_id');
  const customers = () =>
    rows('select customer_id from dim_customer where customer_id is not null order by customer_id');

  it('keeps what was, forgets what never was, and leaves nothing that only this referred to', async () => {
    await load(0);
    expect(await orders()).toEqual(['1 false', '2 false', '3 false']);
    expect(await customers()).toEqual(['10', '20', '30']);

    await load(1);
    expect(await orders()).toEqual(['1 true', '3 false']);
    expect(await customers()).toEqual(['10', '30']);

    await load(1, '--full-refresh');
    expect(await orders()).toEqual(['1 true', '3 false']);
    expect(await customers()).toEqual(['10', '30']);
  });
});
