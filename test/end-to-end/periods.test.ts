import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Period, versionsOfPeriods } from '../histories/period-oracle.js';
import { type Chance, chance } from '../histories/random.js';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * Random periods, delivered in several loads by tables of every shape: new ones, late ones, corrected ends and values,
 * some taken back, some delivered again. After every load each dimension must say what the oracle says.
 */
const seed = Number(process.env['HISTORIES_SEED'] ?? 1);
const keyCount = Number(process.env['HISTORIES_KEYS'] ?? 120);
const loadCount = 4;

const columns = `
      - {name: thing_id, type: bigint}
      - {name: value, type: string}
      - {name: begins_on, type: date}
      - {name: ends_on, type: date}
      - {name: op, type: string}
      - {name: said, type: bigint}
      - {name: arrived_at, type: timestamp}`;

const tables = {
  snapshot: 'valid: {from: begins_on, to: ends_on, to_inclusive: true}',
  delta: 'valid: {from: begins_on, to: ends_on}',
  cdc: 'valid: {from: begins_on, to: ends_on}\n    operation: {column: op, delete: [D]}\n    sequence: [said]',
  log: 'valid: {from: begins_on, to: ends_on}\n    operation: {column: op, delete: [D]}\n    sequence: [said]\n    loaded_at: arrived_at',
} as const;
type Shape = keyof typeof tables;
const shapes = Object.keys(tables) as Shape[];

const blueprints = `project: periods
description: Random periods
dialect: duckdb
---
source: told
schema: raw_told
description: Tables of every shape
tables:
${shapes
  .map(
    (shape) => `  - table: ${shape}s
    description: Periods
    shape: ${shape}
    key: [thing_id]
    ${tables[shape]}
    columns:${columns}
`,
  )
  .join('')}${shapes
  .map(
    (shape) => `---
dimension: of_${shape}
description: Things
from: told.${shape}s
natural_key: [thing_id]
attributes:
  - {name: value, scd: 2}
`,
  )
  .join('')}---
intermediate: things
description: Things by way of an intermediate
from: told.deltas
key: [thing_id]
---
dimension: of_intermediate
description: Things
from: things
natural_key: [thing_id]
attributes:
  - {name: value, scd: 2}
`;

/** What was said of a period, or that there is none. */
interface Statement {
  readonly period: Period;
  readonly isRetraction: boolean;
  readonly said: number;
  readonly load: number;
}

describe('random periods', () => {
  let workbench: Workbench;
  let dbt: DbtSession;
  const draws = chance(seed);
  /** What holds after each load, by key and start, and what was said to make it so. */
  const held: ReadonlyMap<string, Period>[] = [];
  const statements: Statement[] = [];
  /** In which load a statement comes where its sequence says all about its order. */
  const shuffled: Statement[] = [];

  beforeAll(async () => {
    let current = new Map<string, Period>();
    for (let load = 0; load < loadCount; load++) {
      const next = changed(current, draws);
      for (const [id, period] of next)
        if (current.get(id) !== period)
          statements.push({ period, isRetraction: false, said: statements.length, load });
      for (const [id, period] of current)
        if (!next.has(id)) statements.push({ period, isRetraction: true, said: statements.length, load });
      current = next;
      held.push(next);
    }
    shuffled.push(...statements.map((statement) => ({ ...statement, load: draws.below(loadCount) })));

    workbench = await generatedWorkbench(blueprints, 'periods');
    dbt = openDbtSession(workbench);
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each(Array.from({ length: loadCount }, (_, load) => load))(
    'say what holds after load %i',
    async (load) => {
      await land(load);
      await run(loadTime(load));
      for (const [table, periods] of wanted(load))
        expect(await stored(table), table).toEqual(versions(periods));
    },
  );

  it('are written once: a repeat changes nothing, whenever it comes', async () => {
    const before = await everything();
    await run(loadTime(loadCount - 1));
    expect(await everything()).toEqual(before);
    await run('2024-06-20 06:00:00');
    expect(await everything()).toEqual(before);
  });

  it('say the same after a full refresh', async () => {
    await run('2024-06-21 06:00:00', ['--full-refresh']);
    for (const [table, periods] of wanted(loadCount - 1))
      expect(await stored(table), table).toEqual(versions(periods));
  });

  it.each([
    {
      what: 'a period without a start',
      change: `insert into raw_told.deltas values (1, 'a', null, null, 'U', 0, '2024-06-22')`,
      message: 'rows without a key or an instant',
    },
    {
      what: 'two rows of a snapshot about one period',
      change: 'insert into raw_told.snapshots from raw_told.snapshots limit 1',
      message: 'keys with more than one row in a snapshot',
    },
    {
      what: 'a log without what began a version',
      change: 'delete from raw_told.logs where thing_id = (select min(thing_id) from dim_of_log)',
      message: 'stored rows whose first event is gone from the log',
    },
  ])('stop at $what', async ({ change, message }) => {
    const before = await everything();
    await changeDuckDb(workbench.database, [change]);
    const { exitCode, stdout } = await dbt.run(['run'], { load_at: '2024-06-22 06:00:00' });
    expect(exitCode).toBe(1);
    expect(stdout).toContain(message);
    await land(loadCount - 1);
    await run('2024-06-23 06:00:00');
    expect(await everything()).toEqual(before);
  });

  /** The periods that each table has stated by a load. */
  function wanted(load: number): ReadonlyMap<string, readonly Period[]> {
    const ordered = lastSaid(
      statements.filter((statement) => statement.load <= load && !statement.isRetraction),
    );
    const arrived = lastSaid(shuffled.filter((statement) => statement.load <= load));
    return new Map([
      ['of_snapshot', [...(held[load]?.values() ?? [])]],
      ['of_delta', ordered],
      ['of_intermediate', ordered],
      ['of_cdc', arrived],
      ['of_log', arrived],
    ]);
  }

  async function land(load: number): Promise<void> {
    const now = statements.filter((statement) => statement.load === load);
    // What was delivered last of some periods comes once more.
    const again = statements.filter(
      (statement) =>
        statement.load < load &&
        !statement.isRetraction &&
        !statements.some(
          ({ period, said, load: at, isRetraction }) =>
            idOf(period) === idOf(statement.period) && said > statement.said && at <= load && !isRetraction,
        ) &&
        statement.said % 3 === 0,
    );
    const repeated = shuffled.filter((statement) => statement.load < load && statement.said % 4 === 0);
    const captured = [...shuffled.filter((statement) => statement.load === load), ...repeated];
    await changeDuckDb(workbench.database, [
      'create schema if not exists raw_told',
      table('snapshots', rows([...(held[load]?.values() ?? [])].map(asStatement), 1)),
      table('deltas', rows([...now.filter(({ isRetraction }) => !isRetraction), ...again], 0)),
      table('cdcs', rows(captured, 0)),
      table(
        'logs',
        rows(
          shuffled.filter((statement) => statement.load <= load),
          0,
        ),
      ),
    ]);
  }

  async function run(at: string, options: readonly string[] = []): Promise<void> {
    const { exitCode, stdout } = await dbt.run(['run', ...options], { load_at: at });
    expect(exitCode, stdout).toBe(0);
  }

  async function stored(model: string): Promise<string[]> {
    const found = await queryDuckDb(
      workbench.database,
      `select thing_id || ' ' || coalesce(value, 'null') || ' ' || valid_from::date || '..'
         || coalesce(valid_to::date::varchar, 'null') || ' ' || is_current as text
       from dim_${model} where thing_id is not null`,
    );
    return found.map((row) => row['text'] as string).sort();
  }

  async function everything(): Promise<unknown> {
    return Promise.all(
      [...wanted(0).keys()].map((model) =>
        queryDuckDb(workbench.database, `from dim_${model} order by all`).then((found) =>
          JSON.stringify(found, text),
        ),
      ),
    );
  }
});

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? String(value) : value);
const idOf = ({ key, from }: Period): string => `${key} ${from}`;
const asStatement = (period: Period): Statement => ({ period, isRetraction: false, said: 0, load: 0 });
const loadTime = (load: number): string => `2024-06-0${load + 1} 06:00:00`;

/** The periods of the last statements, without those that were taken back. */
function lastSaid(statements: readonly Statement[]): Period[] {
  const last = new Map<string, Statement>();
  for (const statement of statements) {
    const known = last.get(idOf(statement.period));
    if (known === undefined || known.said < statement.said) last.set(idOf(statement.period), statement);
  }
  return [...last.values()].flatMap(({ period, isRetraction }) => (isRetraction ? [] : [period]));
}

/** Some periods are new, some are said anew, some are gone. An end may come before the start. */
function changed(current: ReadonlyMap<string, Period>, draws: Chance): Map<string, Period> {
  const next = new Map<string, Period>();
  for (const [id, period] of current) {
    if (draws.happens(0.15)) continue;
    next.set(id, draws.happens(0.25) ? drawn(period.key, period.from, draws) : period);
  }
  for (let key = 1; key <= keyCount; key++) {
    const count = draws.below(3);
    for (let index = 0; index < count; index++) {
      const period = drawn(key, draws.below(12), draws);
      if (!next.has(idOf(period))) next.set(idOf(period), period);
    }
  }
  return next;
}

function drawn(key: number, from: number, draws: Chance): Period {
  const to = draws.happens(0.25) ? null : Math.max(0, from + draws.below(9) - 1);
  return { key, from, to, value: draws.pick(['a', 'b', 'B', null]) };
}

function versions(periods: readonly Period[]): string[] {
  return versionsOfPeriods(periods)
    .map(
      ({ key, value, from, to }) =>
        `${key} ${value ?? 'null'} ${day(from)}..${to === null ? 'null' : day(to)} ${to === null}`,
    )
    .sort();
}

function day(count: number): string {
  return new Date(Date.UTC(2024, 0, 1 + count)).toISOString().slice(0, 10);
}

/** @param before how many days before the first one without it the stated end lies */
function rows(statements: readonly Statement[], before: number): string[] {
  return statements.map(({ period: { key, from, to, value }, isRetraction, said, load }) => {
    const end = to === null ? (key % 2 === 0 ? 'null' : `'9999-12-31'`) : `'${day(to - before)}'`;
    return `(${key}, ${value === null || isRetraction ? 'null' : `'${value}'`}, '${day(from)}', ${isRetraction ? 'null' : end}, '${isRetraction ? 'D' : 'U'}', ${said}, '${loadTime(load)}')`;
  });
}

function table(name: string, values: readonly string[]): string {
  return `create or replace table raw_told.${name} as select * from (values ${values.join(', ')})
    as stated(thing_id, value, begins_on, ends_on, op, said, arrived_at)`;
}
