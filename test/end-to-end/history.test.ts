import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeBlueprints } from '../histories/blueprints.js';
import {
  type InvalidRow,
  setAside,
  settingAside,
  wantedAside,
  withInvalidRows,
} from '../histories/invalid-rows.js';
import { lateEvents, rejectingLate } from '../histories/late-events.js';
import { dimensionRows, type Load } from '../histories/oracle.js';
import { chance } from '../histories/random.js';
import { sharedOut } from '../histories/shared-out.js';
import { deliveries } from '../histories/stories.js';
import { historyTables, type HistoryTable } from '../histories/tables.js';
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
 * Random histories, one natural key each, delivered in several loads by every shape of table. After every load each
 * dimension must say what the oracle says. `HISTORIES_SEED` and `HISTORIES_KEYS` choose other ones, or more. A seed looks
 * at half of the dimensions, the next one at the other half.
 */
const seed = Number(process.env['HISTORIES_SEED'] ?? 1);
const keys = Number(process.env['HISTORIES_KEYS'] ?? 120);

/** When the loads come; the second comes twice as of its time, and the last once more as of a later one. */
const loadTimes = [
  '2024-05-01 06:00:00.000000',
  '2024-05-02 06:00:00.000000',
  '2024-05-10 06:00:00.123456',
  '2024-06-01 06:00:00.000000',
];

interface Variant {
  readonly name: string;
  readonly tables: readonly HistoryTable[];
  readonly conventions: Record<string, unknown>;
  readonly openStart: string;
  readonly openEnd: string | null;
  /** `among`: rows without a key or an instant come along, which the oracle is not told of. */
  readonly invalidRows: 'none' | 'among';
  /** The load after which the run dies: events are kept, and that is all. */
  readonly dies?: number;
}

const few = ['snapshot_dated', 'cdc_truncated'];
const receivingInvalid = [
  'snapshot_dated',
  'snapshot_scoped',
  'log_plain',
  'log_arriving',
  'delta_undated',
  'cdc_truncated',
  'cdc_unsent',
];

/** A table of each shape, and which of its dimensions set late events aside. */
const rejecting = rejectingLate(historyTables, {
  snapshot_dated: ['versions', 'flagged', 'profiled'],
  log_ordered: ['opened', 'hybrid'],
  delta_dated: ['versions'],
  cdc_unsent: ['versions', 'profiled'],
});

const variants: readonly Variant[] = [
  {
    name: 'with a null as open end',
    tables: sharedOut(historyTables, 2, seed),
    conventions: {},
    openStart: '1900-01-01 00:00:00.000000',
    openEnd: null,
    invalidRows: 'none',
  },
  {
    name: 'with a timestamp as open end',
    tables: sharedOut(
      historyTables.filter((table) => few.includes(table.name)),
      2,
      seed,
    ),
    conventions: { open_end: '9999-12-31', open_start: '1980-01-01' },
    openStart: '1980-01-01 00:00:00.000000',
    openEnd: '9999-12-31 00:00:00.000000',
    invalidRows: 'none',
  },
  {
    name: 'with invalid rows set aside',
    tables: settingAside(
      sharedOut(
        historyTables.filter((table) => receivingInvalid.includes(table.name)),
        2,
        seed,
      ),
    ),
    conventions: {},
    openStart: '1900-01-01 00:00:00.000000',
    openEnd: null,
    invalidRows: 'among',
  },
  ...[0, 2].map((dies): Variant => ({
    name: `with late events aside, run ${dies + 1} dies`,
    tables: rejecting,
    conventions: {},
    openStart: '1900-01-01 00:00:00.000000',
    openEnd: null,
    invalidRows: 'none',
    dies,
  })),
];

describe.each(variants)('histories $name', (variant) => {
  let workbench: Workbench;
  let dbt: DbtSession;
  const loads = new Map<string, readonly Load[]>();
  /** What is delivered, where that is more than the oracle is told of. */
  const delivered = new Map<string, readonly Load[]>();
  const invalid = new Map<string, readonly InvalidRow[]>();
  const known = new Map<string, Map<string, StoredRow>>();
  const identities = new Map<string, Map<string, string>>();

  beforeAll(async () => {
    workbench = await generatedWorkbench(
      (folder) => writeBlueprints(folder, variant.tables, variant.conventions),
      'histories',
    );
    dbt = openDbtSession(workbench);
    variant.tables.forEach((table, index) => {
      const told = deliveries(table.rules, loadTimes, keys, chance(seed * 1000 + index));
      loads.set(table.name, told);
      if (variant.invalidRows === 'none') {
        delivered.set(table.name, told);
        return;
      }
      const among = withInvalidRows(table.rules, told, chance(seed * 1000 + 500 + index));
      delivered.set(table.name, among.loads);
      invalid.set(table.name, among.invalid);
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
    {
      what: 'the last load once more, as of a later time',
      index: loadTimes.length - 1,
      at: '2024-06-02 00:00:00.000000',
    },
  ])('says what happened after $what', async ({ index, at }) => {
    if (at > (loadTimes.at(-1) ?? ''))
      for (const told of [loads, delivered])
        for (const [table, rows] of told) told.set(table, [...rows, { at, rows: rows.at(-1)?.rows ?? [] }]);
    const last = at > (loadTimes.at(-1) ?? '') ? index + 1 : index;
    await land(workbench.database, last, delivered);
    if (index === variant.dies) {
      await run(at, ['--select', ...variant.tables.map((table) => `+int_told__${table.name}_events`)]);
      return;
    }
    await run(at, []);
    const found = await differences(last, at);
    // A few say as much as all of them.
    expect(found.slice(0, 20), `${found.length} differences`).toEqual([]);
    await expectSetAside(at);
  });

  it('says the same after a full refresh', async () => {
    const combinations = await allCombinations();
    const late = await allLate();
    // Or the test would show nothing.
    if (variant.dies !== undefined) expect(late.length).toBeGreaterThan(10);
    await run('2024-06-03 00:00:00.000000', ['--full-refresh']);
    expect(await allLate()).toEqual(late);
    expect(await allCombinations()).toEqual(combinations);
    const before = new Map(
      [...known].map(([name, rows]) => [
        name,
        [...rows.values()].map(({ key, said: text }) => `${key} ${text}`).sort(),
      ]),
    );
    const after = await storedDimensions(workbench.database, variant.tables);
    for (const [name, rows] of after)
      expect(rows.map(({ key, said: text }) => `${key} ${text}`).sort(), name).toEqual(before.get(name));
    await expectSetAside('2024-06-03 00:00:00.000000');
  });

  /** Every invalid row once, however often it was delivered. */
  async function expectSetAside(until: string): Promise<void> {
    for (const [table, rows] of invalid)
      expect(await setAside(workbench.database, table), table).toEqual(wantedAside(rows, until));
  }

  async function allCombinations(): Promise<string[]> {
    const found: string[] = [];
    for (const dimension of variant.tables.flatMap((table) => table.dimensions))
      found.push(...(await storedCombinations(workbench.database, dimension)));
    return found;
  }

  async function allLate(): Promise<string[]> {
    return lateEvents(
      workbench.database,
      variant.tables.filter((table) => table.dimensions.some(({ rules }) => rules.late !== undefined)),
    );
  }

  async function run(at: string, options: readonly string[]): Promise<void> {
    const outcome = await dbt.run(['run', ...options], { load_at: at });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  }

  /** What a dimension says and should not, or should and doesn't; keys that changed; load times that are wrong. */
  async function differences(last: number, at: string): Promise<string[]> {
    const stored = await storedDimensions(workbench.database, variant.tables);
    return variant.tables.flatMap((table) =>
      table.dimensions.flatMap((dimension) =>
        dimensionTables(dimension).flatMap(({ name, rows: shown }) => {
          const rules = {
            ...rulesOf(dimension.rules, shown),
            openStart: variant.openStart,
            openEnd: variant.openEnd,
          };
          const names = saidColumns(rules);
          const wanted = dimensionRows(table.rules, rules, (loads.get(table.name) ?? []).slice(0, last + 1))
            .filter((row) => shown !== 'current' || row['is_current'] === true)
            .map((row) => said(row, names))
            .sort();
          const rows = stored.get(name) ?? [];
          const found = rows.map((row) => row.said).sort();
          const surplus = found
            .filter((text) => !wanted.includes(text))
            .map((text) => `${name} says ${text}`);
          const missing = wanted
            .filter((text) => !found.includes(text))
            .map((text) => `${name} lacks ${text}`);
          const doubled = found.length === new Set(found).size ? [] : [`${name} says something twice`];
          return [
            ...surplus,
            ...missing,
            ...doubled,
            ...wrongKeys(name, rows, names),
            ...wrongDurableKeys(name, rows),
            ...wrongLoadTimes(name, rows, at),
          ];
        }),
      ),
    );
  }

  /** A key stands for one natural key and one start of a version, from the first load to the last. */
  function wrongKeys(dimension: string, rows: readonly StoredRow[], names: readonly string[]): string[] {
    const meanings = identities.get(dimension) ?? new Map<string, string>();
    identities.set(dimension, meanings);
    const byMeaning = new Map([...meanings].map(([key, meaning]) => [meaning, key]));
    return rows.flatMap(({ key, said: text }) => {
      const values = JSON.parse(text) as unknown[];
      const meaning = JSON.stringify(
        ['k1', 'k2', 'valid_from'].map((name) => (names.includes(name) ? values[names.indexOf(name)] : null)),
      );
      const known = meanings.get(key);
      const other = byMeaning.get(meaning);
      meanings.set(key, meaning);
      byMeaning.set(meaning, key);
      return (known ?? meaning) === meaning && (other ?? key) === key
        ? []
        : [`${dimension} has a wrong key in ${text}`];
    });
  }

  /** A durable key stands for one natural key, on all its versions. */
  function wrongDurableKeys(dimension: string, rows: readonly StoredRow[]): string[] {
    const meanings = new Map<string, string>();
    return rows.flatMap(({ durableKey, said: text }) => {
      if (durableKey === undefined) return [];
      const [k1, k2] = JSON.parse(text) as unknown[];
      const meaning = JSON.stringify([k1, k2]);
      const [key, other] = [meanings.get(meaning), meanings.get(durableKey)];
      meanings.set(meaning, durableKey).set(durableKey, meaning);
      return (key ?? durableKey) === durableKey && (other ?? meaning) === meaning
        ? []
        : [`${dimension} has a wrong durable key in ${text}`];
    });
  }

  /** A row has this load's time where it differs from what was there before, and keeps its own where it doesn't. */
  function wrongLoadTimes(dimension: string, rows: readonly StoredRow[], at: string): string[] {
    const before = known.get(dimension) ?? new Map<string, StoredRow>();
    known.set(dimension, new Map(rows.map((row) => [row.key, row])));
    return rows.flatMap((row) => {
      const old = before.get(row.key);
      const wanted = old?.said === row.said ? old.loadedAt : at;
      return row.loadedAt === wanted
        ? []
        : [`${dimension} says it was loaded at ${row.loadedAt}, not ${wanted}: ${row.said}`];
    });
  }
});
