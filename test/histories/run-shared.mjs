// Runs histories told as data (a YAML file: what each load found, what the table must say at last) through real dbt on
// DuckDB: all of them in one project, each with a source schema and a dimension of its own. Then the last load once
// more, as of the same time and as of a later one, and a full refresh: nothing may change.
//
//   node test/histories/run-shared.mjs <histories.yaml> [--only <text>] [--keep]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { parse, stringify } from 'yaml';

const root = fileURLToPath(new URL('../..', import.meta.url));
const [file, ...options] = process.argv.slice(2);
if (file === undefined)
  throw new Error('which histories? node test/histories/run-shared.mjs <histories.yaml>');
const only = options.includes('--only') ? options[options.indexOf('--only') + 1] : '';
const told = parse(readFileSync(file, 'utf8')).filter((history) => history.id.includes(only));

/** Why this version of dbtgen can't tell a history yet; nothing where it can. */
function refused({ schema_change }) {
  if (schema_change) return 'schema_change: a new tracked column is not supported yet';
  return undefined;
}

const folder = mkdtempSync(join(tmpdir(), 'dbtgen-told-'));
const database = join(folder, 'warehouse.duckdb');
const histories = told
  .filter((history) => refused(history) === undefined)
  .map((history, index) => ({ ...history, name: `h${index}`, columns: columnsOf(history) }))
  .map((history) =>
    history.kind === 'scd4'
      ? { ...history, expected: history.expected.history, current: history.expected.current }
      : history,
  );
const problems = new Map(histories.map(({ id }) => [id, []]));

/** Column names and types, read off the rows. */
function columnsOf({ loads, effective_at: effectiveAt, natural_key: key }) {
  const types = new Map();
  for (const row of loads.flatMap((load) => load.rows)) {
    for (const [name, value] of Object.entries(row)) {
      if (value === null || value === undefined) types.set(name, types.get(name));
      else if (name === effectiveAt) types.set(name, /^\d{4}-\d\d-\d\d$/.test(value) ? 'date' : 'timestamp');
      else if (typeof value === 'number')
        types.set(
          name,
          Number.isInteger(value) && types.get(name) !== 'decimal(12,2)' ? 'bigint' : 'decimal(12,2)',
        );
      else types.set(name, 'string');
    }
  }
  for (const name of key) types.set(name, types.get(name) ?? 'string');
  return [...types].map(([name, type]) => ({ from: name, name: staged(name), type: type ?? 'string' }));
}

/** snake_case, and free of words that a dialect reserves. */
function staged(name) {
  const snake = name.replaceAll(/([A-Z])/g, '_$1').toLowerCase();
  return ['date', 'name', 'id', 'operation', 'state'].includes(snake)
    ? `its_${snake}`
    : snake.replace(/^_/, 'its_');
}

function blueprints() {
  const scope = (history) =>
    history.absence_scope ? { absence: { scope: history.absence_scope.map(staged) } } : {};
  const flag = (history) =>
    typeof history.deletes === 'object' ? Object.entries(history.deletes.by_flag)[0] : undefined;
  const truncates = (history) =>
    history.loads.some((load) => load.rows.some((row) => Object.values(row).includes('TRUNCATE')));
  const operation = (history) => {
    const [column, value] = flag(history) ?? [];
    if (column === undefined) return {};
    return {
      operation: {
        column: staged(column),
        delete: [value].flat(),
        ...(truncates(history) ? { truncate: ['TRUNCATE'] } : {}),
      },
    };
  };
  return [
    {
      project: 'told',
      description: 'Histories told as data',
      dialect: 'duckdb',
      conventions: { open_start: '1970-01-01' },
    },
    ...histories.map((history) => ({
      source: history.name,
      schema: `raw_${history.name}`,
      description: history.id,
      tables: [
        {
          table: 'told',
          description: history.id,
          shape: history.input,
          key: history.natural_key.map(staged),
          ...(history.effective_at ? { changed_at: staged(history.effective_at) } : {}),
          ...(history.sequence && history.sequence !== 'arrival'
            ? { sequence: [history.sequence].flat().map(staged) }
            : {}),
          ...operation(history),
          ...scope(history),
          columns: history.columns.map(({ name, from, type }) =>
            name === from ? { name, type } : { name, from, type },
          ),
        },
      ],
    })),
    ...histories.map((history) => ({
      dimension: history.name,
      description: history.id,
      from: `${history.name}.told`,
      natural_key: history.natural_key.map(staged),
      history: {
        ...(history.first_version ? { first_version: history.first_version } : {}),
        ...(history.deletes === 'ignore'
          ? history.input === 'delta'
            ? {}
            : { deletes: 'ignore' }
          : { deletes: 'close' }),
        ...(history.late === 'reject' ? { late: 'reject' } : {}),
        ...(history.overwrite_scope ? { overwrite: history.overwrite_scope } : {}),
        ...(history.kind === 'scd4' ? { split: 'current_and_history' } : {}),
        ...(isEmpty(history) ? { versions: 'existence' } : {}),
      },
      attributes: attributesOf(history),
    })),
  ];
}

/** A table of keys alone: that a key exists is all that is tracked. */
function isEmpty({ tracked, overwrite }) {
  return tracked.length + overwrite.length === 0;
}

function attributesOf({
  kind,
  tracked,
  overwrite,
  natural_key: key,
  columns,
  current_columns: current,
  expected,
}) {
  const scdOf = (name) => (kind === 'scd3' ? 3 : current?.includes(name) ? 6 : 2);
  const originals = tracked.filter((name) => expected.some((row) => `original_${name}` in row));
  const attributes = [
    ...tracked.map((name) => ({ name: staged(name), scd: scdOf(name) })),
    ...originals.map((name) => ({ name: `original_${staged(name)}`, from: staged(name), scd: 0 })),
    ...overwrite.map((name) => ({ name: staged(name), scd: 1 })),
  ];
  return attributes.length > 0
    ? attributes
    : [
        {
          name: 'is_there',
          scd: 1,
          type: 'boolean',
          expression: `${columns.find((column) => key.includes(column.from)).name} is not null`,
        },
      ];
}

async function sql(statements) {
  const instance = await DuckDBInstance.create(database);
  const connection = await instance.connect();
  let rows = [];
  for (const statement of statements) rows = (await connection.runAndReadAll(statement)).getRowObjectsJS();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

const literal = (value) =>
  value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
const rawType = (type) => (type === 'string' ? 'varchar' : type);

function landing({ name, columns }, rows) {
  const definition = columns.map(({ from, type }) => `"${from}" ${rawType(type)}`).join(', ');
  const values = rows.map((row) => `(${columns.map(({ from }) => literal(row[from])).join(', ')})`);
  return [
    `create schema if not exists raw_${name}`,
    `create or replace table raw_${name}.told (${definition})`,
    ...(values.length > 0 ? [`insert into raw_${name}.told values ${values.join(', ')}`] : []),
  ];
}

function dbt(parameters, at) {
  const { status, stdout } = spawnSync(
    join(root, '.venv/bin/dbt'),
    [...parameters, '--no-use-colors', '--profiles-dir', folder, '--vars', JSON.stringify({ load_at: at })],
    {
      cwd: join(folder, 'dbt'),
      encoding: 'utf8',
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
    },
  );
  return { status, stdout };
}

const tableOf = ({ name, kind }) => (kind === 'scd4' ? `dim_${name}_history` : `dim_${name}`);

async function present(history, withLoadTime = false, table = tableOf(history)) {
  const rows = await sql([`select * from ${table} where ${staged(history.natural_key[0])} is not null`]);
  const instant = (value) =>
    value instanceof Date ? value.toISOString().slice(0, 19).replace('T', ' ') : value;
  const plain = (value) =>
    typeof value === 'bigint'
      ? Number(value)
      : value !== null && typeof value === 'object' && !(value instanceof Date)
        ? Number(String(value))
        : instant(value);
  return rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) =>
        name === '_loaded_at' && !withLoadTime ? [] : [[name, plain(value)]],
      ),
    ),
  );
}

function asText(rows, names) {
  return rows.map((row) => JSON.stringify(names.map((name) => row[name] ?? null))).sort();
}

/** A column of the table by the name that it has in the history. */
function said({ kind }, row, name) {
  const [, which, column] = /^(original|previous|current)_(.+)$/.exec(name) ?? [];
  if (which === undefined) return row[name] ?? row[staged(name)];
  return which === 'current' && kind === 'scd3' ? row[staged(column)] : row[`${which}_${staged(column)}`];
}

async function compare(history, when) {
  await compareTable(history, when, tableOf(history), history.expected);
  if (history.current !== undefined)
    await compareTable(history, when, `dim_${history.name}`, history.current);
}

async function compareTable(history, when, table, expected) {
  const rows = await present(history, false, table);
  // When a value of scd 3 changed is not among the columns of the language.
  const names = [...new Set(expected.flatMap((row) => Object.keys(row)))].filter(
    (name) => !name.endsWith('_changed_at'),
  );
  const padded = (name, value) =>
    ['valid_from', 'valid_to'].includes(name) && typeof value === 'string' && value.length === 10
      ? `${value} 00:00:00`
      : value;
  const wanted = asText(
    expected.map((row) => Object.fromEntries(names.map((name) => [name, padded(name, row[name])]))),
    names,
  );
  const found = asText(
    rows.map((row) => Object.fromEntries(names.map((name) => [name, said(history, row, name)]))),
    names,
  );
  if (wanted.join() !== found.join())
    problems.get(history.id).push(`${when}: ${table} says ${found.join(' ')} instead of ${wanted.join(' ')}`);
}

writeFileSync(
  join(folder, 'profiles.yml'),
  stringify({
    told: {
      target: 'test',
      outputs: { test: { type: 'duckdb', path: database, schema: 'main', threads: 2 } },
    },
  }),
);
mkdirSync(join(folder, 'blueprints'));
writeFileSync(
  join(folder, 'blueprints/told.yml'),
  blueprints()
    .map((document) => stringify(document))
    .join('---\n'),
);
const built = spawnSync(
  process.execPath,
  [
    join(root, 'dist/generator/cli.js'),
    'build',
    join(folder, 'blueprints'),
    '--dialect',
    'duckdb',
    '--output',
    join(folder, 'dbt'),
  ],
  { encoding: 'utf8' },
);
if (built.status !== 0) throw new Error(built.stderr);

// Load times differ between the histories: a run takes, of each history, the load of that very time.
const times = [...new Set(histories.flatMap((history) => history.loads.map((load) => load.at)))].sort();
const backwards = histories.filter(({ loads }) =>
  loads.some((load, index) => index > 0 && load.at < loads[index - 1].at),
);
const forwards = histories.filter((history) => !backwards.includes(history));
const select = (some) => ['run', '--select', ...some.flatMap(({ name }) => [`stg_${name}__told+`])];
const seen = new Map();
const rowsNow = (history, load) => {
  const so = [...(history.input === 'log' ? (seen.get(history.id) ?? []) : []), ...load.rows];
  seen.set(history.id, so);
  return so;
};
for (const at of times) {
  const due = forwards.flatMap((history) =>
    history.loads.filter((load) => load.at === at).map((load) => ({ history, load })),
  );
  if (due.length === 0) continue;
  await sql(due.flatMap(({ history, load }) => landing(history, rowsNow(history, load))));
  const { status, stdout } = dbt(select(due.map(({ history }) => history)), at);
  if (status !== 0)
    for (const { history } of due)
      if (stdout.includes(`dim_${history.name} `))
        problems.get(history.id).push(`${at}: ${stdout.slice(stdout.indexOf('Completed with'))}`);
}
for (const history of backwards) {
  for (const [index, load] of history.loads.entries()) {
    await sql(landing(history, rowsNow(history, load)));
    const { status, stdout } = dbt(select([history]), load.at);
    const earlier = history.loads.slice(0, index).some((before) => before.at > load.at);
    if ((status !== 0) !== earlier) problems.get(history.id).push(`${load.at}: ${stdout}`);
    if (earlier && !stdout.includes('a load time before the last load'))
      problems.get(history.id).push(`says not why: ${stdout}`);
  }
}
for (const history of histories) await compare(history, 'after all loads');

const before = new Map();
for (const history of histories) before.set(history.id, JSON.stringify(await present(history, true)));
const same = async (when, withLoadTime) => {
  for (const history of histories) {
    const names = Object.keys((await present(history, withLoadTime))[0] ?? {});
    const [old, now] = [JSON.parse(before.get(history.id)), await present(history, withLoadTime)].map(
      (rows) => asText(rows, names),
    );
    if (old.join() !== now.join())
      problems.get(history.id).push(`${when}: ${now.join(' ')} was ${old.join(' ')}`);
  }
};
const byLast = new Map(histories.map(({ loads }) => [loads.at(-1).at, []]));
for (const history of histories) byLast.get(history.loads.at(-1).at).push(history);
for (const [at, some] of byLast) dbt(select(some), at);
await same('the same load again', true);
const later = '2030-01-01 00:00:00';
const again = dbt(['run'], later);
if (again.status !== 0) console.error(again.stdout);
await same('the same load as of a later time', true);
const refreshed = dbt(['run', '--full-refresh'], later);
if (refreshed.status !== 0) console.error(refreshed.stdout);
await same('a full refresh', false);

let wrong = 0;
for (const history of told) {
  const why = refused(history);
  const found = problems.get(history.id) ?? [];
  if (found.length > 0) wrong += 1;
  console.log(
    `${why !== undefined ? 'refused' : found.length > 0 ? 'WRONG  ' : 'exact  '}  ${history.id}${why === undefined ? '' : `: ${why}`}`,
  );
  for (const problem of found) console.log(`         ${problem}`);
}
console.log(`${histories.length - wrong} exact, ${wrong} wrong, ${told.length - histories.length} refused`);
if (options.includes('--keep')) console.log(folder);
else rmSync(folder, { recursive: true });
process.exitCode = wrong > 0 ? 1 : 0;
