/** Reading a plan: what is loaded, which dbt command follows, what must come of it, which tables are dumped. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const LOAD_KEYS = ['seeds', 'load_at', 'vars', 'command', 'expect'];
const SEED_KEYS = ['schema', 'table', 'csv', 'columns', 'null', 'mode'];

/** The plan with its defaults filled in and its CSV paths absolute (they are relative to the plan). */
export function readPlan(file) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  refuseUnknown(plan, ['env', 'loads', 'dump'], file);
  if (!plan.loads?.length) throw new Error(`${file}: no loads`);
  const loads = plan.loads.map((load, index) =>
    readLoad(load, `${file}: load ${index + 1}`, path.dirname(file)),
  );
  const { env = {}, dump = [] } = plan;
  if (dump !== 'models' && !Array.isArray(dump))
    throw new Error(`${file}: dump is a list of relations or "models", not ${JSON.stringify(dump)}`);
  return { env, loads, dump };
}

function readLoad(load, where, folder) {
  refuseUnknown(load, LOAD_KEYS, where);
  const { seeds = [], load_at = null, vars = {}, command = ['build'], expect = 'success' } = load;
  if (!['success', 'failure'].includes(expect))
    throw new Error(`${where}: expect is success or failure, not ${expect}`);
  return {
    seeds: seeds.map((seed) => readSeed(seed, where, folder)),
    vars: load_at === null ? vars : { ...vars, load_at },
    command,
    expect,
  };
}

function readSeed(seed, where, folder) {
  refuseUnknown(seed, SEED_KEYS, where);
  const { schema, table, csv, columns, null: nothing = '', mode = 'replace' } = seed;
  if (!schema || !table || !csv || !columns?.length)
    throw new Error(`${where}: a seed needs schema, table, csv and columns`);
  if (!['replace', 'append'].includes(mode))
    throw new Error(`${where}: mode is replace or append, not ${mode}`);
  return { schema, table, csv: path.resolve(folder, csv), columns, null: nothing, mode };
}

function refuseUnknown(object, known, where) {
  const unknown = Object.keys(object).filter((key) => !known.includes(key));
  if (unknown.length) throw new Error(`${where}: unknown ${unknown.join(', ')}`);
}
