import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { createWorkbench, dbtProgram, runDbt, type Workbench } from './dbt.js';
import { changeDuckDb } from './duckdb.js';

/** The stories that `dbtgen explain dim` tells of tables of every shape, read through real dbt. */

const blueprints = `project: stories
description: Tables of every shape
dialect: duckdb
---
source: told
schema: raw_told
description: Tables of every shape
tables:
  - table: changes
    description: Changes of customers, some of them sent in part
    shape: cdc
    key: [id]
    changed_at: told_at
    sequence: [seq]
    operation: {column: op, delete: [D], truncate: [T]}
    columns: &columns
      - {name: id, type: bigint}
      - {name: told_at, type: timestamp}
      - {name: seq, type: bigint}
      - {name: op, type: string}
      - {name: name, type: string}
      - {name: city, type: string}
  - table: parts
    description: Changes that leave out what did not change
    shape: delta
    key: [id]
    changed_at: told_at
    nulls: unchanged
    columns: &plain
      - {name: id, type: string}
      - {name: told_at, type: timestamp}
      - {name: name, type: string}
      - {name: city, type: string}
  - table: shops
    description: What is there now
    shape: snapshot
    key: [country, code]
    changed_at: told_at
    columns:
      - {name: country, type: string}
      - {name: code, type: "decimal(6,2)"}
      - {name: told_at, type: timestamp}
      - {name: name, type: string}
  - table: rates
    description: Every change ever
    shape: log
    key: [day]
    changed_at: told_at
    loaded_at: arrived
    columns:
      - {name: day, type: date}
      - {name: told_at, type: timestamp}
      - {name: arrived, type: timestamp}
      - {name: rate, type: float}
  - table: prices
    description: Prices with the days on which they hold
    shape: delta
    key: [id]
    valid: {from: begins_on, to: ends_on}
    columns:
      - {name: id, type: bigint}
      - {name: begins_on, type: date}
      - {name: ends_on, type: date}
      - {name: price, type: "decimal(8,2)"}
  - table: towns
    description: Changes of towns
    shape: delta
    key: [id]
    changed_at: told_at
    columns:
      - {name: id, type: bigint}
      - {name: told_at, type: timestamp}
      - {name: name, type: string}
  - table: visits
    description: Visits to towns
    shape: snapshot
    key: [id]
    columns:
      - {name: id, type: bigint}
      - {name: town_id, type: bigint}
      - {name: visited_at, type: timestamp}
---
dimension: customer
description: Customers
from: told.changes
natural_key: [id]
attributes:
  - {name: name, scd: 1}
  - {name: city, scd: 2}
history: {invalid: quarantine}
---
dimension: place
description: Where customers are, and were before
from: told.changes
natural_key: [id]
attributes:
  - {name: name, scd: 3}
  - {name: city, scd: 6}
history: {invalid: quarantine, deletes: flag}
---
dimension: part
description: Customers sent in part
from: told.parts
natural_key: [id]
attributes:
  - {name: name, scd: 0}
  - {name: shout, type: string, expression: upper(city), scd: 2}
---
dimension: shop
description: Shops
from: told.shops
natural_key: [country, code]
attributes:
  - {name: name, scd: 2}
history: {deletes: close}
---
dimension: rate
description: Rates by day
from: told.rates
natural_key: [day]
attributes:
  - {name: rate, scd: 2}
---
dimension: price
description: Prices
from: told.prices
natural_key: [id]
attributes:
  - {name: price, scd: 2}
---
intermediate: cities
description: How many customers live where
from: told.parts
key: [city]
group_by: [city]
columns:
  - city
  - {name: people, type: bigint, expression: count(id)}
---
dimension: populated
description: Cities as they are now
from: cities
natural_key: [city]
attributes:
  - {name: people, scd: 1}
---
intermediate: moves
description: Moves to anywhere but Bonn
from: told.changes
key: [id]
filter: city <> 'Bonn'
---
dimension: mover
description: Customers who keep the name that they had in each city
from: moves
natural_key: [id]
attributes:
  - {name: name, scd: 1}
  - {name: city, scd: 2}
history: {overwrite: version, first_version: open_past, deletes: ignore, invalid: quarantine}
---
dimension: town
description: Towns, of which late events are set aside and facts may speak first
from: told.towns
natural_key: [id]
attributes:
  - {name: name, scd: 2}
history: {late: reject}
---
fact: visits
type: factless
description: Visits to towns
from: told.visits
grain: {statement: One row per visit, key: [id]}
event_time: visited_at
dimensions:
  - {dimension: town, on: {town_id: id}, missing: inferred}
---
calendar: days
description: Days
start: 2024-01-01
end: 2024-12-31
`;

const columnsOf = {
  changes: 'id bigint, told_at timestamp, seq bigint, op varchar, name varchar, city varchar',
  parts: 'id varchar, told_at timestamp, name varchar, city varchar',
  shops: 'country varchar, code decimal(6,2), told_at timestamp, name varchar',
  rates: 'day date, told_at timestamp, arrived timestamp, rate double',
  prices: 'id bigint, begins_on date, ends_on date, price decimal(8,2)',
  towns: 'id bigint, told_at timestamp, name varchar',
  visits: 'id bigint, town_id bigint, visited_at timestamp',
} as const;

type Load = Readonly<Record<keyof typeof columnsOf, string>>;

/** What each load brings, as rows of \`values\`. */
const loads: readonly { readonly at: string; readonly rows: Load }[] = [
  {
    at: '2024-05-01 06:00:00',
    rows: {
      changes: `
        (1, '2024-01-01', 1, 'I', 'Ann', 'Ulm'),
        (1, '2024-03-01', 2, 'U', 'Ann', 'Ulm'),
        (1, '2024-04-01', 3, 'U', 'Ann', 'Bonn'),
        (1, '2024-04-01', 4, 'U', 'Ann B', 'Köln'),
        (1, null, 5, 'U', 'Nobody', 'Nowhere'),
        (2, '2024-01-01', 1, 'I', 'Bob', 'Rom')`,
      parts: `('it''s "50%" {{ x }}', '2024-01-01', 'A', 'Ulm'), ('it''s "50%" {{ x }}', '2024-02-01', null, 'Bonn')`,
      shops: `('DE', 1.50, '2024-01-01', 'One'), ('DE', 2.00, '2024-01-01', 'Two')`,
      rates: `('2024-01-01', '2024-01-01', '2024-01-02', 1.5), ('2024-01-01', '2024-01-05', '2024-01-06', 0.1)`,
      prices: `(1, '2024-01-01', '2024-02-01', 1.00), (1, '2024-01-10', '2024-01-20', 2.00), (1, '2024-04-01', null, 9.00)`,
      towns: `(1, '2024-01-01', 'Ulm'), (1, '2024-03-01', 'Ulm/Donau')`,
      visits: `(1, 1, '2024-02-01'), (2, 2, '2024-02-01')`,
    },
  },
  {
    at: '2024-05-02 06:00:00',
    rows: {
      changes: `
        (1, '2024-02-01', 2, 'U', 'Ann', 'Wien'),
        (1, '2024-05-01', 6, 'D', null, null),
        (1, '2024-05-01', 6, 'U', 'Ann', 'Graz'),
        (1, '2024-05-01 12:00:00', 7, 'D', null, null),
        (1, '2024-06-01', 8, 'I', 'Ann C', 'Wien'),
        (null, '2024-07-01', 9, 'T', null, null)`,
      parts: `('it''s "50%" {{ x }}', '2024-03-01', 'B', null)`,
      shops: `('DE', 2.00, '2024-01-01', 'Two')`,
      rates: `
        ('2024-01-01', '2024-01-01', '2024-01-02', 1.5),
        ('2024-01-01', '2024-01-01', '2024-01-02', 1.5),
        ('2024-01-01', '2024-01-05', '2024-01-06', 0.1),
        ('2024-01-01', '2024-01-05', '2024-01-07', 0.3)`,
      prices: `(1, '2024-04-01', '2024-04-01', 9.00), (1, '2024-01-10', '2024-01-15', 2.50)`,
      towns: `(1, '2024-02-01', 'Neu-Ulm'), (1, '2024-04-01', 'Ulm')`,
      visits: `(1, 1, '2024-02-01'), (2, 2, '2024-02-01')`,
    },
  },
];

async function dbtgen(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runCommandLine(words, {
    out: { write: (text) => void (out += text), isTerminal: false },
    err: { write: (text) => void (err += text), isTerminal: false },
  });
  return { code, out, err };
}

describe('dbtgen explain dim', () => {
  let folder: string;
  let workbench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-explain-test-'));
    await writeFile(path.join(folder, 'stories.yml'), blueprints);
    const tree = path.join(folder, 'tree');
    const built = await dbtgen('build', folder, '--output', tree, '--quiet');
    expect(built).toEqual({ code: 0, out: '', err: '' });
    workbench = await createWorkbench(tree, 'stories');
    for (const { at, rows } of loads) {
      await changeDuckDb(workbench.database, [
        'create schema if not exists raw_told',
        ...Object.entries(columnsOf).flatMap(([table, columns]) => [
          `create or replace table raw_told.${table} (${columns})`,
          `insert into raw_told.${table} values ${rows[table as keyof Load]}`,
        ]),
      ]);
      const run = await runDbt({ ...workbench, parameters: ['run'], variables: { load_at: at } });
      expect(run.stdout).toContain('Completed successfully');
    }
  }, 600_000);

  afterAll(async () => {
    await workbench.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const access = (): string[] => ['--output', workbench.project, '--dbt', dbtProgram];
  const tell = async (name: string, ...keys: string[]) => {
    const words = keys.flatMap((key) => ['--key', key]);
    return dbtgen('explain', 'dim', name, folder, ...words, ...access(), '--file', workbench.database);
  };

  it('tells of ties, late, deleted, truncated and set aside rows', async () => {
    expect(await tell('customer', '1')).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "",
        "out": "customer id = 1, as int_told__changes_events tells of it

      2024-01-01 00:00:00  state; sequence 1; loaded 2024-05-01 06:00:00
          opens version 1: name = 'Ann', city = 'Ulm'

      2024-02-01 00:00:00  state; sequence 2; loaded 2024-05-02 06:00:00; late: later events were known before it
          closes version 1 and opens version 2: city 'Ulm' -> 'Wien'

      2024-03-01 00:00:00  state; sequence 2; loaded 2024-05-01 06:00:00
          closes version 2 and opens version 3: city 'Wien' -> 'Ulm'

      2024-04-01 00:00:00  state; sequence 3; loaded 2024-05-01 06:00:00
          does not count: another event of this instant has a later sequence

      2024-04-01 00:00:00  state; sequence 4; loaded 2024-05-01 06:00:00
          closes version 3 and opens version 4: city 'Ulm' -> 'Köln'
          overwrites name 'Ann' -> 'Ann B', on all versions

      2024-05-01 00:00:00  state; sequence 6; loaded 2024-05-02 06:00:00
          does not count: a delete of the same instant counts more

      2024-05-01 00:00:00  delete: op = 'D'; sequence 6; loaded 2024-05-02 06:00:00
          closes version 4

      2024-05-01 12:00:00  delete: op = 'D'; sequence 7; loaded 2024-05-02 06:00:00
          changes nothing: it was not alive

      2024-06-01 00:00:00  state; sequence 8; loaded 2024-05-02 06:00:00
          opens version 5, because it is back: name = 'Ann C', city = 'Wien'
          overwrites name 'Ann B' -> 'Ann C', on all versions

      2024-07-01 00:00:00  truncate of the whole table; sequence 9; loaded 2024-05-02 06:00:00
          closes version 5

      set aside in the quarantine:
        null changed_at, loaded 2024-05-01 06:00:00: name = 'Nobody', city = 'Nowhere'

      dim_customer has 5 rows of it:
        1  2024-01-01 00:00:00 to 2024-02-01 00:00:00: name = 'Ann C', city = 'Ulm'
        2  2024-02-01 00:00:00 to 2024-03-01 00:00:00: name = 'Ann C', city = 'Wien'
        3  2024-03-01 00:00:00 to 2024-04-01 00:00:00: name = 'Ann C', city = 'Ulm'
        4  2024-04-01 00:00:00 to 2024-05-01 00:00:00: name = 'Ann C', city = 'Köln'
        5  2024-06-01 00:00:00 to 2024-07-01 00:00:00: name = 'Ann C', city = 'Wien'

      The table says what the events say.
      ",
      }
    `);
  });

  it('tells of previous and present values, and of flagged deletes', async () => {
    expect((await tell('place', 'id=1')).out).toMatchInlineSnapshot(`
      "place id = 1, as int_told__changes_events tells of it

      2024-01-01 00:00:00  state; sequence 1; loaded 2024-05-01 06:00:00
          opens version 1: name = 'Ann', city = 'Ulm'

      2024-02-01 00:00:00  state; sequence 2; loaded 2024-05-02 06:00:00; late: later events were known before it
          closes version 1 and opens version 2: city 'Ulm' -> 'Wien'
          sets current_city = 'Wien', on all versions

      2024-03-01 00:00:00  state; sequence 2; loaded 2024-05-01 06:00:00
          closes version 2 and opens version 3: city 'Wien' -> 'Ulm'
          sets current_city = 'Ulm', on all versions

      2024-04-01 00:00:00  state; sequence 3; loaded 2024-05-01 06:00:00
          does not count: another event of this instant has a later sequence

      2024-04-01 00:00:00  state; sequence 4; loaded 2024-05-01 06:00:00
          closes version 3 and opens version 4: city 'Ulm' -> 'Köln'
          overwrites name 'Ann' -> 'Ann B', on all versions
          sets previous_name = 'Ann', current_city = 'Köln', on all versions

      2024-05-01 00:00:00  state; sequence 6; loaded 2024-05-02 06:00:00
          does not count: a delete of the same instant counts more

      2024-05-01 00:00:00  delete: op = 'D'; sequence 6; loaded 2024-05-02 06:00:00
          closes version 4 and opens version 5, flagged as deleted

      2024-05-01 12:00:00  delete: op = 'D'; sequence 7; loaded 2024-05-02 06:00:00
          changes nothing: it was not alive

      2024-06-01 00:00:00  state; sequence 8; loaded 2024-05-02 06:00:00
          opens version 6, because it is back: name = 'Ann C', city = 'Wien'
          overwrites name 'Ann B' -> 'Ann C', on all versions
          sets previous_name = 'Ann B', current_city = 'Wien', on all versions

      2024-07-01 00:00:00  truncate of the whole table; sequence 9; loaded 2024-05-02 06:00:00
          closes version 6 and opens version 7, flagged as deleted

      set aside in the quarantine:
        null changed_at, loaded 2024-05-01 06:00:00: name = 'Nobody', city = 'Nowhere'

      dim_place has 7 rows of it:
        1  2024-01-01 00:00:00 to 2024-02-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Ulm', current_city = 'Wien'
        2  2024-02-01 00:00:00 to 2024-03-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Wien', current_city = 'Wien'
        3  2024-03-01 00:00:00 to 2024-04-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Ulm', current_city = 'Wien'
        4  2024-04-01 00:00:00 to 2024-05-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Köln', current_city = 'Wien'
        5  2024-05-01 00:00:00 to 2024-06-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Köln', current_city = 'Wien', flagged as deleted
        6  2024-06-01 00:00:00 to 2024-07-01 00:00:00: name = 'Ann C', previous_name = 'Ann B', city = 'Wien', current_city = 'Wien'
        7  2024-07-01 00:00:00 to now: name = 'Ann C', previous_name = 'Ann B', city = 'Wien', current_city = 'Wien', flagged as deleted

      The table says what the events say.
      "
    `);
  });

  it('tells of values that were not sent, under a key that is hostile to SQL and Jinja', async () => {
    expect((await tell('part', `it's "50%" {{ x }}`)).out).toMatchInlineSnapshot(`
      "part id = 'it\\'s "50%" {{ x }}', as int_told__parts_events tells of it

      2024-01-01 00:00:00  state; loaded 2024-05-01 06:00:00
          opens version 1: name = 'A', shout = 'ULM'

      2024-02-01 00:00:00  state; loaded 2024-05-01 06:00:00
          closes version 1 and opens version 2: shout 'ULM' -> 'BONN'

      2024-03-01 00:00:00  state; loaded 2024-05-02 06:00:00
          no new version: shout is what version 2 says
          keeps the first values, and does not take name = 'B'

      dim_part has 2 rows of it:
        1  2024-01-01 00:00:00 to 2024-02-01 00:00:00: name = 'A', shout = 'ULM'
        2  2024-02-01 00:00:00 to now: name = 'A', shout = 'BONN'

      The table says what the events say.
      "
    `);
  });

  it('tells of a key of two columns that is gone from a snapshot', async () => {
    const { code, out } = await tell('shop', 'code=1.5', 'DE');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "shop country = 'DE', code = 1.50, as int_told__shops_events tells of it

      2024-01-01 00:00:00  state; loaded 2024-05-01 06:00:00
          opens version 1: name = 'One'

      2024-05-02 06:00:00  delete: absent from the snapshot; loaded 2024-05-02 06:00:00
          closes version 1

      dim_shop has 1 row of it:
        1  2024-01-01 00:00:00 to 2024-05-02 06:00:00: name = 'One'

      The table says what the events say.
      "
    `);
  });

  it('tells of late events that were set aside, and of members that only facts know', async () => {
    const told = await tell('town', '1');
    expect(told.code).toBe(0);
    expect(told.out).toMatchInlineSnapshot(`
      "town id = 1, as int_town_events tells of it

      2024-01-01 00:00:00  state; loaded 2024-05-01 06:00:00
          opens version 1: name = 'Ulm'

      2024-03-01 00:00:00  state; loaded 2024-05-01 06:00:00
          closes version 1 and opens version 2: name 'Ulm' -> 'Ulm/Donau'

      2024-04-01 00:00:00  state; loaded 2024-05-02 06:00:00
          closes version 2 and opens version 3: name 'Ulm/Donau' -> 'Ulm'

      set aside in the quarantine:
        older than the newest version of its key, loaded 2024-05-02 06:00:00: name = 'Neu-Ulm'

      dim_town has 3 rows of it:
        1  1900-01-01 00:00:00 to 2024-03-01 00:00:00: name = 'Ulm'
        2  2024-03-01 00:00:00 to 2024-04-01 00:00:00: name = 'Ulm/Donau'
        3  2024-04-01 00:00:00 to now: name = 'Ulm'

      The table says what the events say.
      "
    `);
    const inferred = await tell('town', '2');
    expect(inferred.code).toBe(0);
    expect(inferred.out).toMatchInlineSnapshot(`
      "town id = 2, as int_town_events tells of it

      no event counts

      dim_town has 1 row of it:
        1  1900-01-01 00:00:00 to now: name = null, inferred

      The table says what the events say.
      "
    `);
  });

  it('tells of repeats in a log', async () => {
    expect((await tell('rate', '2024-01-01')).out).toMatchInlineSnapshot(`
      "rate day = 2024-01-01, as stg_told__rates tells of it

      2024-01-01 00:00:00  state; loaded 2024-01-02 00:00:00
          says the same as another event of this instant

      2024-01-01 00:00:00  state; loaded 2024-01-02 00:00:00
          opens version 1: rate = 1.5

      2024-01-05 00:00:00  state; loaded 2024-01-06 00:00:00
          does not count: another event of this instant was delivered later

      2024-01-05 00:00:00  state; loaded 2024-01-07 00:00:00
          closes version 1 and opens version 2: rate 1.5 -> 0.3

      dim_rate has 2 rows of it:
        1  2024-01-01 00:00:00 to 2024-01-05 00:00:00: rate = 1.5
        2  2024-01-05 00:00:00 to now: rate = 0.3

      The table says what the events say.
      "
    `);
  });

  it('tells of stated periods, through a profile', async () => {
    const words = ['explain', 'dim', 'price', folder, '--key', '1', ...access()];
    const { code, out } = await dbtgen(...words, '--profiles-dir', workbench.profiles, '--target', 'test');
    expect(code).toBe(0);
    expect(out).toMatchInlineSnapshot(`
      "price id = 1, as int_told__prices_events tells of it

      periods as they were stated:
        2024-01-01 00:00:00 to 2024-02-01 00:00:00, loaded 2024-05-01 06:00:00: price = 1.00
        2024-01-10 00:00:00 to 2024-01-20 00:00:00, loaded 2024-05-01 06:00:00: price = 2.00 (replaced by what was said of this start later)
        2024-01-10 00:00:00 to 2024-01-15 00:00:00, loaded 2024-05-02 06:00:00: price = 2.50
        2024-04-01 00:00:00 to open, loaded 2024-05-01 06:00:00: price = 9.00 (replaced by what was said of this start later)
        2024-04-01 00:00:00 to 2024-04-01 00:00:00, loaded 2024-05-02 06:00:00: price = 9.00 (ends before it begins, and holds never)

      2024-01-01 00:00:00  a period begins, until 2024-02-01 00:00:00; loaded 2024-05-01 06:00:00
          opens version 1: price = 1.00

      2024-01-10 00:00:00  a period begins, until 2024-01-15 00:00:00; loaded 2024-05-02 06:00:00
          closes version 1 and opens version 2: price 1.00 -> 2.50

      2024-01-15 00:00:00  a period ends; the one from 2024-01-01 00:00:00 still holds, until 2024-02-01 00:00:00
          closes version 2 and opens version 3: price 2.50 -> 1.00

      2024-02-01 00:00:00  a period ends, and no other holds
          closes version 3

      dim_price has 3 rows of it:
        1  2024-01-01 00:00:00 to 2024-01-10 00:00:00: price = 1.00
        2  2024-01-10 00:00:00 to 2024-01-15 00:00:00: price = 2.50
        3  2024-01-15 00:00:00 to 2024-02-01 00:00:00: price = 1.00

      The table says what the events say.
      "
    `);
  });

  it('tells what is there now where a source has no history', async () => {
    expect((await tell('populated', 'Bonn')).out).toMatchInlineSnapshot(`
      "populated city = 'Bonn', as int_cities tells of it

      now  state
          opens the row: people = 1

      dim_populated has 1 row of it:
        people = 1

      The table says what the events say.
      "
    `);
  });

  it('tells of the rows of an intermediate, values within versions and ignored deletes', async () => {
    expect((await tell('mover', '1')).out).toMatchInlineSnapshot(`
      "mover id = 1, as int_moves tells of it

      2024-01-01 00:00:00  state; sequence 1; loaded 2024-05-01 06:00:00
          opens version 1: name = 'Ann', city = 'Ulm'

      2024-02-01 00:00:00  state; sequence 2; loaded 2024-05-02 06:00:00; late: later events were known before it
          closes version 1 and opens version 2: city 'Ulm' -> 'Wien'

      2024-03-01 00:00:00  state; sequence 2; loaded 2024-05-01 06:00:00
          closes version 2 and opens version 3: city 'Wien' -> 'Ulm'

      2024-04-01 00:00:00  delete; sequence 3; loaded 2024-05-01 06:00:00
          changes nothing: the dimension ignores deletes

      2024-04-01 00:00:00  state; sequence 4; loaded 2024-05-01 06:00:00
          closes version 3 and opens version 4: city 'Ulm' -> 'Köln'

      2024-05-01 00:00:00  state; sequence 6; loaded 2024-05-02 06:00:00
          closes version 4 and opens version 5: city 'Köln' -> 'Graz'

      2024-05-01 00:00:00  delete; sequence 6; loaded 2024-05-02 06:00:00
          changes nothing: the dimension ignores deletes

      2024-05-01 12:00:00  delete; sequence 7; loaded 2024-05-02 06:00:00
          changes nothing: the dimension ignores deletes

      2024-06-01 00:00:00  state; sequence 8; loaded 2024-05-02 06:00:00
          closes version 5 and opens version 6: city 'Graz' -> 'Wien'

      2024-07-01 00:00:00  truncate of the whole table; sequence 9; loaded 2024-05-02 06:00:00
          changes nothing: the dimension ignores deletes

      dim_mover has 6 rows of it:
        1  1900-01-01 00:00:00 to 2024-02-01 00:00:00: name = 'Ann', city = 'Ulm'
        2  2024-02-01 00:00:00 to 2024-03-01 00:00:00: name = 'Ann', city = 'Wien'
        3  2024-03-01 00:00:00 to 2024-04-01 00:00:00: name = 'Ann', city = 'Ulm'
        4  2024-04-01 00:00:00 to 2024-05-01 00:00:00: name = 'Ann B', city = 'Köln'
        5  2024-05-01 00:00:00 to 2024-06-01 00:00:00: name = 'Ann', city = 'Graz'
        6  2024-06-01 00:00:00 to now: name = 'Ann C', city = 'Wien'

      The table says what the events say.
      "
    `);
  });

  it('says where the table differs from the events', async () => {
    await changeDuckDb(workbench.database, [
      "update dim_customer set name = 'X' where id = 2",
      "insert into dim_customer select * replace (timestamp '2023-01-01' as valid_from, true as is_current) from dim_customer where id = 2",
      'delete from dim_place where id = 2 and is_current',
    ]);
    expect(await tell('customer', '2')).toMatchInlineSnapshot(`
      {
        "code": 1,
        "err": "",
        "out": "customer id = 2, as int_told__changes_events tells of it

      2024-01-01 00:00:00  state; sequence 1; loaded 2024-05-01 06:00:00
          opens version 1: name = 'Bob', city = 'Rom'

      2024-07-01 00:00:00  truncate of the whole table; sequence 9; loaded 2024-05-02 06:00:00
          closes version 1

      dim_customer has 2 rows of it:
        1  2023-01-01 00:00:00 to 2024-07-01 00:00:00: name = 'X', city = 'Rom', is_current = true
        2  2024-01-01 00:00:00 to 2024-07-01 00:00:00: name = 'X', city = 'Rom'

      THE TABLE DIFFERS FROM THE EVENTS:
        the version from 2024-01-01 00:00:00 has name = 'X', the events say 'Bob'
        it should not have the version from 2023-01-01 00:00:00: id = 2, name = 'X', city = 'Rom', valid_from = 2023-01-01 00:00:00, valid_to = 2024-07-01 00:00:00, is_current = true
      Run dbt where events came after its last run; where none did, \`dbtgen prove\` looks for the reason.
      ",
      }
    `);
    const words = ['--key', '2', ...access(), '--file', workbench.database, '--format', 'json'];
    const { code, out } = await dbtgen('explain', 'dim', 'place', folder, ...words);
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchInlineSnapshot(`
      {
        "diagnostics": [],
        "differences": [
          {
            "expected": {
              "city": "Rom",
              "current_city": "Rom",
              "id": "2",
              "is_current": "true",
              "is_deleted": "true",
              "name": "Bob",
              "previous_name": null,
              "valid_from": "2024-07-01 00:00:00.000000",
              "valid_to": null,
            },
            "from": "2024-07-01 00:00:00.000000",
            "kind": "missing",
          },
        ],
        "dimension": "place",
        "events": [
          {
            "at": "2024-01-01 00:00:00.000000",
            "carried": [],
            "cause": {
              "kind": "row",
            },
            "companions": {},
            "delivered": "2024-05-01 06:00:00.000000",
            "isLate": false,
            "kind": "state",
            "outcome": {
              "isReturn": false,
              "kind": "opens",
              "version": 1,
            },
            "overwrites": [],
            "retained": [],
            "sequence": [
              "1",
            ],
            "values": {
              "city": "Rom",
              "name": "Bob",
            },
          },
          {
            "at": "2024-07-01 00:00:00.000000",
            "carried": [],
            "cause": {
              "kind": "truncate",
            },
            "companions": {},
            "delivered": "2024-05-02 06:00:00.000000",
            "isLate": false,
            "kind": "delete",
            "outcome": {
              "flags": 2,
              "isFlagged": true,
              "kind": "closes",
              "version": 1,
            },
            "overwrites": [],
            "retained": [],
            "sequence": [
              "9",
            ],
            "values": {
              "city": null,
              "name": null,
            },
          },
        ],
        "from": "int_told__changes_events",
        "key": {
          "id": "2",
        },
        "model": "dim_place",
        "outcome": "differs",
        "periods": [],
        "rows": [
          {
            "_loaded_at": "2024-05-02 06:00:00.000000",
            "city": "Rom",
            "current_city": "Rom",
            "id": "2",
            "is_current": "false",
            "is_deleted": "false",
            "name": "Bob",
            "place_key": "41deeede5b06f4267ce73b35dcce80f0",
            "previous_name": null,
            "valid_from": "2024-01-01 00:00:00.000000",
            "valid_to": "2024-07-01 00:00:00.000000",
          },
        ],
        "setAside": [],
        "version": 1,
      }
    `);
  });

  it('says in one line what is not there', async () => {
    expect(await tell('customer', '3')).toEqual({
      code: 1,
      out: '',
      err: 'error: id = 3 never existed: neither int_told__changes_events nor dim_customer has a row of it\n',
    });
    await changeDuckDb(workbench.database, ['drop table dim_rate']);
    expect(await tell('rate', '2024-01-01')).toEqual({
      code: 1,
      out: '',
      err: 'error: dim_rate is not in the warehouse yet: `dbt build --select +dim_rate` brings it there\n',
    });
    const words = ['explain', 'dim', 'shop', folder, '--key', 'DE', '--key', '1', ...access()];
    const { code, out, err } = await dbtgen(...words, '--profiles-dir', folder);
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 1, out: '', lines: 2 });
    expect(err).toMatch(/^error: dbt stopped: .*profile/i);
  });
});
