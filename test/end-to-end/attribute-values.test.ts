import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runDbt, type Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * Attributes of every scd in one dimension, integer and durable keys, and a fact that points to them: a story in three
 * loads, the third of them late. The tables were written by hand.
 */
const blueprints = `
project: shop
description: Attributes of every kind
dialect: duckdb
---
source: shop
schema: raw_shop
description: The web shop
tables:
  - table: customers
    description: Customers
    shape: cdc
    key: [customer_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:
      - {name: customer_id, type: bigint}
      - {name: segment, type: string}
      - {name: region, type: string}
      - {name: sales_rep, type: string}
      - {name: email, type: string}
      - {name: op, type: string}
      - {name: changed_at, type: timestamp}
  - table: orders
    description: Orders
    shape: snapshot
    key: [order_id]
    columns:
      - {name: order_id, type: bigint}
      - {name: customer_id, type: bigint}
      - {name: ordered_at, type: timestamp}
---
dimension: customer
description: Customers with their history
from: shop.customers
natural_key: [customer_id]
surrogate_key: integer
history: {overwrite: version, durable_key: true}
attributes:
  - {name: segment, scd: 2}
  - {name: region, scd: 6}
  - {name: sales_rep, scd: 3}
  - {name: email, scd: 1}
  - {name: first_region, from: region, scd: 0}
---
dimension: represented_customer
description: Customers with who looks after them
from: shop.customers
natural_key: [customer_id]
attributes:
  - {name: sales_rep, scd: 3}
  - {name: email, scd: 1}
---
dimension: customer_life
description: When customers existed
from: shop.customers
natural_key: [customer_id]
history: {versions: existence}
attributes:
  - {name: email, scd: 1}
---
fact: orders
type: factless
description: Orders
from: shop.orders
grain: {statement: One row per order, key: [order_id]}
event_time: ordered_at
dimensions:
  - {dimension: customer, null_key: not_applicable}
`;

const loads = [
  {
    at: '2024-01-10 06:00:00',
    customers: `(1, 'a', 'north', 'ann', 'x1', 'I', '2024-01-01'), (1, 'a', 'north', 'bob', 'x2', 'U', '2024-01-05'),
      (2, 'a', 'east', 'dan', 'y1', 'I', '2024-01-02'), (3, 'b', 'west', 'eve', 'w1', 'I', '2024-01-03'),
      (4, 'c', 'west', 'eve', 'z1', 'I', '2024-01-03')`,
  },
  {
    at: '2024-02-10 06:00:00',
    customers: `(1, 'a', 'south', 'bob', 'x3', 'U', '2024-02-01'), (2, null, null, null, null, 'D', '2024-02-05'),
      (4, 'd', 'west', 'eve', 'z2', 'U', '2024-02-02')`,
  },
  {
    at: '2024-03-10 06:00:00',
    customers: `(1, 'b', 'north', 'cid', 'x4', 'U', '2024-01-20'), (2, 'a', 'east', null, 'y2', 'I', '2024-03-01'),
      (4, 'd', 'west', 'eve', 'z3', 'U', '2024-02-20')`,
  },
] as const;

describe('attributes of every scd', () => {
  let workbench: Workbench;
  let dbt: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    dbt = openDbtSession(workbench);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it('shows the values of the first load', async () => {
    await load(0);
    expect(await customers()).toEqual([
      '1 a north/north bob<ann x2 north 2024-01-01..null at 01-10',
      '2 a east/east dan<null y1 east 2024-01-02..null at 01-10',
      '3 b west/west eve<null w1 west 2024-01-03..null at 01-10',
      '4 c west/west eve<null z1 west 2024-01-03..null at 01-10',
    ]);
  });

  it('writes a new present value to all versions of its key, and an overwritten one to its own', async () => {
    await load(1);
    expect(await customers()).toEqual([
      '1 a north/south bob<ann x2 north 2024-01-01..2024-02-01 at 02-10',
      '1 a south/south bob<ann x3 north 2024-02-01..null at 02-10',
      '2 a east/east dan<null y1 east 2024-01-02..2024-02-05 at 02-10',
      '3 b west/west eve<null w1 west 2024-01-03..null at 01-10',
      '4 c west/west eve<null z1 west 2024-01-03..2024-02-02 at 02-10',
      '4 d west/west eve<null z2 west 2024-02-02..null at 02-10',
    ]);
  });

  it('puts a late row where it would have come in time', async () => {
    await load(2);
    const told = [
      '1 a north/south bob<cid x2 north 2024-01-01..2024-01-20 at 03-10',
      '1 b north/south bob<cid x4 north 2024-01-20..2024-02-01 at 03-10',
      '1 a south/south bob<cid x3 north 2024-02-01..null at 03-10',
      '2 a east/east null<dan y1 east 2024-01-02..2024-02-05 at 03-10',
      '2 a east/east null<dan y2 east 2024-03-01..null at 03-10',
      '3 b west/west eve<null w1 west 2024-01-03..null at 01-10',
      '4 c west/west eve<null z1 west 2024-01-03..2024-02-02 at 02-10',
      '4 d west/west eve<null z3 west 2024-02-02..null at 03-10',
    ];
    expect(await customers()).toEqual(told);
    await run('2024-03-11 06:00:00');
    expect(await customers()).toEqual(told);
  });

  it('shows previous values without versions, and versions without tracked values', async () => {
    expect(
      await texts(
        `select customer_id || ' ' || coalesce(sales_rep, 'null') || '<' || coalesce(previous_sales_rep, 'null') || ' '
           || email || ' ' || is_deleted from dim_represented_customer where customer_id is not null order by all`,
      ),
    ).toEqual(['1 bob<cid x3 false', '2 null<dan y2 false', '3 eve<null w1 false', '4 eve<null z3 false']);
    expect(
      await texts(
        `select customer_id || ' ' || email || ' ' || valid_from::date || '..' || coalesce(valid_to::date::varchar, 'null')
         from dim_customer_life where customer_id is not null order by all`,
      ),
    ).toEqual([
      '1 x3 2024-01-01..null',
      '2 y2 2024-01-02..2024-02-05',
      '2 y2 2024-03-01..null',
      '3 w1 2024-01-03..null',
      '4 z3 2024-01-03..null',
    ]);
  });

  it('has numbers as keys that are 63 bits of the hash', async () => {
    const number = (text: string) =>
      String(BigInt(`0x${createHash('md5').update(text).digest('hex').slice(0, 16)}`) & (2n ** 63n - 1n));
    expect(
      await texts(
        `select customer_key || ' ' || customer_durable_key from dim_customer
         where customer_id = 1 or customer_id is null order by valid_from, customer_key desc`,
      ),
    ).toEqual([
      '-1 -1',
      '-2 -2',
      ...['2024-01-01', '2024-01-20', '2024-02-01'].map(
        (day) => `${number(`1|;${day} 00:00:00.000000`)} ${number('1')}`,
      ),
    ]);
  });

  it('gives facts the key of the version and that of the thing', async () => {
    expect(
      await texts(
        `select order_id || ' ' || segment || ' '
           || fct_orders.customer_durable_key from fct_orders left join dim_customer using (customer_key) order by 1`,
      ),
    ).toEqual([
      `1 b ${(await texts('select distinct customer_durable_key::varchar from dim_customer where customer_id = 1'))[0]}`,
      '2 Unknown -1',
      '3 Not applicable -2',
    ]);
    expect(await texts(`select distinct typeof(customer_key) from fct_orders`)).toEqual(['BIGINT']);
  });

  it('passes the tests that follow from all of this', async () => {
    const { exitCode, stdout } = await dbt.run(['test'], { load_at: '2024-03-11 06:00:00' });
    expect(exitCode, stdout).toBe(0);
  });

  it('stops where a number is the key of something else already', async () => {
    await changeDuckDb(workbench.database, [
      'update dim_customer set customer_id = 99 where customer_id = 4',
      customersNow(`(4, 'e', 'west', 'eve', 'z4', 'U', '2024-02-21')`),
    ]);
    const before = await customers();
    const outcome = await dbt.run(['run', '--select', 'int_shop__customers_events', 'dim_customer'], {
      load_at: '2024-03-12 06:00:00',
    });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toMatch(/dim_customer: two rows have the integer key \d+\. Nothing was written\./);
    expect(await customers()).toEqual(before);
  });

  it('stops where two rows of one load have the same number', async () => {
    const model = path.join(workbench.project, 'models/marts/dim_customer.sql');
    const sql = await readFile(model, 'utf8');
    const same = sql.replace(
      /cast\(\s+'0x'[^]*?as bigint\s+\) as customer_key/,
      'cast(0 as bigint) as customer_key',
    );
    expect(same).not.toBe(sql);
    await writeFile(model, same);
    // The session has parsed the model as it was.
    const outcome = await runDbt({
      ...workbench,
      parameters: ['run', '--full-refresh', '--select', 'dim_customer'],
      variables: { load_at: '2024-03-13 06:00:00' },
    });
    expect(outcome.exitCode).toBe(1);
    expect(outcome.stdout).toContain('dim_customer: two rows have the integer key 0. Nothing was written.');
  });

  async function load(index: 0 | 1 | 2): Promise<void> {
    const { at, customers: rows } = loads[index];
    await changeDuckDb(workbench.database, [
      'create schema if not exists raw_shop',
      `create or replace table raw_shop.orders as select * from (values
        (1, 1, timestamp '2024-01-25'), (2, 1, timestamp '2023-12-01'), (3, null, timestamp '2024-01-25')
      ) as orders(order_id, customer_id, ordered_at)`,
      customersNow(rows),
    ]);
    await run(at);
  }

  async function run(at: string): Promise<void> {
    const { exitCode, stdout } = await dbt.run(['run'], { load_at: at });
    expect(exitCode, stdout).toBe(0);
  }

  function customersNow(rows: string): string {
    return `create or replace table raw_shop.customers as select * from (values ${rows})
      as customers(customer_id, segment, region, sales_rep, email, op, changed_at)`;
  }

  const customers = (): Promise<string[]> =>
    texts(
      `select customer_id || ' ' || segment || ' ' || region || '/' || current_region || ' '
         || coalesce(sales_rep, 'null') || '<' || coalesce(previous_sales_rep, 'null') || ' ' || email || ' '
         || first_region || ' ' || valid_from::date || '..' || coalesce(valid_to::date::varchar, 'null')
         || ' at ' || strftime(_loaded_at, '%m-%d')
       from dim_customer where customer_id is not null order by customer_id, valid_from`,
    );

  async function texts(sql: string): Promise<string[]> {
    return (await queryDuckDb(workbench.database, `select text from (${sql}) as rows_said(text)`)).map(
      (row) => row['text'] as string,
    );
  }
});
