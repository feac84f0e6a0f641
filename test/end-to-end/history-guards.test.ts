import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * A load that can't be true stops the run, says what is wrong with it, and leaves every table as it was. What died
 * half-way is made up for by the next run.
 */
const blueprints = `
project: shop
description: What guards watch
dialect: duckdb
---
source: shop
schema: raw_shop
description: Tables of every shape
tables:
  - table: customers
    description: Customers
    shape: snapshot
    key: [customer_id]
    changed_at: changed_at
    columns:
      - {name: customer_id, type: bigint}
      - {name: city, type: string}
      - {name: changed_at, type: timestamp}
  - table: cities
    description: Cities
    shape: snapshot
    key: [city]
    columns:
      - {name: city, type: string}
      - {name: country, type: string}
  - table: orders
    description: Orders
    shape: snapshot
    key: [order_id]
    columns:
      - {name: order_id, type: bigint}
      - {name: city, type: string}
      - {name: ordered_at, type: timestamp}
  - table: moves
    description: Moves
    shape: log
    key: [customer_id]
    changed_at: moved_at
    columns:
      - {name: customer_id, type: bigint}
      - {name: city, type: string}
      - {name: moved_at, type: timestamp}
  - table: accounts
    description: Accounts
    shape: cdc
    key: [account_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:
      - {name: account_id, type: bigint}
      - {name: city, type: string}
      - {name: op, type: string}
      - {name: changed_at, type: timestamp}
  - table: guests
    description: Guests, of whom only what changed is sent
    shape: cdc
    key: [guest_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    nulls: unchanged
    columns:
      - {name: guest_id, type: bigint}
      - {name: room, type: string}
      - {name: city, type: string}
      - {name: op, type: string}
      - {name: changed_at, type: timestamp}
---
intermediate: guest_places
description: Guests with their cities
from: shop.guests
key: [guest_id]
joins: [{with: shop.cities, on: {city: city}, join: inner}]
columns: [guest_id, room, {name: country, from: cities.country}, {name: door, type: string, expression: "'room ' || room"}]
---
intermediate: account_places
description: Accounts with their cities
from: shop.accounts
key: [account_id]
joins: [{with: shop.cities, on: {city: city}}]
columns: [account_id, city, {name: country, from: cities.country}]
---
intermediate: order_places
description: Orders with their countries
from: shop.orders
key: [order_id]
joins: [{with: shop.cities, on: {city: city}}]
columns: [order_id, city, ordered_at, {name: country, from: cities.country}]
---
dimension: customer
description: Customers
from: shop.customers
natural_key: [customer_id]
attributes: [{name: city, scd: 2}]
members: []
---
dimension: place
description: Cities
from: shop.cities
natural_key: [city]
history: {deletes: close}
attributes: [{name: country, scd: 1}]
---
dimension: mover
description: Customers by their moves
from: shop.moves
natural_key: [customer_id]
history: {first_version: open_past}
attributes: [{name: city, scd: 2}]
---
dimension: mover_home
description: Customers by their last move
from: shop.moves
natural_key: [customer_id]
attributes: [{name: city, scd: 1}]
---
dimension: account
description: Accounts
from: account_places
natural_key: [account_id]
attributes: [{name: city, scd: 2}, {name: country, scd: 1}]
---
dimension: guest
description: Guests
from: guest_places
natural_key: [guest_id]
attributes: [{name: room, scd: 2}, {name: door, scd: 2}, {name: country, scd: 1}]
---
fact: orders
type: transaction
description: Orders
from: shop.orders
grain: {statement: One row per order, key: [order_id]}
event_time: ordered_at
dimensions: [{dimension: place}]
measures: []
---
fact: placed_orders
type: transaction
description: Orders with their countries
from: order_places
grain: {statement: One row per order, key: [order_id]}
event_time: ordered_at
dimensions: [{dimension: place}]
degenerate: [country]
measures: []
---
fact: openings
type: transaction
description: Accounts that are open
from: shop.accounts
grain: {statement: One row per account, key: [account_id]}
event_time: changed_at
dimensions: [{dimension: place}]
measures: []
---
fact: last_moves
type: transaction
description: Where customers moved last
from: shop.moves
grain: {statement: One row per customer, key: [customer_id]}
event_time: moved_at
dimensions: [{dimension: place, missing: error}]
measures: []
`;

const tables = [
  'int_shop__customers_events',
  'int_shop__accounts_events',
  'dim_customer',
  'dim_place',
  'dim_mover',
  'dim_mover_home',
  'dim_account',
  'fct_orders',
  'fct_placed_orders',
  'fct_openings',
];

/** A good load of everything, for 120 keys each. */
const whole = [
  'create schema if not exists raw_shop',
  `create or replace table raw_shop.customers as select i as customer_id, 'city ' || (i % 9) as city, timestamp '2024-01-01' as changed_at from range(1, 121) as t(i)`,
  `create or replace table raw_shop.cities as select 'city ' || i as city, 'country' as country from range(0, 120) as t(i)`,
  `create or replace table raw_shop.orders as select i as order_id, 'city 1' as city, timestamp '2024-02-01' as ordered_at from range(1, 121) as t(i)`,
  `create or replace table raw_shop.moves as select i as customer_id, 'city ' || m as city, timestamp '2024-01-01' + to_days(cast(m as integer)) as moved_at from range(1, 121) as t(i), range(1, 4) as u(m)`,
  `create or replace table raw_shop.accounts as select i as account_id, 'city 1' as city, 'I' as op, timestamp '2024-01-01' as changed_at from range(1, 121) as t(i)`,
  'create or replace table raw_shop.guests (guest_id bigint, room varchar, city varchar, op varchar, changed_at timestamp)',
];

let workbench: Workbench;
let dbt: DbtSession;

beforeAll(async () => {
  workbench = await generatedWorkbench(blueprints, 'shop');
  dbt = openDbtSession(workbench);
  await land(...whole);
  await land(
    'create table kept as from raw_shop.customers',
    'delete from raw_shop.customers',
    'create table kept_orders as from raw_shop.orders',
    'delete from raw_shop.orders',
  );
  await succeed('2024-05-01');
  await land(
    'insert into raw_shop.customers from kept',
    'insert into raw_shop.orders from kept_orders',
    'drop table kept',
    'drop table kept_orders',
  );
  await succeed('2024-05-02');
});

afterAll(async () => {
  dbt.close();
  await workbench.remove();
});

const land = (...statements: string[]) => changeDuckDb(workbench.database, statements);
const run = (at: string, ...options: string[]) => dbt.run(['run', ...options], { load_at: at });

async function succeed(at: string, ...options: string[]): Promise<void> {
  const { exitCode, stdout } = await run(at, ...options);
  expect(exitCode, stdout).toBe(0);
}

/** Every table, row by row. */
async function contents(): Promise<unknown> {
  const found = await Promise.all(
    tables.map(async (table) => [
      table,
      await queryDuckDb(
        workbench.database,
        `select cast(t as varchar) as row from ${table} as t order by all`,
      ),
    ]),
  );
  return Object.fromEntries(found);
}

const rows = (sql: string) => queryDuckDb(workbench.database, sql);

describe('a first load without rows', () => {
  it('is made up for by the next one', async () => {
    expect(await rows('select count(*) as n from dim_customer')).toEqual([{ n: 120n }]);
    expect(await rows('select count(*) as n from fct_orders')).toEqual([{ n: 120n }]);
  });
});

describe('a load that stops the run', () => {
  beforeEach(async () => {
    await land(...whole);
  });

  const cases: readonly {
    readonly what: string;
    readonly statements: readonly string[];
    readonly says: readonly string[];
    readonly options?: readonly string[];
    readonly at?: string;
  }[] = [
    {
      what: 'null in the key and in changed_at of a snapshot',
      statements: [`insert into raw_shop.customers values (null, 'a', '2024-01-01'), (500, 'b', null)`],
      says: [
        'int_shop__customers_events: rows without a key or an instant: 2, such as',
        'customer_id=500, changed_at=null',
        'customer_id=null, changed_at=2024-01-01',
        'Nothing was written',
      ],
    },
    {
      what: 'null in the key or instant of a log',
      statements: [`insert into raw_shop.moves values (7, 'a', null)`],
      says: [
        'dim_mover: rows without a key or an instant: 1, such as customer_id=7, moved_at=null',
        'dim_mover_home: rows without a key',
      ],
    },
    {
      what: 'null in the key of captured changes',
      statements: [`insert into raw_shop.accounts values (null, 'a', 'D', '2024-01-01')`],
      says: ['int_shop__accounts_events: rows without a key or an instant: 1, such as account_id=null'],
    },
    {
      what: 'null in the key of a snapshot that a dimension and a fact read themselves',
      statements: [
        `insert into raw_shop.cities values (null, 'x')`,
        `insert into raw_shop.orders values (null, 'x', '2024-01-01')`,
      ],
      says: ['dim_place: rows without a key or an instant: 1, such as city=null'],
    },
    {
      what: 'several rows per key of a snapshot',
      statements: ['insert into raw_shop.customers from raw_shop.customers where customer_id in (3, 4)'],
      says: [
        'int_shop__customers_events: keys with more than one row in a snapshot: 2, such as customer_id=3; customer_id=4. Nothing was written',
      ],
    },
    {
      what: 'several rows per key of a snapshot that a dimension reads itself',
      statements: [`insert into raw_shop.cities values ('city 5', 'x')`],
      says: ['dim_place: keys with more than one row in a snapshot: 1, such as city=city 5.'],
    },
    {
      what: 'several rows per key of a snapshot that a fact reads itself',
      statements: [`insert into raw_shop.orders values (5, 'x', '2024-01-01')`],
      says: [
        'fct_orders: keys with more than one row in a snapshot: 1, such as order_id=5.',
        'fct_placed_orders: keys with more than one row in a snapshot: 1, such as order_id=5.',
      ],
    },
    {
      what: 'several rows per key of a snapshot that is joined',
      statements: [`insert into raw_shop.cities values ('city 1', 'x')`],
      says: [
        'dim_guest: keys with more than one row in a snapshot: 1, such as city=city 1.',
        'dim_account: keys with more than one row in a snapshot: 1, such as city=city 1.',
      ],
    },
    {
      what: 'null in the key of a snapshot that is joined',
      statements: [`insert into raw_shop.cities values (null, 'x')`],
      says: [
        'dim_guest: rows without a key or an instant: 1, such as city=null',
        'dim_account: rows without a key or an instant: 1, such as city=null',
      ],
    },
    {
      what: 'a snapshot that lacks most keys',
      statements: ['delete from raw_shop.customers where customer_id > 59'],
      says: [
        'int_shop__customers_events: living keys that the snapshot lacks: 61 of 120, such as customer_id=',
        'raise absence.max_ratio',
      ],
    },
    {
      what: 'a snapshot that lacks most keys, read by a dimension itself',
      statements: [`delete from raw_shop.cities where city > 'city 4'`],
      says: ['dim_place: living keys that the snapshot lacks: '],
    },
    {
      what: 'a snapshot that lacks most keys, read by a fact itself',
      statements: ['delete from raw_shop.orders where order_id > 59'],
      says: [
        'fct_orders: living keys that the snapshot lacks: 61 of 120, such as order_id=',
        'fct_placed_orders: living keys that the snapshot lacks: 61 of 120, such as order_id=',
      ],
    },
    {
      what: 'empty snapshots',
      statements: ['delete from raw_shop.customers', 'delete from raw_shop.cities'],
      says: [
        'int_shop__customers_events: living keys that the snapshot lacks: 120 of 120',
        'dim_place: living keys that the snapshot lacks: 120 of 120',
      ],
    },
    {
      what: 'dbt run --empty',
      statements: [],
      options: ['--empty'],
      says: [
        'int_shop__customers_events: living keys',
        'dim_place: living keys',
        'dim_mover: stored rows',
        'dim_mover_home: stored rows',
      ],
    },
    {
      what: 'dbt run --empty of what reads other models',
      statements: [],
      options: ['--empty', '--select', 'fct_openings', 'dim_account', 'fct_orders'],
      says: [
        'fct_openings: nothing to read where there was something before: the table has 120 rows',
        'dim_account: nothing to read',
        'fct_orders: living keys',
      ],
    },
    {
      what: 'a load time before the last one',
      statements: [],
      at: '2024-05-01',
      says: ['a load time before the last load: the last load was at 2024-05-02'],
    },
    {
      what: 'a log that was cut',
      statements: [
        `delete from raw_shop.moves where moved_at < '2024-01-03' and customer_id <= 5`,
        'delete from raw_shop.moves where customer_id = 9',
      ],
      says: [
        'dim_mover: stored rows whose first event is gone from the log: 8, such as customer_id=',
        'dim_mover_home: stored rows whose first event is gone from the log: 1, such as customer_id=9.',
      ],
    },
    {
      what: 'a load time that is none',
      statements: [],
      at: 'yesterday',
      says: [`load_at must be a timestamp in UTC such as '2024-06-01 06:00:00', not 'yesterday'`],
    },
    {
      what: 'a load time that no calendar has',
      statements: [],
      at: '2024-02-30',
      says: [`such as '2024-06-01 06:00:00', not '2024-02-30'`],
    },
  ];

  it.each(cases)(
    'has $what, which it tells, and nothing is written',
    async ({ statements, says, options = [], at = '2024-05-03' }) => {
      const before = await contents();
      await land(...statements);
      const { exitCode, stdout } = await run(at, ...options);
      // dbt breaks long messages into lines.
      const told = stdout.replaceAll(/\s+/g, ' ');
      for (const words of says) expect(told.slice(told.indexOf('Completed with')), words).toContain(words);
      expect(exitCode).toBe(1);
      const after = await contents();
      const blamed = tables.filter(
        (table) => told.includes(`${table}: `) || says.some((words) => words.startsWith(table)),
      );
      for (const table of blamed.length > 0 ? blamed : tables)
        expect((after as Record<string, unknown>)[table], table).toEqual(
          (before as Record<string, unknown>)[table],
        );
    },
  );

  it('hinders no other command', async () => {
    await land(
      'delete from raw_shop.customers',
      'delete from raw_shop.moves',
      'insert into raw_shop.cities from raw_shop.cities',
    );
    for (const command of ['parse', 'compile']) {
      const { exitCode, stdout } = await dbt.run([command], { load_at: '2020-01-01' });
      expect(exitCode, stdout).toBe(0);
    }
    const { stdout } = await dbt.run(['test', '--select', 'dim_customer'], { load_at: '2020-01-01' });
    expect(stdout).toContain('Completed successfully');
  });
});

describe('a run that died', () => {
  it('between the events and the dimension is made up for by a later one', async () => {
    await land(
      ...whole,
      `update raw_shop.customers set city = 'elsewhere', changed_at = '2024-04-01' where customer_id <= 3`,
      'delete from raw_shop.customers where customer_id = 4',
    );
    await succeed('2024-05-04', '--select', 'stg_shop__customers', 'int_shop__customers_events');
    expect(await rows(`select count(*) as n from dim_customer where city = 'elsewhere'`)).toEqual([
      { n: 0n },
    ]);
    await succeed('2024-05-05');
    expect(
      await rows(
        `select customer_id, is_current from dim_customer where city = 'elsewhere' order by customer_id`,
      ),
    ).toEqual([1n, 2n, 3n].map((id) => ({ customer_id: id, is_current: true })));
    expect(
      await rows('select is_current, valid_to::varchar as valid_to from dim_customer where customer_id = 4'),
    ).toEqual([{ is_current: false, valid_to: '2024-05-04 00:00:00' }]);
  });

  it('under a load time that was taken before is made up for under that time', async () => {
    await land(
      `update raw_shop.customers set city = 'nowhere', changed_at = '2024-04-02' where customer_id <= 2`,
    );
    await succeed('2024-05-05', '--select', 'stg_shop__customers', 'int_shop__customers_events');
    await succeed('2024-05-05');
    expect(
      await rows(`select customer_id, is_current from dim_customer where city = 'nowhere' order by 1`),
    ).toEqual([1n, 2n].map((id) => ({ customer_id: id, is_current: true })));
  });
});

describe('a value that is joined to events', () => {
  it('reaches the dimension without an event of its own', async () => {
    await land(`update raw_shop.cities set country = 'another' where city = 'city 1'`);
    await succeed('2024-05-06');
    expect(await rows(`select distinct country from dim_account where account_id is not null`)).toEqual([
      { country: 'another' },
    ]);
    const before = await contents();
    await succeed('2024-05-07');
    expect(await contents()).toEqual(before);
  });

  it('is that of a value which was sent before, and ends no life by its absence from a delete', async () => {
    await land(
      `insert into raw_shop.guests values
        (1, '10', 'city 1', 'I', '2024-01-01'), (1, null, null, 'U', '2024-01-02'), (1, '11', null, 'U', '2024-01-03'), (1, null, null, 'D', '2024-01-05'),
        (2, '20', 'city 2', 'I', '2024-01-01'), (2, '21', null, 'U', '2024-01-01'), (2, null, 'city 3', 'U', '2024-01-04'),
        (3, '30', 'nowhere', 'I', '2024-01-01')`,
    );
    await succeed('2024-05-08');
    expect(
      await rows(
        'select guest_id, room, door, country, valid_from::date::varchar as since, valid_to::date::varchar as until from dim_guest where guest_id is not null order by 1, 5',
      ),
    ).toEqual([
      {
        guest_id: 1n,
        room: '10',
        door: 'room 10',
        country: 'another',
        since: '2024-01-01',
        until: '2024-01-03',
      },
      {
        guest_id: 1n,
        room: '11',
        door: 'room 11',
        country: 'another',
        since: '2024-01-03',
        until: '2024-01-05',
      },
      { guest_id: 2n, room: '21', door: 'room 21', country: 'country', since: '2024-01-01', until: null },
    ]);
  });
});

describe('a load that is corrected as of the same time', () => {
  it('is what the next one finds', async () => {
    const says = (city: string) =>
      land(`update raw_shop.customers set city = '${city}' where customer_id = 1`);
    await says('a');
    await succeed('2024-05-09');
    await says('z');
    await succeed('2024-05-10');
    await says('m');
    await succeed('2024-05-10');
    await succeed('2024-05-11');
    expect(await rows('select city from dim_customer where customer_id = 1 and is_current')).toEqual([
      { city: 'm' },
    ]);
    const before = await contents();
    await succeed('2024-05-12');
    expect(await contents()).toEqual(before);
  });
});

describe('a key that has no member', () => {
  const moves = (...places: readonly string[]) =>
    land(
      ...places.map(
        (city, index) =>
          `insert into raw_shop.moves values (1, '${city}', timestamp '2024-02-01' + to_days(${index}))`,
      ),
    );

  it('stops the run where it is the last that a row said', async () => {
    await moves('city 5', 'atlantis');
    const before = await rows('from fct_last_moves order by all');
    const { exitCode, stdout } = await run('2024-05-13', '--select', 'fct_last_moves');
    expect(exitCode).not.toBe(0);
    expect(stdout).toContain('fct_last_moves: keys without a member in dim_place: 1, such as city=atlantis.');
    expect(await rows('from fct_last_moves order by all')).toEqual(before);
  });

  it('is forgotten where the row was corrected', async () => {
    await land(`insert into raw_shop.moves values (1, 'city 6', timestamp '2024-02-09')`);
    await succeed('2024-05-13', '--select', 'fct_last_moves');
    expect(
      await rows(
        'select city, moved_at::date::varchar as moved from fct_last_moves join dim_place using (place_key) where customer_id = 1',
      ),
    ).toEqual([{ city: 'city 6', moved: '2024-02-09' }]);
  });
});
