import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../engines/redshift/pg-only.mjs', import.meta.url));
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-pg-only-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function findings(sql: string): Promise<readonly string[]> {
  const file = path.join(folder, 'statements.sql');
  await writeFile(file, sql);
  const run = promisify(execFile)(process.execPath, [program, file]);
  const { stdout } = await run.catch((error: unknown) => error as { stdout: string });
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.replace(/^.*\.sql:\d+: /, ''));
}

it('finds what only PostgreSQL knows', async () => {
  expect(await findings('select distinct on (a) a from t;\nselect cast(a = 1 as varchar) from t;')).toEqual([
    'DISTINCT ON',
    'boolean cast to text',
  ]);
});

it("doesn't take the text that nullif gives for a boolean", async () => {
  expect(await findings("select cast(nullif(a, '') as varchar(20)) from t;")).toEqual([]);
});
