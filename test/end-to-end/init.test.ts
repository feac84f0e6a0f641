import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { createWorkbench, runDbt, type Workbench } from './dbt.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';

/** The first minutes with dbtgen: `dbtgen init`, `dbtgen build`, then dbt on a little data. */
describe('the project that init writes', () => {
  let folder: string;
  let bench: Workbench;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-init-'));
    expect(await dbtgen('init', folder)).toEqual({ code: 0, err: '' });
    expect(await dbtgen('build', path.join(folder, 'blueprints'))).toEqual({ code: 0, err: '' });
    bench = await createWorkbench(path.join(folder, 'dbt'), 'shop');
  });

  afterAll(async () => {
    await bench.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function dbtgen(...parameters: string[]): Promise<{ code: number; err: string }> {
    const printed = { out: '', err: '' };
    const channel = (name: keyof typeof printed) => ({
      isTerminal: false,
      write: (text: string) => {
        printed[name] += text;
      },
    });
    const code = await runCommandLine(parameters, { out: channel('out'), err: channel('err') });
    return { code, err: printed.err };
  }

  it('is checked as it was built', async () => {
    expect(await dbtgen('check', path.join(folder, 'blueprints'))).toEqual({ code: 0, err: '' });
  });

  it('brings the schema that its editor line names', async () => {
    const schema = await readFile(path.join(folder, 'blueprints', 'dbtgen.schema.json'), 'utf8');
    expect(JSON.parse(schema)).toMatchObject({ anyOf: expect.any(Array) as unknown });
  });

  it('parses with nothing deprecated', async () => {
    const strict = ['--warn-error-options', '{"error": ["Deprecations"]}'];
    const outcome = await runDbt({ ...bench, parameters: [...strict, 'parse'] });
    expect(outcome.exitCode, outcome.stdout).toBe(0);
  });

  it('builds on a little data', async () => {
    await changeDuckDb(bench.database, [
      'create schema raw_shop',
      `create table raw_shop.customers as
       select 1 as id, 'Anna' as full_name, 'consumer' as segment, timestamp '2024-01-01 00:00:00' as updated_at`,
      `create table raw_shop.order_lines as
       select 7 as order_id, 1 as line_number, 1 as customer_id, 'web' as channel, 3 as quantity, 2.50 as unit_price,
       timestamp '2024-02-03 12:00:00' as ordered_at`,
    ]);
    const outcome = await runDbt({ ...bench, parameters: ['build'] });
    expect(outcome.exitCode, outcome.stdout).toBe(0);
    expect(
      await queryDuckDb(
        bench.database,
        `select full_name, order_date_key, amount::varchar as amount
         from fct_order_lines left join dim_customer using (customer_key)`,
      ),
    ).toEqual([{ full_name: 'Anna', order_date_key: 20240203, amount: '7.50' }]);
  });
});
