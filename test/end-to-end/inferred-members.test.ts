import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { writeBlueprints } from '../histories/blueprints.js';
import { dimensionRows, isVersioned, type Load, type Row } from '../histories/oracle.js';
import { chance } from '../histories/random.js';
import { deliveries } from '../histories/stories.js';
import { historyTables, type HistoryDimension, type HistoryTable } from '../histories/tables.js';
import { dimensionTables, land, said, saidColumns, storedDimensions } from '../histories/warehouse.js';
import type { Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { queryDuckDb, withDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

/**
 * Random histories of dimensions beside facts that refer to them before, after and without their sources telling of
 * them. `HISTORIES_SEED` and `HISTORIES_KEYS` choose other ones, or more.
 */
const seed = Number(process.env['HISTORIES_SEED'] ?? 1);
const keys = Number(process.env['HISTORIES_KEYS'] ?? 60);

const openStart = '1900-01-01 00:00:00.000000';
const loadTimes = [
  '2024-05-01 06:00:00.000000',
  '2024-05-02 06:00:00.000000',
  '2024-05-10 06:00:00.123456',
  '2024-06-01 06:00:00.000000',
];

/** The dimensions, by table; to those of `remembering` an appended fact points, too. */
const chosen: Readonly<Record<string, readonly string[]>> = {
  snapshot_dated: ['opened', 'flagged', 'remembered', 'present', 'hybrid_flagged', 'profiled'],
  log_ordered: ['opened', 'present', 'hybrid'],
  cdc_ordered: ['versions', 'flagged', 'existing', 'former', 'present'],
  cdc_truncated: ['versions', 'flagged', 'present'],
  delta_dated: ['opened', 'former'],
};
const remembering = [
  'snapshot_dated_opened',
  'snapshot_dated_present',
  'log_ordered_hybrid',
  'cdc_ordered_flagged',
  'cdc_ordered_present',
  'delta_dated_former',
];

const tables: readonly HistoryTable[] = historyTables.flatMap((table) => {
  const suffixes = chosen[table.name];
  if (suffixes === undefined) return [];
  const dimensions = table.dimensions
    .filter(({ name }) => suffixes.includes(name.slice(table.name.length + 1)))
    .map((dimension): HistoryDimension => ({
      ...dimension,
      rules: { ...dimension.rules, firstVersion: isVersioned(dimension.rules) ? 'open_past' : 'at_event' },
    }));
  return [{ ...table, dimensions }];
});
const dimensions = tables.flatMap((table) => table.dimensions.map((dimension) => ({ table, dimension })));

interface Visit {
  readonly id: number;
  readonly k1: string | null;
  readonly k2: string | null;
  readonly at: string;
}

describe('members that facts infer', () => {
  let workbench: Workbench;
  let dbt: DbtSession;
  const loads = new Map<string, readonly Load[]>();
  /** Rows of a snapshot: they come, change what they refer to, and go. */
  const visits: Visit[][] = [];
  /** Rows that each load brings once. */
  const calls: Visit[][] = [];
  const inferred = new Map<string, Set<string>>();
  const firstKeys = new Map<string, Map<string, string>>();

  beforeAll(async () => {
    workbench = await generatedWorkbench(async (folder) => {
      await writeBlueprints(folder, tables, {});
      await writeFile(path.join(folder, 'facts.yml'), facts());
    }, 'histories');
    dbt = openDbtSession(workbench);
    tables.forEach((table, index) =>
      loads.set(table.name, deliveries(table.rules, loadTimes, keys, chance(seed * 1000 + index))),
    );
    drawFacts();
  });

  afterAll(async () => {
    dbt.close();
    await workbench.remove();
  });

  it.each(loadTimes.map((at, index) => ({ at, index, load: `${index + 1}` })))(
    'stand for what only facts speak of after load $load',
    async ({ at, index }) => {
      await deliver(index);
      await run(at, []);
      expect(await wrongDimensions(index, 'kept')).toEqual([]);
      expect(await wrongFacts(index)).toEqual([]);
      expect(await changedKeys()).toEqual([]);
    },
  );

  it('are not written again by a repeated load', async () => {
    const before = await everything();
    await run('2024-06-02 00:00:00.000000', []);
    expect(await everything()).toEqual(before);
  });

  it('are the same after a full refresh, but for those that no fact needs', async () => {
    await run('2024-06-03 00:00:00.000000', ['--full-refresh']);
    expect(await wrongDimensions(loadTimes.length - 1, 'forgotten')).toEqual([]);
    expect(await wrongFacts(loadTimes.length - 1)).toEqual([]);
    expect(await changedKeys()).toEqual([]);
  });

  function drawFacts(): void {
    const draws = chance(seed * 1000 + 900);
    const told = new Map<string, Row>();
    for (const deliveries of loads.values())
      for (const { rows } of deliveries)
        for (const { k1 = null, k2 = null } of rows)
          if (k1 !== null && k2 !== null) told.set(JSON.stringify([k1, k2]), { k1, k2 });
    const things = [...told.values(), ...[1, 2, 3, 4, 5].map((n) => ({ k1: `never ${n}`, k2: '|' }))];
    const instants = [
      '1850-06-01 00:00:00.000000',
      openStart,
      '2024-01-15 00:00:00.000000',
      '2024-04-01 00:00:00.000000',
      '2024-05-15 12:00:00.000000',
      '2032-01-01 00:00:00.000000',
    ];
    let next = 0;
    const visit = (id: number): Visit => {
      const thing = draws.pick(things);
      const k1 = draws.happens(0.05) ? null : String(thing.k1);
      return { id, k1, k2: String(thing.k2), at: draws.pick(instants) };
    };
    loadTimes.forEach((_, index) => {
      const stay = (visits[index - 1] ?? [])
        .filter(() => draws.happens(0.7))
        .map((row) => (draws.happens(0.1) ? visit(row.id) : row));
      visits.push([...stay, ...Array.from({ length: keys }, () => visit((next += 1)))]);
      calls.push(Array.from({ length: keys }, () => visit((next += 1))));
    });
  }

  async function deliver(index: number): Promise<void> {
    await land(workbench.database, index, loads);
    for (const [table, rows, names] of [
      ['visits', visits[index] ?? [], 'id, k1, k2, happened_at'],
      ['calls', calls[index] ?? [], 'id, k1 as c1, k2 as c2, happened_at'],
    ] as const) {
      const file = path.join(path.dirname(workbench.database), `${table}.json`);
      await writeFile(
        file,
        rows.map(({ at, ...row }) => JSON.stringify({ ...row, happened_at: at })).join('\n'),
      );
      await withDuckDb(workbench.database, async (connection) => {
        await connection.run(
          `create or replace table raw_told.${table} as select ${names} from read_json('${file}', format = 'newline_delimited', columns = {id: 'bigint', k1: 'varchar', k2: 'varchar', happened_at: 'timestamp'})`,
        );
      });
    }
  }

  async function run(at: string, options: readonly string[]): Promise<void> {
    const outcome = await dbt.run(['run', ...options], { load_at: at });
    expect(outcome.exitCode, outcome.stdout.slice(outcome.stdout.indexOf('Completed with'))).toBe(0);
  }

  /** What a dimension says and should not, or should and doesn't. */
  async function wrongDimensions(last: number, earlier: 'kept' | 'forgotten'): Promise<string[]> {
    const stored = await storedDimensions(workbench.database, tables);
    return dimensions.flatMap(({ table, dimension }) => {
      const rules = { ...dimension.rules, openStart, openEnd: null };
      const names = saidColumns(rules);
      const told = dimensionRows(table.rules, rules, (loads.get(table.name) ?? []).slice(0, last + 1));
      const known = new Set(told.map(idOf));
      const appended = remembering.includes(dimension.name);
      const before = earlier === 'kept' && appended ? [...(inferred.get(dimension.name) ?? [])] : [];
      const referring = [...(visits[last] ?? []), ...(appended ? calls.slice(0, last + 1).flat() : [])];
      const wanting = new Set([...before, ...referring.filter(({ k1 }) => k1 !== null).map(idOf)]);
      const made = [...wanting].filter((id) => !known.has(id));
      inferred.set(dimension.name, new Set(made));
      const rows = [...told, ...made.map((id) => inferredRow(id, dimension))];
      return dimensionTables(dimension)
        .filter(({ rows: shown }) => shown !== 'profiles')
        .flatMap(({ name, rows: shown }) => {
          const wanted = rows
            .filter((row) => shown === 'all' || row['is_current'] === true)
            .map((row) => said(row, names))
            .sort();
          const found = (stored.get(name) ?? []).map((row) => row.said).sort();
          return [
            ...found.filter((text) => !wanted.includes(text)).map((text) => `${name} says ${text}`),
            ...wanted.filter((text) => !found.includes(text)).map((text) => `${name} lacks ${text}`),
            ...(found.length === new Set(found).size ? [] : [`${name} says something twice`]),
          ];
        });
    });
  }

  /** Rows that are lost or doubled, that point to nothing or to another thing, or to nothing although there is something. */
  async function wrongFacts(last: number): Promise<string[]> {
    const found: string[] = [];
    const count = async (sql: string): Promise<number> =>
      Number((await queryDuckDb(workbench.database, `select count(*) as n from ${sql}`))[0]?.['n']);
    const expectCount = async (what: string, sql: string, wanted: number): Promise<void> => {
      const rows = await count(sql);
      if (rows !== wanted) found.push(`${what}: ${rows}, not ${wanted}`);
    };
    const called = calls.slice(0, last + 1).flat();
    await expectCount('visits', 'fct_visits', visits[last]?.length ?? 0);
    await expectCount('calls', 'fct_calls', called.length);
    for (const { dimension } of dimensions) {
      const { name, rules } = dimension;
      const model = dimensionTables(dimension)[0]?.name ?? '';
      const valid = isVersioned(rules)
        ? 'and facts.happened_at >= d.valid_from and (facts.happened_at < d.valid_to or d.valid_to is null)'
        : '';
      const joined = `fct_visits as facts
        inner join raw_told.visits as v on facts.id = v.id
        left join ${model} as d on d.k1 = v.k1 and d.k2 = v.k2 ${valid}`;
      const wrong = `where cast(facts.${name}_key as varchar) <> coalesce(cast(d.${name}_key as varchar), '-1')`;
      await expectCount(`visits with another ${name}`, `${joined} ${wrong}`, 0);
      if (!remembering.includes(name)) continue;
      // What is appended does not follow a later version whose start a late event moved; a first one does not move.
      const dangling = await queryDuckDb(
        workbench.database,
        `select c1 as k1, c2 as k2, cast(facts.${name}_key as varchar) as key
        from fct_calls as facts
        left join ${model} as d on facts.${name}_key = d.${name}_key
        where d.${name}_key is null`,
      );
      for (const row of dangling)
        if (firstKeys.get(name)?.get(idOf(row as Row)) === row['key'])
          found.push(`a call without its ${name}: ${idOf(row as Row)}`);
    }
    return found;
  }

  /** The first version of a natural key has one key for ever, whether a fact or the source told of it. */
  async function changedKeys(): Promise<string[]> {
    const changed: string[] = [];
    for (const { dimension } of dimensions) {
      const model = dimensionTables(dimension)[0]?.name ?? '';
      const first = isVersioned(dimension.rules) ? 'arg_min(KEY, valid_from)' : 'min(KEY)';
      const rows = await queryDuckDb(
        workbench.database,
        `select k1, k2, cast(${first.replace('KEY', `${dimension.name}_key`)} as varchar) as key from ${model} where k1 is not null group by k1, k2`,
      );
      const known = firstKeys.get(dimension.name) ?? new Map<string, string>();
      firstKeys.set(dimension.name, known);
      for (const row of rows) {
        const id = idOf(row as Row);
        const { key } = row as { key: string };
        if ((known.get(id) ?? key) !== key) changed.push(`${dimension.name} ${id}`);
        known.set(id, key);
      }
    }
    return changed;
  }

  async function everything(): Promise<unknown> {
    const rows = await storedDimensions(workbench.database, tables);
    const written = async (fact: string) =>
      queryDuckDb(
        workbench.database,
        `select id, cast(_loaded_at as varchar) as loaded from ${fact} order by id`,
      );
    return [[...rows], await written('fct_visits'), await written('fct_calls')];
  }
});

function idOf(row: Row | Visit): string {
  return JSON.stringify([row.k1, row.k2]);
}

/** A row with a natural key and nothing else; its mini-dimension has a row that says so. */
function inferredRow(id: string, { rules }: HistoryDimension): Row {
  const [k1 = '', k2 = ''] = JSON.parse(id) as string[];
  const unknown = rules.profile.map(({ name }) => [name, name === 'n' ? null : 'Unknown'] as const);
  return {
    k1,
    k2,
    ...Object.fromEntries(unknown),
    valid_from: openStart,
    valid_to: null,
    is_current: true,
    is_deleted: false,
  };
}

function facts(): string {
  const named = (names: readonly string[]) => names.map((name) => ({ name, type: 'string' }));
  const table = (name: string, shape: string, key: readonly string[]) => ({
    table: name,
    description: 'Random rows',
    shape,
    key: ['id'],
    columns: [{ name: 'id', type: 'bigint' }, ...named(key), { name: 'happened_at', type: 'timestamp' }],
  });
  const fact = (name: string, rules: Record<string, unknown>) => ({
    fact: name,
    type: 'factless',
    description: 'Random rows',
    from: `happened.${name}`,
    grain: { statement: 'One row per row', key: ['id'] },
    event_time: 'happened_at',
    ...rules,
  });
  return [
    {
      source: 'happened',
      schema: 'raw_told',
      description: 'What refers to things',
      tables: [table('visits', 'snapshot', ['k1', 'k2']), table('calls', 'delta', ['c1', 'c2'])],
    },
    fact('visits', {
      dimensions: dimensions.map(({ dimension: { name } }) => ({ dimension: name, missing: 'inferred' })),
    }),
    fact('calls', {
      load: { strategy: 'append' },
      degenerate: ['c1', 'c2'],
      dimensions: remembering.map((name) => ({
        dimension: name,
        on: { c1: 'k1', c2: 'k2' },
        missing: 'inferred',
      })),
    }),
  ]
    .map((document) => stringify(document))
    .join('---\n');
}
