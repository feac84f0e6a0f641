import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../histories/random.js';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * Random histories of dimensions that refer to each other, on all sides with late events, deletes and revivals. After
 * every load each key must be that of the present row of what the row refers to. The versions themselves are proven
 * elsewhere. `HISTORIES_SEED` and `HISTORIES_KEYS` choose other histories, or more.
 */
const random = chance(Number(process.env['HISTORIES_SEED'] ?? 1));
const keys = Number(process.env['HISTORIES_KEYS'] ?? 60);

const loadTimes = [
  '2024-05-01 06:00:00',
  '2024-05-02 06:00:00',
  '2024-05-10 06:00:00.123456',
  '2024-06-01 06:00:00',
];

const blueprints = `
project: shop
description: Dimensions that refer to others
dialect: duckdb
---
source: shop
schema: raw_shop
description: The web shop
tables:
  - table: managers
    description: Managers
    shape: cdc
    key: [manager_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:
      - {name: manager_id, type: bigint}
      - {name: team, type: string}
      - {name: op, type: string}
      - {name: changed_at, type: timestamp}
  - table: offices
    description: Offices
    shape: snapshot
    key: [office_id]
    columns:
      - {name: office_id, type: bigint}
      - {name: head_id, type: bigint}
      - {name: city, type: string}
  - table: customers
    description: Customers
    shape: cdc
    key: [customer_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:
      - {name: customer_id, type: bigint}
      - {name: segment, type: string}
      - {name: manager_id, type: bigint}
      - {name: office_id, type: bigint}
      - {name: op, type: string}
      - {name: changed_at, type: timestamp}
---
dimension: card
description: Cards, one per customer
from: shop.customers
natural_key: [customer_id]
attributes: [{name: segment, scd: 1}]
references: [{dimension: customer, role: holder, follow: current}]
---
dimension: customer
description: Customers with their history
from: shop.customers
natural_key: [customer_id]
surrogate_key: integer
history: {split: current_and_history, deletes: flag}
attributes: [{name: segment, scd: 2}, {name: manager, from: manager_id, scd: 2}]
references:
  - {dimension: manager, on: {manager_id: manager_id}, null_key: not_applicable}
  - {dimension: office}
---
dimension: office
description: Offices
from: shop.offices
natural_key: [office_id]
history: {deletes: close}
attributes: [{name: city, scd: 1}]
references: [{dimension: manager, on: {head_id: manager_id}, role: head}]
---
dimension: manager
description: Managers with their history
from: shop.managers
natural_key: [manager_id]
history: {durable_key: true}
attributes: [{name: team, scd: 2}]
`;

/** The keys that rows have and those that they should have, by table. */
const wrongKeys: Readonly<Record<string, string>> = {
  'dim_customer_history to dim_manager': `
    select customer.*, manager.manager_key as wanted
    from dim_customer_history as customer
    left join dim_manager as manager on customer.manager = manager.manager_id and manager.valid_to is null
    where (customer.manager_key, customer.manager_durable_key) is distinct from
      case
        when customer.customer_id is not null and customer.manager is null then ('-2', '-2')
        when manager.manager_key is null then ('-1', '-1')
        else (manager.manager_key, manager.manager_durable_key)
      end`,
  // What the table does not show is as the customer's last state said, on all versions.
  'dim_customer_history to dim_office': `
    with last_states as (
      select customer_id, arg_max({office_id: office_id}, _event_at).office_id as office_id
      from int_shop__customers_events where not _is_deleted group by customer_id
    )
    select customer.*, office.office_key as wanted
    from dim_customer_history as customer
    left join last_states using (customer_id)
    left join dim_office as office on last_states.office_id = office.office_id
    where customer.office_key <> coalesce(office.office_key, '-1')`,
  'dim_office to dim_manager': `
    select office.*, manager.manager_key as wanted
    from dim_office as office
    left join raw_shop.offices as said using (office_id)
    left join dim_manager as manager on said.head_id = manager.manager_id and manager.valid_to is null
    where office.head_key <> coalesce(manager.manager_key, '-1')`,
  'dim_card to dim_customer': `
    select card.*, customer.customer_key as wanted
    from dim_card as card
    left join dim_customer as customer using (customer_id)
    where card.holder_key <> coalesce(customer.customer_key, -1)`,
};

const tables: Readonly<Record<string, string>> = {
  dim_customer_history: 'customer_key',
  dim_customer: 'customer_key',
  dim_office: 'office_key',
  dim_card: 'card_key',
};

describe('references of dimensions', () => {
  let workbench: Workbench;
  let dbt: DbtSession;
  let before = new Map<string, ReadonlyMap<string, StoredRow>>();

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    dbt = openDbtSession(workbench);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each(loadTimes.map((at, index) => ({ at, load: index + 1 })))(
    'are keys of present rows after load $load',
    async ({ at }) => {
      await changeDuckDb(workbench.database, drawLoad());
      await run(at, []);
      await expectRightKeys();
      const after = await storedRows();
      for (const [table, rows] of after)
        for (const [key, { said, loadedAt }] of rows) {
          const earlier = before.get(table)?.get(key);
          const expected = earlier?.said === said ? earlier.loadedAt : at;
          expect(loadedAt, `${table} ${said}`).toBe(expected);
        }
      before = after;
    },
  );

  it('follow what changed although nothing of their own did', async () => {
    await changeDuckDb(workbench.database, [
      'delete from raw_shop.customers',
      'delete from raw_shop.managers',
      `insert into raw_shop.managers
        select manager_id, 'moved', 'U', timestamp '2024-06-03 00:00:00' from range(${keys}) as ids(manager_id)`,
    ]);
    await run('2024-06-04 06:00:00', []);
    await expectRightKeys();
    const after = await storedRows();
    const moved = [...(after.get('dim_customer_history') ?? [])].filter(
      ([key, { said }]) => before.get('dim_customer_history')?.get(key)?.said !== said,
    );
    expect(moved.length).toBeGreaterThan(keys / 2);
    before = after;
  });

  it('are not written again by a repeated load', async () => {
    await run('2024-06-05 06:00:00', []);
    expect(await storedRows()).toEqual(before);
  });

  it('are the same after a full refresh', async () => {
    await run('2024-06-06 06:00:00', ['--full-refresh']);
    const said = (stored: typeof before) =>
      [...stored].map(([table, rows]) => [table, [...rows].map(([key, row]) => [key, row.said])]);
    expect(said(await storedRows())).toEqual(said(before));
  });

  it('pass the tests of the generated repo', async () => {
    const outcome = await dbt.run(['test'], { load_at: '2024-06-07 06:00:00' });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  });

  async function expectRightKeys(): Promise<void> {
    for (const [what, sql] of Object.entries(wrongKeys))
      expect((await queryDuckDb(workbench.database, sql)).slice(0, 5), what).toEqual([]);
    // Both ways, so that the comparison says something.
    const [count] = await queryDuckDb(
      workbench.database,
      `select
        count(*) filter (manager_key = '-1') > 1 as unknown,
        count(*) filter (length(manager_key) > 2) > 10 as known
      from dim_customer_history`,
    );
    expect(count).toEqual({ unknown: true, known: true });
  }

  async function storedRows(): Promise<Map<string, ReadonlyMap<string, StoredRow>>> {
    const stored = new Map<string, ReadonlyMap<string, StoredRow>>();
    for (const [table, key] of Object.entries(tables)) {
      const rows = await queryDuckDb(
        workbench.database,
        `select cast(${key} as varchar) as row_key, cast(_loaded_at as varchar) as loaded_at,
          cast(struct_pack(*columns(* exclude (_loaded_at))) as varchar) as said
        from ${table} order by row_key`,
      );
      const text = (value: unknown) => (typeof value === 'string' ? value : '');
      stored.set(
        table,
        new Map(
          rows.map(({ row_key: row, said, loaded_at: loadedAt }) => [
            text(row),
            { said: text(said), loadedAt: text(loadedAt) },
          ]),
        ),
      );
    }
    return stored;
  }

  async function run(at: string, options: readonly string[]): Promise<void> {
    const outcome = await dbt.run(['run', ...options], { load_at: at });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  }
});

interface StoredRow {
  readonly said: string;
  readonly loadedAt: string;
}

/** Statements that put what one load brings into the tables of the source: some of it is about times long past. */
function drawLoad(): string[] {
  const id = (none: number) => (random.happens(none) ? 'null' : String(random.below(keys + 5)));
  const events = (values: () => string) =>
    Array.from({ length: keys }, (_, key) => key).flatMap((key) =>
      Array.from({ length: random.below(3) }, () => {
        const op = random.happens(0.2) ? 'D' : 'U';
        const at = `2024-0${1 + random.below(4)}-${10 + random.below(19)} 0${random.below(10)}:${10 + random.below(50)}:${10 + random.below(50)}`;
        return `(${key}, ${values()}, '${op}', timestamp '${at}')`;
      }),
    );
  const offices = Array.from({ length: keys }, (_, key) => key)
    .filter((key) => key > 0 && random.happens(0.8))
    .map((key) => `(${key}, ${id(0.1)}, '${random.pick(['Bonn', 'Lyon'])}')`);
  const managers = events(() => `'${random.pick(['a', 'b'])}'`);
  const customers = events(() => `'${random.pick(['a', 'b'])}', ${id(0.2)}, ${id(0.2)}`);
  const made = (table: string, columns: string, rows: readonly string[]) => [
    `create or replace table raw_shop.${table} (${columns})`,
    `insert into raw_shop.${table} values ${rows.join(', ')}`,
  ];
  return [
    'create schema if not exists raw_shop',
    ...made('managers', 'manager_id bigint, team varchar, op varchar, changed_at timestamp', managers),
    ...made('offices', 'office_id bigint, head_id bigint, city varchar', offices),
    ...made(
      'customers',
      'customer_id bigint, segment varchar, manager_id bigint, office_id bigint, op varchar, changed_at timestamp',
      customers,
    ),
  ];
}
