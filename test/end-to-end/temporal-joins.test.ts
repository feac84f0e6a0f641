import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  joinedBlueprints,
  joinedDimensions,
  joinedLoads,
  joinedRows,
  joinedTables,
} from '../histories/joined-tables.js';
import type { Load } from '../histories/oracle.js';
import { sharedOut } from '../histories/shared-out.js';
import type { HistoryTable } from '../histories/tables.js';
import {
  dimensionTables,
  land,
  rulesOf,
  said,
  saidColumns,
  type StoredRow,
  storedCombinations,
  storedDimensions,
} from '../histories/warehouse.js';
import type { Workbench } from './dbt.js';
import { generatedWorkbench } from './generated.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';

/**
 * Random histories on all sides of temporal joins, delivered in several loads by tables of every shape. After every
 * load each dimension must say what the oracle says of the events that were delivered until then. A seed looks at a third
 * of the dimensions that there could be.
 */
const seed = Number(process.env['HISTORIES_SEED'] ?? 1);
const keys = Number(process.env['HISTORIES_KEYS'] ?? 40);

const loadTimes = [
  '2024-05-01 06:00:00.000000',
  '2024-05-02 06:00:00.000000',
  '2024-05-10 06:00:00.123456',
  '2024-06-01 06:00:00.000000',
];
const repeated = '2024-06-02 00:00:00.000000';

describe('histories joined in time', () => {
  const dimensions = sharedOut(joinedTables.map(joinedDimensions), 3, seed);
  const loads = new Map<string, Load[]>();
  let workbench: Workbench;
  let dbt: DbtSession;
  let known = new Map<string, StoredRow[]>();

  beforeAll(async () => {
    workbench = await generatedWorkbench(joinedBlueprints(joinedTables, dimensions), 'joined');
    dbt = openDbtSession(workbench);
    joinedTables.forEach((joined, index) => {
      for (const [table, told] of joinedLoads(joined, loadTimes, keys, seed * 1000 + index * 10))
        loads.set(table, told);
    });
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each([
    ...loadTimes.flatMap((at, index) => [
      { what: `load ${index + 1}`, index, at },
      ...(index === 1 ? [{ what: 'load 2 once more, as of the same time', index, at }] : []),
    ]),
    { what: 'the last load once more, as of a later time', index: loadTimes.length, at: repeated },
  ])('says what happened after $what', async ({ index, at }) => {
    if (at === repeated)
      for (const [table, told] of loads) loads.set(table, [...told, { at, rows: told.at(-1)?.rows ?? [] }]);
    await land(workbench.database, index, loads);
    await run(at, []);
    const until = new Map([...loads].map(([table, told]) => [table, told.slice(0, index + 1)]));
    const stored = await storedDimensions(workbench.database, dimensions);
    const problems = joinedTables.flatMap((joined, place) =>
      tablesOf(dimensions[place]).flatMap(({ name, rules }) => {
        const wanted = joinedRows(
          joined,
          { ...rules, openStart: '1900-01-01 00:00:00.000000', openEnd: null },
          until,
        )
          .map((row) => said(row, saidColumns(rules)))
          .sort();
        const rows = stored.get(name) ?? [];
        return [
          ...differences(
            name,
            wanted,
            rows.map((row) => row.said),
          ),
          ...wrongLoadTimes(name, rows, at),
        ];
      }),
    );
    known = stored;
    // A few say as much as all of them.
    expect(problems.slice(0, 20), `${problems.length} differences`).toEqual([]);
  });

  it('says the same after a full refresh', async () => {
    const combinations = await allCombinations();
    await run('2024-06-03 00:00:00.000000', ['--full-refresh']);
    const plain = (stored: ReadonlyMap<string, readonly StoredRow[]>) =>
      [...stored].map(([name, rows]) => [name, rows.map(({ key, said: text }) => `${key} ${text}`)]);
    expect(plain(await storedDimensions(workbench.database, dimensions))).toEqual(plain(known));
    expect(await allCombinations()).toEqual(combinations);
  });

  /** The tables of the dimensions, and what the oracle knows of each. */
  function tablesOf(joined: HistoryTable | undefined) {
    return (joined?.dimensions ?? []).flatMap((dimension) =>
      dimensionTables(dimension).map(({ name, rows }) => ({ name, rules: rulesOf(dimension.rules, rows) })),
    );
  }

  async function allCombinations(): Promise<string[]> {
    const found: string[] = [];
    for (const dimension of dimensions.flatMap((joined) => joined.dimensions))
      found.push(...(await storedCombinations(workbench.database, dimension)));
    return found;
  }

  async function run(at: string, options: readonly string[]): Promise<void> {
    const outcome = await dbt.run(['run', ...options], { load_at: at });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  }

  function differences(name: string, wanted: readonly string[], found: readonly string[]): string[] {
    return [
      ...found.filter((text) => !wanted.includes(text)).map((text) => `${name} says ${text}`),
      ...wanted.filter((text) => !found.includes(text)).map((text) => `${name} lacks ${text}`),
      ...(new Set(found).size === found.length ? [] : [`${name} says something twice`]),
    ];
  }

  /** A row has this load's time where it differs from what was there before, and keeps its own where it doesn't. */
  function wrongLoadTimes(name: string, rows: readonly StoredRow[], at: string): string[] {
    const before = new Map((known.get(name) ?? []).map((row) => [row.key, row]));
    return rows.flatMap((row) => {
      const old = before.get(row.key);
      const wanted = old?.said === row.said ? old.loadedAt : at;
      return row.loadedAt === wanted ? [] : [`${name} was loaded at ${row.loadedAt}: ${row.said}`];
    });
  }
});
