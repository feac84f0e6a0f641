// What dbt's snapshots and SQLMesh make of histories told as data (a YAML file, as for run-shared.mjs): of those with versions
// only. Each tool reads a table of the source's present, which is brought to the state after each load in turn. Compared is, for
// each key, which versions there are, in order, and whether the last is open; not when they began.
//
//   node test/histories/tools/run-tools.mjs <histories.yaml> [--only <text>]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { readHistories } from '../told/read-histories.mjs';
import { writeSnapshots } from './dbt-snapshots.mjs';
import { presentStates } from './present-state.mjs';
import { writeModels } from './sqlmesh-models.mjs';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', default: '' } },
});
const [file] = positionals;
if (file === undefined)
  throw new Error('which histories? node test/histories/tools/run-tools.mjs <histories.yaml>');
// A table that gets new columns is another model for each tool; that is left out.
const histories = readHistories(file, values.only).filter(({ kind, before }) => kind === 'scd2' && !before);
const states = new Map(histories.map((history) => [history.id, presentStates(history)]));
const loads = Math.max(...histories.map((history) => history.loads.length));
const folder = mkdtempSync(path.join(tmpdir(), 'dbtgen-tools-'));

const literal = (value) =>
  value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`;

async function inDatabase(database, use) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  try {
    return await use(async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson());
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** Brings every table to its state after load `index`; one that has no such load stays as it is. */
async function land(database, index) {
  await inDatabase(database, async (run) => {
    for (const { id, name, columns } of histories) {
      const rows = states.get(id)[index];
      if (rows === undefined) continue;
      const defined = columns.map(({ from, type }) => `"${from}" ${type === 'string' ? 'varchar' : type}`);
      await run(`create schema if not exists raw_${name}`);
      await run(`create or replace table raw_${name}.told (${defined.join(', ')})`);
      const cells = rows.map((row) => `(${columns.map(({ from }) => literal(row[from])).join(', ')})`);
      if (cells.length) await run(`insert into raw_${name}.told values ${cells.join(', ')}`);
    }
  });
}

function must(program, parameters, cwd) {
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
  });
  // dbt ends with 1 where one of the snapshots fails; the others are there all the same
  if (status !== 0 && !/Done\. PASS=/.test(stdout)) throw new Error(`${stdout}${stderr}`);
}

async function dbt() {
  const database = path.join(folder, 'dbt.duckdb');
  const project = path.join(folder, 'dbt');
  const places = [
    ...writeSnapshots(project, histories, 'check').map((place) => ({
      tool: 'dbt snapshot, check',
      ...place,
    })),
    ...writeSnapshots(project, histories, 'timestamp').map((place) => ({
      tool: 'dbt snapshot, timestamp',
      ...place,
    })),
  ];
  writeFileSync(
    path.join(folder, 'profiles.yml'),
    JSON.stringify({ told: { target: 't', outputs: { t: { type: 'duckdb', path: database, threads: 2 } } } }),
  );
  for (let index = 0; index < loads; index += 1) {
    await land(database, index);
    must(
      path.join(root, '.venv/bin/dbt'),
      ['--no-use-colors', 'snapshot', '--profiles-dir', folder],
      project,
    );
  }
  return judged(database, places);
}

async function sqlmesh() {
  const found = [];
  for (const kind of ['BY_COLUMN', 'BY_TIME']) {
    // in small letters: SQLMesh does not find its tables again in a catalog with capitals
    const database = path.join(folder, `${kind.toLowerCase()}.duckdb`);
    const project = path.join(folder, kind);
    mkdirSync(project);
    const places = writeModels(project, database, histories, kind);
    if (places.length === 0) continue;
    for (let index = 0; index < loads; index += 1) {
      await land(database, index);
      const time = new Date(Date.UTC(2026, 0, 2 + index)).toISOString().slice(0, 10);
      must(path.join(root, '.cache/sqlmesh/bin/python'), [
        path.join(root, 'scripts/bench/history/sqlmesh_load.py'),
        project,
        `${time} 00:00:00`,
      ]);
    }
    found.push(
      ...(await judged(
        database,
        places.map((place) => ({ tool: `SQLMesh, ${kind}`, ...place })),
      )),
    );
  }
  return found;
}

async function judged(database, places) {
  return inDatabase(database, async (run) => {
    const results = [];
    for (const place of places) {
      const history = histories.find(({ id }) => id === place.id);
      const wanted = versionsOf(history, history.expected, 'valid_from', 'valid_to');
      const rows = await run(`select * from ${place.table}`).catch((error) => error.message.split('\n')[0]);
      const said = typeof rows === 'string' ? rows : versionsOf(history, rows, place.from, place.to);
      results.push({ ...place, verdict: said === wanted ? 'right' : 'wrong', said, wanted });
    }
    return results;
  });
}

/** The versions of each key in order, as text. */
function versionsOf({ natural_key: key, tracked }, rows, from, to) {
  const byKey = new Map();
  for (const row of rows.map(inSmallLetters).sort((a, b) => (String(a[from]) < String(b[from]) ? -1 : 1))) {
    const id = key.map((name) => String(row[name.toLowerCase()])).join('/');
    const version = `${tracked.map((name) => plain(row[name.toLowerCase()])).join(' ')}${row[to] === null ? ' (open)' : ''}`;
    byKey.set(id, [...(byKey.get(id) ?? []), version]);
  }
  return [...byKey]
    .map(([id, versions]) => `${id}: ${versions.join(' | ')}`)
    .sort()
    .join('; ');
}

/** A value as text; a decimal without trailing zeros. */
const plain = (value) => String(value ?? null).replace(/^(-?\d+)(?:\.0+|(\.\d*?)0+)$/, '$1$2');

const inSmallLetters = (row) =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));

const results = [...(await dbt()), ...(await sqlmesh())];
for (const tool of new Set(results.map((result) => result.tool))) {
  const own = results.filter((result) => result.tool === tool);
  const wrong = own.filter(({ verdict }) => verdict === 'wrong');
  console.log(`\n${tool}: ${own.length - wrong.length} of ${own.length} histories right`);
  for (const { id, said, wanted } of wrong) console.log(`  ${id}\n    says   ${said}\n    wanted ${wanted}`);
}
rmSync(folder, { recursive: true });
