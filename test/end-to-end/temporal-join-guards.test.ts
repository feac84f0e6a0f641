import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/** What is wrong with a log stops the run of every dimension that joins it in time; what only moves does not. */
const blueprints = `
project: shop
description: Logs that are joined in time
dialect: duckdb
---
source: shop
schema: raw_shop
description: Two logs
tables:
  - table: customers
    description: Customers
    shape: log
    key: [customer_id]
    changed_at: changed_at
    columns:
      - {name: customer_id, type: integer}
      - {name: region_id, type: integer}
      - {name: changed_at, type: timestamp}
  - table: regions
    description: Regions
    shape: log
    key: [region_id]
    changed_at: changed_on
    columns:
      - {name: region_id, type: integer}
      - {name: head, type: string}
      - {name: changed_on, type: date}
---
intermediate: customers_with_regions
description: Customers with their regions
from: shop.customers
key: [customer_id]
joins: [{with: shop.regions, join: temporal}]
columns: [customer_id, head]
---
dimension: customer
description: Customers
from: customers_with_regions
natural_key: [customer_id]
attributes: [{name: head, scd: 2}]
members: []
`;

const whole = [
  'create or replace table raw_shop.customers (customer_id integer, region_id integer, changed_at timestamp)',
  'create or replace table raw_shop.regions (region_id integer, head varchar, changed_on date)',
  "insert into raw_shop.customers values (1, 1, '2024-01-01'), (2, 2, '2024-01-02')",
  "insert into raw_shop.regions values (1, 'Ann', '2024-01-01'), (1, 'Bob', '2024-01-10'), (2, 'Cid', '2024-01-05')",
];

describe('logs that are joined in time', () => {
  let workbench: Workbench;
  let dbt: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    dbt = openDbtSession(workbench);
    await changeDuckDb(workbench.database, ['create schema raw_shop', ...whole]);
    expect((await run('2024-02-01')).exitCode).toBe(0);
    expect(await versions()).toEqual([
      '1 Ann 2024-01-01',
      '1 Bob 2024-01-10',
      '2 null 2024-01-02',
      '2 Cid 2024-01-05',
    ]);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  beforeEach(() => changeDuckDb(workbench.database, whole));

  it.each([
    {
      what: 'a cut log of what is joined',
      change: "delete from raw_shop.regions where changed_on = '2024-01-10'",
      message: 'stored rows whose first event is gone from the log',
    },
    {
      what: 'a cut log of the rows themselves',
      change: 'delete from raw_shop.customers where customer_id = 2',
      message: 'stored rows whose first event is gone from the log',
    },
    {
      what: 'a joined row without an instant',
      change: "insert into raw_shop.regions values (1, 'Eve', null)",
      message: 'rows without a key or an instant',
    },
    {
      what: 'a joined row without a key',
      change: "insert into raw_shop.regions values (null, 'Eve', '2024-01-20')",
      message: 'rows without a key or an instant',
    },
    {
      what: 'a row without an instant',
      change: 'insert into raw_shop.customers values (1, 2, null)',
      message: 'rows without a key or an instant',
    },
  ])('stop the run for $what', async ({ change, message }) => {
    const before = await versions();
    await changeDuckDb(workbench.database, [change]);
    const { exitCode, stdout } = await run('2024-02-02');
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain(message);
    expect(await versions()).toEqual(before);
  });

  it('do not stop it where a late event takes a row to another partner', async () => {
    await changeDuckDb(workbench.database, ["insert into raw_shop.customers values (1, 2, '2024-01-04')"]);
    const { exitCode, stdout } = await run('2024-02-02');
    expect(exitCode, stdout).toBe(0);
    expect(await versions()).toEqual([
      '1 Ann 2024-01-01',
      '1 null 2024-01-04',
      '1 Cid 2024-01-05',
      '2 null 2024-01-02',
      '2 Cid 2024-01-05',
    ]);
  });

  const run = (day: string) => dbt.run(['run'], { load_at: `${day} 06:00:00` });

  async function versions(): Promise<string[]> {
    const rows = await queryDuckDb(
      workbench.database,
      `select concat_ws(' ', customer_id, coalesce(head, 'null'), cast(valid_from as date)) as version
      from dim_customer
      order by customer_id, valid_from`,
    );
    return rows.map(({ version }) => version as string);
  }
});
