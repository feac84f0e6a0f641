import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';

/**
 * The year's flights, landing some months at a time. What the tables must say after each load follows from the raw rows
 * alone: a plane's operator is the carrier of each of its flights.
 */
const tree = fileURLToPath(new URL('../golden/flights/duckdb', import.meta.url));
const data = fileURLToPath(new URL('../../demo/data', import.meta.url));

const inOrder = [[1], [2, 3], [4, 5, 6, 7], [8, 9, 10, 11, 12]];
const shuffled = [
  [7, 12, 2],
  [5, 9, 11, 1],
  [4, 8, 3, 10, 6],
];

const models = ['dim_plane', 'dim_airline', 'dim_airport', 'dim_date', 'fct_flights'];

const csv = (table: string): string => `read_csv('${data}/${table}.csv', header = true, all_varchar = true)`;

/** A warehouse that the flights land in. */
interface Bench extends Workbench {
  readonly dbt: DbtSession;
}

async function land(workbench: Workbench, months: readonly number[]): Promise<void> {
  await changeDuckDb(workbench.database, [
    `insert into raw_flights.flights select * from ${csv('flights')} where month in (${months.map((month) => `'${month}'`).join(', ')})`,
  ]);
}

async function startEmpty(): Promise<Bench> {
  const workbench = await createWorkbench(tree, 'flights');
  await changeDuckDb(workbench.database, [
    'create schema raw_flights',
    ...['airlines', 'airports', 'planes'].map(
      (table) => `create table raw_flights.${table} as from ${csv(table)}`,
    ),
    `create table raw_flights.flights as from ${csv('flights')} limit 0`,
  ]);
  return { ...workbench, dbt: openDbtSession(workbench) };
}

async function load({ dbt }: Bench, command: 'run' | 'build'): Promise<void> {
  const outcome = await dbt.run([command]);
  expect(outcome.exitCode, outcome.stdout).toBe(0);
}

/** Counts that must agree between the raw rows that have landed and the warehouse. */
async function counts(workbench: Workbench): Promise<unknown> {
  const [row] = await queryDuckDb(
    workbench.database,
    `with flights as (
        select *, fct.flight as number, plane.operator as found, plane.tail_number as plane
        from fct_flights as fct
        left join dim_plane as plane on fct.plane_key = plane.plane_key
    ), raw as (
        select *, cast(replace(time_hour, 'Z', '') as timestamp) + to_minutes(cast(minute as integer)) as departure
        from raw_flights.flights
    ), changes as (
        select tailnum, carrier is distinct from lag(carrier) over (partition by tailnum order by departure) as changed
        from raw where tailnum <> 'NA'
    )
    select
        (select count(*) from flights) - (select count(*) from raw) as lost_or_doubled,
        (select count(*) from flights where plane_key = '-1') - (select count(*) from raw where tailnum = 'NA') as wrongly_unknown,
        (select count(*) from flights where plane_key <> '-1' and (found is null or found <> carrier)) as wrong_operator,
        (select count(*) from dim_plane where plane_key <> '-1') - (select count(*) from changes where changed) as wrong_versions,
        (select count(distinct tail_number) from dim_plane) - (select count(distinct tailnum) from raw where tailnum <> 'NA') as wrong_planes`,
  );
  return Object.fromEntries(Object.entries(row ?? {}).map(([name, value]) => [name, Number(value)]));
}

const nothingWrong = {
  lost_or_doubled: 0,
  wrongly_unknown: 0,
  wrong_operator: 0,
  wrong_versions: 0,
  wrong_planes: 0,
};

/** One text per table that changes with any row, load times aside. */
async function fingerprints(workbench: Workbench): Promise<unknown> {
  const rows = await Promise.all(
    models.map(async (model) => {
      const columns = await queryDuckDb(
        workbench.database,
        `select column_name as name from information_schema.columns where table_name = '${model}' and column_name <> '_loaded_at' order by 1`,
      );
      const [row] = await queryDuckDb(
        workbench.database,
        `select count(*)::integer as rows, md5(string_agg(line, chr(10) order by line)) as content
         from (select concat_ws('|', ${columns.map(({ name }) => `coalesce(${name as string}::varchar, '<null>')`).join(', ')}) as line from ${model})`,
      );
      return [model, row] as const;
    }),
  );
  return Object.fromEntries(rows);
}

describe('the flights of 2013', () => {
  const benches: Bench[] = [];
  const results = new Map<string, unknown>();

  afterAll(async () => {
    for (const bench of benches) {
      bench.dbt.close();
      await bench.remove();
    }
  });

  const start = async (): Promise<Bench> => {
    const bench = await startEmpty();
    benches.push(bench);
    return bench;
  };

  let ordered: Bench;
  beforeAll(async () => {
    ordered = await start();
  });

  it('are right after each load, in order', async () => {
    for (const months of inOrder) {
      await land(ordered, months);
      await load(ordered, 'run');
      expect(await counts(ordered), `after the months ${months.join(', ')}`).toEqual(nothingWrong);
    }
    results.set('ordered', await fingerprints(ordered));
  });

  it('pass all tests, and a repeated load writes nothing', async () => {
    const loadTimes = (): Promise<unknown> =>
      queryDuckDb(
        ordered.database,
        `select max(_loaded_at)::varchar as latest, count(distinct _loaded_at)::integer as loads from (
            select _loaded_at from fct_flights union all select _loaded_at from dim_plane)`,
      );
    const before = await loadTimes();
    await load(ordered, 'build');
    expect(await loadTimes()).toEqual(before);
    expect(await fingerprints(ordered)).toEqual(results.get('ordered'));
  });

  it('are right after each load, shuffled, and end the same', async () => {
    const bench = await start();
    for (const months of shuffled) {
      await land(bench, months);
      await load(bench, 'run');
      expect(await counts(bench), `after the months ${months.join(', ')}`).toEqual(nothingWrong);
    }
    expect(await fingerprints(bench)).toEqual(results.get('ordered'));
  });

  it('are the same in one load', async () => {
    const bench = await start();
    await land(bench, inOrder.flat());
    await load(bench, 'run');
    expect(await fingerprints(bench)).toEqual(results.get('ordered'));
    const [known] = await queryDuckDb(
      bench.database,
      `select
        (select count(*)::integer from fct_flights) as flights,
        (select count(*)::integer from fct_flights where plane_key = '-1') as unknown_plane,
        (select count(*)::integer from dim_plane where plane_key <> '-1') as versions,
        (select count(distinct tail_number)::integer from dim_plane) as planes`,
    );
    expect(known).toEqual({ flights: 336776, unknown_plane: 2512, versions: 4060, planes: 4043 });
  });
});
