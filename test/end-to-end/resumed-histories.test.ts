import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Workbench } from './dbt.js';
import { type DbtSession, openDbtSession } from './dbt-session.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';
import { generatedWorkbench } from './generated.js';

const blueprints = `
project: bank
description: Accounts of branches
dialect: duckdb
---
source: bank
schema: raw_bank
description: The bank
tables:
  - table: accounts
    description: Accounts
    shape: cdc
    key: [branch, number]
    changed_at: changed_at
    operation: {column: op, delete: [D]}
    columns:
      - {name: branch, type: string}
      - {name: number, type: bigint}
      - {name: product, type: string}
      - {name: owner, type: string}
      - {name: phone, type: string}
      - {name: changed_at, type: timestamp}
      - {name: op, type: string}
---
dimension: account
description: Accounts
from: bank.accounts
natural_key: [branch, number]
history: {deletes: close}
attributes:
  - {name: product, scd: 2}
  - {name: owner, scd: 1}
  - {name: phone, scd: 1}
`;

/** What each load brings; the keys begin with the branch. */
const loads = [
  `('north', 1, 'giro', 'Ann', '11', '2024-01-01', 'I'), ('north', 2, 'giro', 'Bob', '22', '2024-01-01', 'I'),
   ('south', 1, 'giro', 'Cat', '33', '2024-01-01', 'I')`,
  `('north', 1, 'save', 'Ann', '11', '2024-02-01', 'U'), ('north', 2, null, null, null, '2024-02-01', 'D'),
   ('south', 1, 'save', 'Dan', '33', '2024-02-02', 'U')`,
  // A return without an owner, an event between the others, and nothing but another owner.
  `('north', 2, 'giro', null, null, '2024-03-01', 'I'), ('north', 1, 'loan', 'Ann', '11', '2024-01-15', 'U'),
   ('south', 1, 'save', 'Eve', '33', '2024-03-01', 'U')`,
  // The loan never was, and the last owner of the south is what was said before.
  `('north', 1, 'giro', 'Ann', '11', '2024-01-15', 'U'), ('south', 1, 'save', 'Fay', '33', '2024-02-20', 'U')`,
];
const loadTimes = ['2024-01-10', '2024-02-10', '2024-03-10', '2024-04-10'];

/** Histories that go on from where a load changes them, with what is overwritten on versions that were over before. */
describe('a history that goes on', () => {
  let workbench: Workbench;
  let session: DbtSession;

  beforeAll(async () => {
    workbench = await generatedWorkbench(blueprints, 'bank');
    session = openDbtSession(workbench);
  });

  afterAll(async () => {
    session.close();
    await workbench.remove();
  });

  async function load(index: number, ...options: string[]): Promise<void> {
    await changeDuckDb(workbench.database, [
      'create schema if not exists raw_bank',
      `create or replace table raw_bank.accounts as
       select * replace (changed_at::timestamp as changed_at)
       from (values ${loads[index]}) as rows(branch, number, product, owner, phone, changed_at, op)`,
    ]);
    const { exitCode, stdout } = await session.run(['run', ...options], { load_at: loadTimes[index] });
    expect(exitCode, stdout).toBe(0);
  }

  async function versions(): Promise<string[]> {
    const rows = await queryDuckDb(
      workbench.database,
      `select branch, number, product, owner, strftime(valid_from, '%m-%d') as begins,
              strftime(valid_to, '%m-%d') as ends, strftime(_loaded_at, '%m') as loaded
       from dim_account where branch is not null order by branch, number, valid_from`,
    );
    return rows.map((row) => Object.values(row).map(String).join(' '));
  }

  it('leaves versions alone that were over before, but for what is overwritten', async () => {
    await load(0);
    await load(1);
    expect(await versions()).toEqual([
      'north 1 giro Ann 01-01 02-01 02',
      'north 1 save Ann 02-01 null 02',
      'north 2 giro Bob 01-01 02-01 02',
      'south 1 giro Dan 01-01 02-02 02',
      'south 1 save Dan 02-02 null 02',
    ]);
    await load(2);
    expect(await versions()).toEqual([
      'north 1 giro Ann 01-01 01-15 03',
      'north 1 loan Ann 01-15 02-01 03',
      'north 1 save Ann 02-01 null 02',
      'north 2 giro null 01-01 02-01 03',
      'north 2 giro null 03-01 null 03',
      'south 1 giro Eve 01-01 02-02 03',
      'south 1 save Eve 02-02 null 03',
    ]);
  });

  it('changes nothing where what is said last stays', async () => {
    const before = await versions();
    await load(3);
    const after = [
      // Of two events at one instant the one that arrived later says what holds.
      'north 1 giro Ann 01-01 02-01 04',
      'north 1 save Ann 02-01 null 02',
      ...before.filter((version) => !version.startsWith('north 1')),
    ];
    expect(await versions()).toEqual(after);
    await load(3);
    expect(await versions()).toEqual(after);
  });

  it('is what a rebuild makes of it', async () => {
    const rows = async () => (await versions()).map((version) => version.slice(0, -3));
    const before = await rows();
    await load(3, '--full-refresh');
    expect(await rows()).toEqual(before);
  });
});
