/**
 * Loads that can't be true. Each must stop the run, say what is wrong with it, and leave every table as it was; the last
 * one is as the first and goes through.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const about = 'loads that a guard has to stop, and nothing is written';

const KEYS = 105; // a share of the living keys is looked at above 100

const numbers = Array.from({ length: KEYS }, (_, index) => index + 1);
const pad = (number) => String(number).padStart(3, '0');

/** A good load of everything. */
const whole = {
  customers: numbers.map((n) => [n, `city ${pad(n)}`, '2024-01-01 00:00:00']),
  cities: numbers.map((n) => [`city ${pad(n)}`, 'country']),
  parcels: numbers.map((n) => [n, 1, `city ${pad(n)}`, '2024-02-01 00:00:00']),
  moves: [1, 2, 3].flatMap((n) => [
    [n, 'city 001', '2024-01-01 00:00:00'],
    [n, 'city 002', '2024-01-02 00:00:00'],
    [n, 'city 003', '2024-01-03 00:00:00'],
  ]),
  accounts: [1, 2, 3].map((n) => [n, 'city 001', 'I', '2024-01-01 00:00:00']),
};

const columns = {
  customers: { customer_id: 'bigint', city: 'string', changed_at: 'timestamp' },
  cities: { city: 'string', country: 'string' },
  parcels: { parcel_id: 'bigint', part: 'integer', city: 'string', sent_at: 'timestamp' },
  moves: { customer_id: 'bigint', city: 'string', moved_at: 'timestamp' },
  accounts: { account_id: 'bigint', city: 'string', op: 'string', changed_at: 'timestamp' },
};

/** What a guard has to keep from being written. Views show what was loaded, whatever it is. */
const dump = [
  'int_shop__customers_events',
  'int_shop__accounts_events',
  'dim_customer',
  'dim_place',
  'dim_mover',
  'dim_mover_home',
  'dim_street',
  'dim_account',
  'fct_parcels',
  'fct_openings',
];

const stopped = { expect: 'failure', command: ['run'], unchanged: true, load_at: '2024-05-02 06:00:00' };

/** `raw` names the tables that differ from a good load. */
const loads = [
  { load_at: '2024-05-01 06:00:00', raw: {} },
  {
    ...stopped,
    raw: {
      customers: [...whole.customers, [null, 'a', '2024-01-01 00:00:00'], [500, 'b', null]],
      cities: [...whole.cities, [null, 'x']],
      moves: [...whole.moves, [7, 'city 003', null]],
      // A truncate has no key either, and is none the worse for it.
      accounts: [
        [null, null, 'T', '2024-01-04 00:00:00'],
        [null, 'city 001', 'I', '2024-01-05 00:00:00'],
      ],
    },
    message: [
      'int_shop__customers_events: rows without a key or an instant: 2, such as ',
      'customer_id=500, changed_at=null',
      'dim_place: rows without a key or an instant: 1, such as city=null. Nothing was written.',
      'dim_mover: rows without a key or an instant: 1, such as customer_id=7, moved_at=null. Nothing was written.',
      'dim_mover_home: rows without a key or an instant: 1, such as customer_id=7, moved_at=null.',
      'int_shop__accounts_events: rows without a key or an instant: 1, such as account_id=null, ',
    ],
  },
  {
    ...stopped,
    raw: {
      customers: [...whole.customers, ...whole.customers.slice(2, 4)],
      cities: [...whole.cities, ['city 005', 'x']],
      moves: [],
    },
    message: [
      'int_shop__customers_events: keys with more than one row in a snapshot: 2, such as customer_id=3; customer_id=4. Nothing was written.',
      'dim_place: keys with more than one row in a snapshot: 1, such as city=city 005. Nothing was written.',
      'dim_mover: stored rows whose first event is gone from the log: 9, such as customer_id=1; customer_id=1; customer_id=1.',
      'dim_street: nothing to read where there was something before: the table has 1 rows. Nothing was written.',
    ],
  },
  {
    ...stopped,
    raw: {
      customers: whole.customers.slice(0, 50),
      moves: whole.moves.filter(([id, , at]) => id !== 3 && !(id === 1 && at < '2024-01-03')),
      parcels: [...whole.parcels, [5, 1, 'city 001', '2024-02-01 00:00:00']],
    },
    message: [
      'int_shop__customers_events: living keys that the snapshot lacks: 55 of 105, such as customer_id=100; customer_id=101; customer_id=102. Nothing was written. Load the whole snapshot, or raise absence.max_ratio in the blueprint.',
      'dim_mover: stored rows whose first event is gone from the log: 5, such as customer_id=1; customer_id=1; customer_id=3. Nothing was written.',
      'dim_mover_home: stored rows whose first event is gone from the log: 1, such as customer_id=3. Nothing was written.',
      'fct_parcels: keys with more than one row in a snapshot: 1, such as parcel_id=5, part=1. Nothing was written.',
    ],
  },
  {
    ...stopped,
    raw: { customers: [], cities: whole.cities.slice(22) },
    message: [
      'int_shop__customers_events: living keys that the snapshot lacks: 105 of 105, such as ',
      'dim_place: living keys that the snapshot lacks: 22 of 105, such as city=city 001; city=city 002; city=city 003. Nothing was written.',
    ],
  },
  {
    ...stopped,
    raw: { parcels: [...whole.parcels, [6, null, 'city 001', '2024-02-01 00:00:00']] },
    message: [
      'fct_parcels: rows without a key or an instant: 1, such as parcel_id=6, part=null. Nothing was written.',
    ],
  },
  {
    // The account is an event like any other; what it points to isn't there.
    ...stopped,
    unchanged: { except: ['int_shop__accounts_events', 'dim_account'] },
    raw: {
      parcels: whole.parcels.slice(0, 50),
      accounts: [[9, 'nowhere', 'I', '2024-01-05 00:00:00']],
    },
    message: [
      'fct_parcels: living keys that the snapshot lacks: 55 of 105, such as parcel_id=100, part=1; ',
      'fct_openings: keys without a member in dim_place: 1, such as city=nowhere. Nothing was written. Load the dimension first, or say missing: unknown in the blueprint.',
    ],
  },
  {
    ...stopped,
    load_at: '2024-05-01 05:59:59',
    raw: {},
    message: dump
      .filter((model) => !['dim_customer', 'dim_account', 'fct_parcels', 'fct_openings'].includes(model))
      .map((model) => `${model}: a load time before the last load: the last load was at 2024-05-0`),
  },
  {
    ...stopped,
    load_at: 'yesterday',
    raw: {},
    message: [`load_at must be a timestamp in UTC such as '2024-06-01 06:00:00', not 'yesterday'`],
  },
  {
    ...stopped,
    command: ['run', '--empty'],
    raw: {},
    message: [
      'int_shop__customers_events: living keys that the snapshot lacks: 105 of 105',
      'dim_place: living keys that the snapshot lacks: 105 of 105',
      'dim_mover: stored rows whose first event is gone from the log: 9',
      'dim_mover_home: stored rows whose first event is gone from the log: 3',
      'dim_street: nothing to read where there was something before: the table has 1 rows',
    ],
  },
  { load_at: '2024-05-03 06:00:00', raw: { cities: [...whole.cities, ['nowhere', 'none']] } },
];

/** Writes the plan and its raw tables into a scratch folder and answers the plan's path. */
export async function plan(scratch) {
  const planned = loads.map(({ raw, ...load }, index) => ({
    ...load,
    seeds: Object.entries({ ...whole, ...raw }).map(([table, rows]) => ({
      schema: 'raw_guards',
      table,
      csv: writeCsv(path.join(scratch, String(index + 1)), table, rows),
      null: '\\N',
      columns: Object.entries(columns[table]).map(([name, type]) => ({ name, type })),
    })),
  }));
  const file = path.join(scratch, 'plan.json');
  writeFileSync(file, `${JSON.stringify({ dump, loads: planned }, null, 2)}\n`);
  return file;
}

function writeCsv(folder, table, rows) {
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${table}.csv`);
  const lines = [Object.keys(columns[table]), ...rows.map((row) => row.map((cell) => cell ?? '\\N'))];
  writeFileSync(file, lines.map((line) => `${line.join(',')}\n`).join(''));
  return file;
}
