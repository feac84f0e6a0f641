import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chance } from '../histories/random.js';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * Random histories of dimensions whose versions follow those of others, two steps far, on all sides with late events,
 * deletes and revivals. After every load the versions must be those that a walk over all instants finds. What is
 * followed is taken as its table has it. `HISTORIES_SEED` and `HISTORIES_KEYS` choose other histories, or more.
 */
const random = chance(Number(process.env['HISTORIES_SEED'] ?? 1));
const keys = Number(process.env['HISTORIES_KEYS'] ?? 60);

const loadTimes = [
  '2024-05-01 06:00:00',
  '2024-05-02 06:00:00',
  '2024-05-10 06:00:00.123456',
  '2024-06-01 06:00:00',
];

const columns = (...own: readonly string[]) =>
  [...own, '{name: op, type: string}', '{name: changed_at, type: timestamp}']
    .map((column) => `\n      - ${column}`)
    .join('');

const blueprints = `
project: shop
description: Versions that follow those of other dimensions
dialect: duckdb
---
source: shop
schema: raw_shop
description: The web shop
tables:
  - table: departments
    description: Departments
    shape: cdc
    key: [department_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:${columns('{name: department_id, type: bigint}', '{name: budget, type: string}')}
  - table: managers
    description: Managers
    shape: cdc
    key: [manager_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:${columns('{name: manager_id, type: bigint}', '{name: department_id, type: bigint}')}
  - table: customers
    description: Customers, in a log that holds all events
    shape: log
    key: [customer_id]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:${columns('{name: customer_id, type: bigint}', '{name: segment, type: string}', '{name: manager_id, type: bigint}', '{name: deputy_id, type: bigint}')}
---
dimension: department
description: Departments with their history
from: shop.departments
natural_key: [department_id]
attributes: [{name: budget, scd: 2}]
---
dimension: manager
description: Managers with those of their departments
from: shop.managers
natural_key: [manager_id]
surrogate_key: integer
history: {versions: existence, split: current_and_history, durable_key: true, first_version: open_past}
attributes: [{name: department_id, scd: 1}]
references: [{dimension: department, follow: version}]
---
dimension: customer
description: Customers as long as the shop has them
from: shop.customers
natural_key: [customer_id]
attributes: [{name: segment, scd: 2}, {name: manager_id, scd: 1}]
references:
  - {dimension: manager, on: {manager_id: manager_id}, follow: version, null_key: not_applicable}
---
dimension: account
description: Customers, also those that are gone
from: shop.customers
natural_key: [customer_id]
history: {versions: existence, deletes: flag, overwrite: version}
attributes: [{name: segment, scd: 1}]
references:
  - {dimension: manager, on: {manager_id: manager_id}, follow: version}
  - {dimension: manager, on: {deputy_id: manager_id}, role: deputy, follow: version}
  - {dimension: manager, on: {deputy_id: manager_id}, role: adviser, follow: current}
`;

/** What a source said of a key at an instant; instants are texts that sort as they follow each other. */
interface Event {
  readonly key: number;
  readonly at: string;
  readonly deleted: boolean;
  readonly values: Readonly<Record<string, string | null>>;
}

/** A row of a table that is followed. */
interface Version {
  readonly natural: string;
  readonly key: string;
  readonly from: string;
  readonly to: string | null;
}

interface Followed {
  /** The key's column here, and the value by which it is found. */
  readonly column: string;
  readonly by: string;
  readonly versions: readonly Version[];
  readonly ofNull: string;
}

interface Expectation {
  readonly table: string;
  readonly naturalKey: string;
  readonly events: readonly Event[];
  readonly tracked: readonly string[];
  readonly follows: readonly Followed[];
  readonly deletes: 'close' | 'flag';
  readonly opened: 'at_event' | 'open_past';
}

/** The versions of all keys, one text each: what they must be, found by walking over every instant that there is. */
function versionsOf({ events, tracked, follows, deletes, opened }: Expectation): string[] {
  const byKey = new Map<number, Event[]>();
  for (const event of [...events].sort((a, b) => (a.at < b.at ? -1 : 1)))
    byKey.set(event.key, [...(byKey.get(event.key) ?? []), event]);
  return [...byKey].flatMap(([key, own]) => {
    const others = follows.flatMap(({ versions }) => versions.flatMap(({ from, to }) => [from, to ?? from]));
    const instants = [...new Set([...own.map(({ at }) => at), ...others])].sort();
    const rows: { said: string; from: string; to: string | null; deleted: boolean }[] = [];
    let alive = false;
    for (const at of instants) {
      const state = own.filter((event) => event.at <= at).at(-1);
      if (state === undefined) continue;
      const open = rows.at(-1);
      if (state.deleted) {
        if (alive && open !== undefined) {
          open.to = at;
          if (deletes === 'flag') rows.push({ said: open.said, from: at, to: null, deleted: true });
        }
        alive = false;
        continue;
      }
      const said = JSON.stringify([
        ...tracked.map((name) => state.values[name] ?? null),
        ...follows.map(({ versions, by, ofNull }) => {
          const natural = state.values[by] ?? null;
          if (natural === null) return ofNull;
          const then = versions.find(
            (version) =>
              version.natural === natural && version.from <= at && (version.to === null || at < version.to),
          );
          return then?.key ?? '-1';
        }),
      ]);
      if (alive && open?.said === said) continue;
      if (open?.to === null) open.to = at;
      rows.push({ said, from: at, to: null, deleted: false });
      alive = true;
    }
    return rows.map(({ said, from, to, deleted }, index) =>
      [key, said, index === 0 && opened === 'open_past' ? '1900-01-01 00:00:00' : from, to, deleted].join(
        ' ',
      ),
    );
  });
}

describe('followed versions', () => {
  let workbench: Workbench;
  let dbt: DbtSession;
  let before = new Map<string, ReadonlyMap<string, StoredRow>>();
  const told: Record<'departments' | 'managers' | 'customers', Event[]> = {
    departments: [],
    managers: [],
    customers: [],
  };

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'shop');
    dbt = openDbtSession(workbench);
    await changeDuckDb(workbench.database, [
      'create schema raw_shop',
      ...Object.entries(sourceColumns).map(
        ([table, own]) =>
          `create table raw_shop.${table} (${own.map((name) => `${name} ${name === 'segment' || name === 'budget' ? 'varchar' : 'bigint'}`).join(', ')}, op varchar, changed_at timestamp)`,
      ),
    ]);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each(loadTimes.map((at, index) => ({ at, load: index + 1 })))(
    'are those of each time after load $load',
    async ({ at }) => {
      await deliver({
        departments: drawEvents('departments'),
        managers: drawEvents('managers'),
        customers: drawEvents('customers'),
      });
      await run(at, []);
      await expectRightVersions();
      await expectOnlyChangesWritten(at);
    },
  );

  it('open versions although nothing of their own changed', async () => {
    const moved = Array.from({ length: keys }, (_, key) => ({
      key,
      at: '2024-06-03 00:00:00',
      deleted: false,
      values: { budget: 'moved' },
    }));
    const counted = await counts();
    await deliver({ departments: moved, managers: [], customers: [] });
    await run('2024-06-04 06:00:00', []);
    await expectRightVersions();
    await expectOnlyChangesWritten('2024-06-04 06:00:00');
    expect((await counts()).customer).toBeGreaterThan((counted.customer ?? 0) + keys / 4);
  });

  it('are gone with the version that a late event takes away', async () => {
    const early = Array.from({ length: keys }, (_, key) => ({
      key,
      at: '2024-06-02 00:00:00',
      deleted: false,
      values: { budget: 'moved' },
    }));
    await deliver({ departments: early, managers: [], customers: [] });
    await run('2024-06-04 07:00:00', []);
    await expectRightVersions();
    await expectOnlyChangesWritten('2024-06-04 07:00:00');
    const [begun] = await queryDuckDb(
      workbench.database,
      `select count(*) filter (valid_from = timestamp '2024-06-03') as earlier,
        count(*) filter (valid_from = timestamp '2024-06-02') > 10 as later from dim_customer`,
    );
    expect(begun).toEqual({ earlier: 0n, later: true });
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

  it('are not taken for events that were cut from the log, but first events are', async () => {
    await changeDuckDb(workbench.database, [
      `delete from raw_shop.customers where changed_at =
        (select min(valid_from) from dim_customer where customer_id is not null)`,
    ]);
    const outcome = await dbt.run(['run'], { load_at: '2024-06-08 06:00:00' });
    expect(outcome.exitCode).not.toBe(0);
    expect(outcome.stdout).toContain('stored rows whose first event is gone from the log');
  });

  async function expectRightVersions(): Promise<void> {
    const departments = await versionsStored('dim_department', 'department_id', 'department_key');
    const managers = await versionsStored('dim_manager_history', 'manager_id', 'manager_key');
    const byManager = { column: 'manager_key', by: 'manager_id', versions: managers, ofNull: '-1' };
    const expectations: readonly Expectation[] = [
      {
        table: 'dim_manager_history',
        naturalKey: 'manager_id',
        events: told.managers,
        tracked: [],
        follows: [{ column: 'department_key', by: 'department_id', versions: departments, ofNull: '-1' }],
        deletes: 'close',
        opened: 'open_past',
      },
      {
        table: 'dim_customer',
        naturalKey: 'customer_id',
        events: told.customers,
        tracked: ['segment'],
        follows: [{ ...byManager, ofNull: '-2' }],
        deletes: 'close',
        opened: 'at_event',
      },
      {
        table: 'dim_account',
        naturalKey: 'customer_id',
        events: told.customers,
        tracked: [],
        follows: [byManager, { ...byManager, column: 'deputy_key', by: 'deputy_id' }],
        deletes: 'flag',
        opened: 'at_event',
      },
    ];
    for (const expectation of expectations) {
      const { table, naturalKey, tracked, follows, deletes } = expectation;
      const stored = (await queryDuckDb(
        workbench.database,
        `select ${naturalKey} as id, ${[...tracked, ...follows.map(({ column }) => column)].map((name) => `cast(${name} as varchar) as ${name}`).join(', ')},
          strftime(valid_from, '%Y-%m-%d %H:%M:%S') as since, strftime(valid_to, '%Y-%m-%d %H:%M:%S') as until,
          ${deletes === 'flag' ? 'is_deleted' : 'false'} as gone
        from ${table} where ${naturalKey} is not null`,
      )) as unknown as readonly StoredVersion[];
      const found = stored.map(({ id, since, until, gone, ...values }) =>
        [id, JSON.stringify(Object.values(values)), since, until, gone].join(' '),
      );
      expect(found.sort(), table).toEqual(versionsOf(expectation).sort());
    }
    const [known] = await queryDuckDb(
      workbench.database,
      `select count(*) filter (manager_key = -1) > 1 as unknown,
        count(*) filter (manager_key not in (-1, -2)) > 10 as known from dim_customer`,
    );
    // Both ways, so that the comparison says something.
    expect(known).toEqual({ unknown: true, known: true });
  }

  async function versionsStored(table: string, natural: string, key: string): Promise<Version[]> {
    const rows = await queryDuckDb(
      workbench.database,
      `select cast(${natural} as varchar) as "natural", cast(${key} as varchar) as key,
        strftime(valid_from, '%Y-%m-%d %H:%M:%S') as "from", strftime(valid_to, '%Y-%m-%d %H:%M:%S') as "to"
      from ${table} where ${natural} is not null`,
    );
    return rows as unknown as Version[];
  }

  async function expectOnlyChangesWritten(at: string): Promise<void> {
    const after = await storedRows();
    for (const [table, rows] of after)
      for (const [key, { said, loadedAt }] of rows) {
        const earlier = before.get(table)?.get(key);
        expect(loadedAt, `${table} ${said}`).toBe(earlier?.said === said ? earlier.loadedAt : at);
      }
    before = after;
  }

  async function counts(): Promise<Record<string, number>> {
    const [row] = await queryDuckDb(workbench.database, 'select count(*) as customer from dim_customer');
    return { customer: Number(row?.['customer']) };
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

  /** Puts what one load brings into the tables of the source. The log keeps what it held. */
  async function deliver(load: Readonly<Record<keyof typeof told, readonly Event[]>>): Promise<void> {
    const literal = (value: string | null | undefined) =>
      value === null || value === undefined ? 'null' : `'${value}'`;
    for (const [table, events] of Object.entries(load) as [keyof typeof told, readonly Event[]][]) {
      told[table].push(...events);
      const [key, ...values] = sourceColumns[table];
      const rows = events.map(
        (event) =>
          `(${event.key}, ${values.map((name) => literal(event.values[name])).join(', ')}, '${event.deleted ? 'D' : 'U'}', timestamp '${event.at}')`,
      );
      await changeDuckDb(workbench.database, [
        ...(table === 'customers' ? [] : [`delete from raw_shop.${table}`]),
        ...(rows.length === 0
          ? []
          : [
              `insert into raw_shop.${table} (${[key, ...values].join(', ')}, op, changed_at) values ${rows.join(', ')}`,
            ]),
      ]);
    }
  }

  /** Events at instants at which their key has none yet; some are about times long past. */
  function drawEvents(table: keyof typeof told): Event[] {
    const taken = new Set(told[table].map(({ key, at }) => `${key} ${at}`));
    return Array.from({ length: keys }, (_, key) => key).flatMap((key) =>
      Array.from({ length: random.below(3) }, () => {
        // Few instants, so that those of one table often are those of another.
        const at = `2024-0${1 + random.below(4)}-${10 + random.below(19)} 00:00:00`;
        const id = () => (random.happens(0.15) ? null : String(random.below(keys + 5)));
        const values = {
          segment: random.pick(['a', 'b']),
          budget: random.pick(['a', 'b']),
          department_id: id(),
          manager_id: id(),
          deputy_id: id(),
        };
        const own = Object.fromEntries(
          sourceColumns[table].slice(1).map((name) => [name, values[name as keyof typeof values]]),
        );
        return { key, at, deleted: random.happens(0.2), values: own };
      }).filter(({ at }) => {
        const isNew = !taken.has(`${key} ${at}`);
        taken.add(`${key} ${at}`);
        return isNew;
      }),
    );
  }

  async function run(at: string, options: readonly string[]): Promise<void> {
    const outcome = await dbt.run(['run', ...options], { load_at: at });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  }
});

const sourceColumns = {
  departments: ['department_id', 'budget'],
  managers: ['manager_id', 'department_id'],
  customers: ['customer_id', 'segment', 'manager_id', 'deputy_id'],
} as const;

const tables: Readonly<Record<string, string>> = {
  dim_department: 'department_key',
  dim_manager_history: 'manager_key',
  dim_manager: 'manager_key',
  dim_customer: 'customer_key',
  dim_account: 'account_key',
};

interface StoredVersion extends Readonly<Record<string, unknown>> {
  readonly id: bigint;
  readonly since: string;
  readonly until: string | null;
  readonly gone: boolean;
}

interface StoredRow {
  readonly said: string;
  readonly loadedAt: string;
}
