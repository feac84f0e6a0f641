import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorkbench, type Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generateTree } from './generated.js';

/**
 * Columns that come to tables which were loaded twice without them: what history says of before, and of what comes
 * later. The tables were written by hand.
 */
const introduction = `
project: shop
description: Attributes that are added to history
dialect: duckdb
`;

/** The source and its dimensions, before loyalty came and after. */
function blueprints(stage: 'before' | 'after' | 'unplanned'): string {
  const column = stage === 'before' ? '' : '\n      - {name: loyalty, type: string}';
  const added = (scd: number, since: string) =>
    stage === 'before'
      ? ''
      : `\n  - {name: loyalty, scd: ${scd}${stage === 'after' ? `, since: ${since}` : ''}}`;
  const table = (name: string, lines: string) => `  - table: ${name}
    description: ${name}
    ${lines}
    columns:
      - {name: id, type: bigint}
      - {name: segment, type: string}
      - {name: email, type: string}
      - {name: changed_at, type: timestamp}
      - {name: op, type: string}${column}
`;
  const dimension = (name: string, from: string, scd: number, since: string, history = '') => `---
dimension: ${name}
description: ${name}
from: shop.${from}
natural_key: [id]${history === '' ? '' : `\nhistory: {${history}}`}
attributes:
  - {name: segment, scd: 2}
  - {name: email, scd: 1}${added(scd, since)}
`;
  return [
    introduction,
    `---
source: shop
schema: raw_shop
description: The shop
tables:
`,
    table('dated', 'shape: snapshot\n    key: [id]\n    changed_at: changed_at'),
    table('undated', 'shape: snapshot\n    key: [id]').replace(
      '      - {name: changed_at, type: timestamp}\n',
      '',
    ),
    table(
      'told',
      'shape: cdc\n    key: [id]\n    changed_at: changed_at\n    operation: {column: op, delete: [D]}',
    ),
    table('logged', 'shape: log\n    key: [id]\n    changed_at: changed_at'),
    dimension('dated_null', 'dated', 2, 'null'),
    dimension('dated_carry', 'dated', 2, 'carry'),
    dimension('dated_replay', 'dated', 2, 'replay'),
    dimension('dated_split', 'dated', 6, 'null', 'split: current_and_history'),
    dimension('dated_now', 'dated', 1, 'null'),
    dimension('dated_first', 'dated', 0, 'carry'),
    dimension('undated_null', 'undated', 2, 'null'),
    dimension('undated_carry', 'undated', 2, 'carry'),
    dimension('told_null', 'told', 2, 'null'),
    dimension('told_flagged', 'told', 2, 'null', 'deletes: flag'),
    dimension('told_carry', 'told', 2, 'carry'),
    dimension('told_previous', 'told', 3, 'null'),
    dimension('logged_replay', 'logged', 2, 'replay'),
  ].join('');
}

type Table = 'dated' | 'undated' | 'told' | 'logged';

interface Load {
  readonly at: string;
  readonly rows: Readonly<Record<Table, string>>;
}

/** Rows of id, segment, email, changed_at, op, loyalty; loyalty came with the third load. */
const loads: readonly Load[] = [
  {
    at: '2024-01-10',
    rows: {
      dated: `(1, 'a', 'e1', '2024-01-01', null, null), (2, 'a', 'e1', '2024-01-01', null, null),
        (3, 'a', 'e1', '2024-01-01', null, null), (4, 'b', 'e1', '2024-01-02', null, null)`,
      undated: `(1, 'a', 'e1', null, null, null), (2, 'a', 'e1', null, null, null), (3, 'a', 'e1', null, null, null)`,
      told: `(1, 'a', 'e1', '2024-01-01', 'I', null), (2, 'a', 'e1', '2024-01-01', 'I', null),
        (2, null, null, '2024-01-05', 'D', null), (3, 'a', 'e1', '2024-01-01', 'I', null)`,
      logged: `(1, 'a', 'e1', '2024-01-01', null, 'x'), (1, 'a', 'e1', '2024-01-03', null, 'y')`,
    },
  },
  {
    at: '2024-02-10',
    rows: {
      dated: `(1, 'a', 'e1', '2024-01-01', null, null), (2, 'a', 'e1', '2024-01-01', null, null),
        (3, 'a', 'e2', '2024-02-01', null, null), (4, 'c', 'e1', '2024-02-02', null, null)`,
      undated: `(1, 'a', 'e2', null, null, null), (2, 'a', 'e1', null, null, null), (3, 'a', 'e1', null, null, null)`,
      told: `(3, 'a', 'e2', '2024-02-01', 'U', null)`,
      logged: `(1, 'a', 'e1', '2024-01-01', null, 'x'), (1, 'a', 'e1', '2024-01-03', null, 'y')`,
    },
  },
  {
    at: '2024-03-10',
    rows: {
      dated: `(1, 'a', 'e1', '2024-03-01', null, 'gold'), (2, 'a', 'e1', '2024-01-01', null, null),
        (3, 'a', 'e2', '2024-02-01', null, 'gold'), (4, 'c', 'e1', '2024-02-02', null, 'red'),
        (5, 'n', 'e1', '2024-03-02', null, 'new')`,
      undated: `(1, 'a', 'e2', null, null, 'gold'), (2, 'a', 'e1', null, null, null), (3, 'b', 'e1', null, null, 'gold')`,
      told: `(1, 'a', 'e1', '2024-03-01', 'U', 'gold'), (2, 'a', 'e3', '2024-03-02', 'I', 'red')`,
      logged: `(1, 'a', 'e1', '2024-01-01', null, 'x'), (1, 'a', 'e1', '2024-01-03', null, 'y')`,
    },
  },
  {
    at: '2024-04-10',
    rows: {
      dated: `(1, 'a', 'e1', '2024-03-01', null, 'gold'), (2, 'a', 'e1', '2024-04-01', null, 'blue'),
        (3, 'a', 'e2', '2024-04-02', null, 'silver'), (5, 'n', 'e1', '2024-03-02', null, 'new')`,
      undated: `(1, 'a', 'e2', null, null, 'gold'), (2, 'a', 'e1', null, null, 'blue'), (3, 'b', 'e1', null, null, 'gold')`,
      told: `(1, 'b', 'e1', '2024-01-20', 'U', 'late'), (3, 'a', 'e2', '2024-02-01', 'U', 'told'),
        (1, null, null, '2024-04-01', 'D', null)`,
      logged: `(1, 'a', 'e1', '2024-01-01', null, 'x'), (1, 'a', 'e1', '2024-01-03', null, 'y'),
        (1, 'a', 'e1', '2024-04-01', null, 'z')`,
    },
  },
];

const models = [
  'dated_null',
  'dated_carry',
  'dated_replay',
  'dated_split',
  'dated_split_history',
  'dated_now',
  'dated_first',
  'undated_null',
  'undated_carry',
  'told_null',
  'told_flagged',
  'told_carry',
  'told_previous',
  'logged_replay',
] as const;

describe('attributes that are added to history', () => {
  let workbench: Workbench;
  let session: DbtSession;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-added-'));
    for (const stage of ['before', 'after', 'unplanned'] as const) {
      await mkdir(path.join(folder, stage));
      await writeFile(path.join(folder, stage, 'shop.yml'), blueprints(stage).trimStart());
      generateTree(path.join(folder, stage), path.join(folder, `dbt-${stage}`));
    }
    workbench = await createWorkbench(path.join(folder, 'dbt-before'), 'shop');
    session = openDbtSession(workbench);
    await load(0);
    await load(1);
  });

  afterAll(async () => {
    session.close();
    await workbench.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('stops where nobody said since when', async () => {
    await use('unplanned');
    const { exitCode, stdout } = await load(2);
    expect(exitCode).toBe(1);
    const said = stdout.replaceAll(/\s+/g, ' ');
    expect(said).toContain(
      'int_shop__dated_events: columns that its table does not have: loyalty. Nothing was written. Say since when they are known (`since` of the attribute), or add them to the table yourself.',
    );
    expect(await columns('int_shop__dated_events')).not.toContain('loyalty');
    expect(said).toContain(
      'dim_logged_replay: columns that its table does not have: loyalty. Nothing was written. Say since when they are known (`since` of the attribute), or rebuild the table with --full-refresh.',
    );
  });

  it('takes the column when it comes', async () => {
    await use('after');
    const { exitCode, stdout } = await load(2);
    expect(exitCode, stdout).toBe(0);
    expect(await told('dated_null')).toEqual([
      '1 a null 01-01..03-01',
      '1 a gold 03-01..null',
      '2 a null 01-01..null',
      // The version that was open is told what it lacked.
      '3 a gold 01-01..null',
      '4 b null 01-02..02-02',
      '4 c red 02-02..null',
      '5 n new 03-02..null',
    ]);
    expect(await told('dated_carry')).toEqual([
      '1 a gold 01-01..null',
      '2 a null 01-01..null',
      '3 a gold 01-01..null',
      '4 b red 01-02..02-02',
      '4 c red 02-02..null',
      '5 n new 03-02..null',
    ]);
    expect(await told('undated_null')).toEqual([
      '1 a gold 01-10..null',
      '2 a null 01-10..null',
      '3 a null 01-10..03-10',
      '3 b gold 03-10..null',
    ]);
    expect(await told('undated_carry')).toEqual([
      '1 a gold 01-10..null',
      '2 a null 01-10..null',
      '3 a gold 01-10..03-10',
      '3 b gold 03-10..null',
    ]);
    expect(await told('told_null')).toEqual([
      '1 a null 01-01..03-01',
      '1 a gold 03-01..null',
      '2 a null 01-01..01-05',
      '2 a red 03-02..null',
      '3 a null 01-01..null',
    ]);
    expect(await told('told_carry')).toEqual([
      '1 a gold 01-01..null',
      '2 a red 01-01..01-05',
      '2 a red 03-02..null',
      '3 a null 01-01..null',
    ]);
    expect(await told('logged_replay')).toEqual(['1 a x 01-01..01-03', '1 a y 01-03..null']);
    await isSettled(2);
  });

  it('goes on as if the column had always been there', async () => {
    const { exitCode, stdout } = await load(3);
    expect(exitCode, stdout).toBe(0);
    expect(await told('dated_null')).toEqual([
      '1 a null 01-01..03-01',
      '1 a gold 03-01..null',
      '2 a null 01-01..04-01',
      '2 a blue 04-01..null',
      '3 a gold 01-01..04-02',
      '3 a silver 04-02..null',
      '4 b null 01-02..02-02',
      '4 c red 02-02..04-10',
      '5 n new 03-02..null',
    ]);
    // A null that was delivered is known: the value that came after it is a change.
    expect(await told('dated_carry')).toEqual([
      '1 a gold 01-01..null',
      '2 a null 01-01..04-01',
      '2 a blue 04-01..null',
      '3 a gold 01-01..04-02',
      '3 a silver 04-02..null',
      '4 b red 01-02..02-02',
      '4 c red 02-02..04-10',
      '5 n new 03-02..null',
    ]);
    expect(await told('dated_replay')).toEqual([
      '1 a null 01-01..03-01',
      '1 a gold 03-01..null',
      '2 a null 01-01..04-01',
      '2 a blue 04-01..null',
      '3 a null 01-01..02-01',
      '3 a gold 02-01..04-02',
      '3 a silver 04-02..null',
      '4 b null 01-02..02-02',
      '4 c red 02-02..04-10',
      '5 n new 03-02..null',
    ]);
    expect(await told('dated_split_history', 'loyalty, current_loyalty')).toEqual([
      '1 a null gold 01-01..03-01',
      '1 a gold gold 03-01..null',
      '2 a null blue 01-01..04-01',
      '2 a blue blue 04-01..null',
      '3 a gold silver 01-01..04-02',
      '3 a silver silver 04-02..null',
      '4 b null red 01-02..02-02',
      '4 c red red 02-02..04-10',
      '5 n new new 03-02..null',
    ]);
    expect(await told('dated_split')).toEqual([
      '1 a gold 03-01..null',
      '2 a blue 04-01..null',
      '3 a silver 04-02..null',
      '5 n new 03-02..null',
    ]);
    expect(await told('dated_now')).toEqual([
      '1 a gold 01-01..null',
      '2 a blue 01-01..null',
      '3 a silver 01-01..null',
      '4 b red 01-02..02-02',
      '4 c red 02-02..04-10',
      '5 n new 03-02..null',
    ]);
    expect(await told('dated_first')).toEqual([
      '1 a gold 01-01..null',
      '2 a null 01-01..null',
      '3 a gold 01-01..null',
      '4 b red 01-02..02-02',
      '4 c red 02-02..04-10',
      '5 n new 03-02..null',
    ]);
    expect(await told('undated_null')).toEqual([
      '1 a gold 01-10..null',
      '2 a null 01-10..04-10',
      '2 a blue 04-10..null',
      '3 a null 01-10..03-10',
      '3 b gold 03-10..null',
    ]);
    expect(await told('told_null')).toEqual([
      '1 a null 01-01..01-20',
      '1 b late 01-20..03-01',
      '1 a gold 03-01..04-01',
      '2 a null 01-01..01-05',
      '2 a red 03-02..null',
      '3 a told 01-01..null',
    ]);
    expect(await told('told_flagged', 'loyalty, is_deleted')).toEqual([
      '1 a null false 01-01..01-20',
      '1 b late false 01-20..03-01',
      '1 a gold false 03-01..04-01',
      '1 a gold true 04-01..null',
      '2 a null false 01-01..01-05',
      '2 a null true 01-05..03-02',
      '2 a red false 03-02..null',
      '3 a told false 01-01..null',
    ]);
    expect(await told('told_carry')).toEqual([
      '1 a late 01-01..01-20',
      '1 b late 01-20..03-01',
      '1 a gold 03-01..04-01',
      '2 a red 01-01..01-05',
      '2 a red 03-02..null',
      '3 a told 01-01..null',
    ]);
    expect(await told('told_previous', 'loyalty, previous_loyalty')).toEqual([
      '1 a gold late 01-01..01-20',
      '1 b gold late 01-20..03-01',
      '1 a gold late 03-01..04-01',
      '2 a red null 01-01..01-05',
      '2 a red null 03-02..null',
      '3 a told null 01-01..null',
    ]);
    expect(await told('logged_replay')).toEqual([
      '1 a x 01-01..01-03',
      '1 a y 01-03..04-01',
      '1 a z 04-01..null',
    ]);
    await isSettled(3);
  });

  it('knows of kept events whether they were delivered with the column', async () => {
    const rows = await queryDuckDb(
      workbench.database,
      'select id, _has_loyalty, count(*)::int as events from int_shop__undated_events group by all order by all',
    );
    expect(rows.map((row) => Object.values(row).map(String).join(' '))).toEqual([
      '1 true 1',
      '1 null 2',
      '2 true 2',
      '2 null 1',
      '3 true 1',
      '3 null 1',
    ]);
  });

  it('fills a column that a run took before it died', async () => {
    const before = await everything();
    await changeDuckDb(workbench.database, [
      ...models.map((model) => `update dim_${model} set loyalty = null`),
    ]);
    expect((await dbt(['run'], '2024-06-01')).exitCode).toBe(0);
    expect(await everything()).toEqual(before);
  });

  async function use(stage: 'before' | 'after' | 'unplanned'): Promise<void> {
    session.close();
    await rm(workbench.project, { recursive: true });
    await cp(path.join(folder, `dbt-${stage}`), workbench.project, { recursive: true });
    session = openDbtSession(workbench);
  }

  /** A second run at the same time and a later one write nothing, and a full refresh gives the same rows. */
  async function isSettled(index: number): Promise<void> {
    const before = await everything('*');
    expect((await dbt(['run'], loads[index]?.at ?? '')).exitCode).toBe(0);
    expect(await everything('*')).toEqual(before);
    expect((await dbt(['build'], `${loads[index]?.at.slice(0, 8)}20`)).exitCode).toBe(0);
    expect(await everything('*')).toEqual(before);
    const rows = await everything();
    expect((await dbt(['run', '--full-refresh'], `${loads[index]?.at.slice(0, 8)}21`)).exitCode).toBe(0);
    expect(await everything()).toEqual(rows);
  }

  async function everything(items = '* exclude (_loaded_at)'): Promise<Readonly<Record<string, unknown>>> {
    const found: Record<string, unknown> = {};
    for (const model of models) {
      const rows = await queryDuckDb(workbench.database, `select ${items} from dim_${model}`);
      // A column that was added stands last, until the table is rebuilt.
      found[model] = rows
        .map((row) => JSON.stringify(Object.entries(row).sort(), (_, value: unknown) => String(value)))
        .sort();
    }
    return found;
  }

  async function told(model: string, items = 'loyalty'): Promise<string[]> {
    const rows = await queryDuckDb(
      workbench.database,
      `select id, segment, ${items}, strftime(valid_from, '%m-%d') as begins, strftime(valid_to, '%m-%d') as ends
      from dim_${model} where id is not null order by id, valid_from`,
    );
    return rows.map((row) => {
      const values = Object.values(row).map(String);
      const [begins = '', ends = ''] = values.slice(-2);
      return `${values.slice(0, -2).join(' ')} ${begins}..${ends}`;
    });
  }

  async function columns(model: string): Promise<string[]> {
    const rows = await queryDuckDb(workbench.database, `select name from pragma_table_info('${model}')`);
    return rows.flatMap((row) => Object.values(row).map(String));
  }

  async function load(index: number) {
    const { at, rows } = loads[index] ?? { at: '', rows: {} };
    const dropped = index < 2 ? ['alter table raw_shop.@ drop column loyalty'] : [];
    await changeDuckDb(workbench.database, [
      'create schema if not exists raw_shop',
      ...Object.entries(rows).flatMap(([table, values]) =>
        [
          'create or replace table raw_shop.@ (id bigint, segment text, email text, changed_at timestamp, op text, loyalty text)',
          `insert into raw_shop.@ values ${values}`,
          ...dropped,
        ].map((statement) => statement.replace('@', table)),
      ),
    ]);
    return dbt(['build'], at);
  }

  function dbt(parameters: readonly string[], at: string) {
    return session.run(parameters, { load_at: `${at} 06:00:00` });
  }
});
