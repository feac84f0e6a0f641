/** Reading a plan: what is loaded, which dbt command follows, what must come of it, which tables are dumped. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

const LOAD_KEYS = ['seeds', 'load_at', 'vars', 'command', 'expect', 'message', 'unchanged', 'dump', 'repo'];
const PLAN_KEYS = ['loads', 'dump', 'env', 'targets', 'expected'];
const SEED_KEYS = ['schema', 'table', 'csv', 'columns', 'null', 'mode'];

/**
 * The plan with its defaults filled in and its paths absolute (they are relative to the plan).
 *
 * @param target dbtgen's word for the dialect: what the plan says of it alone, in `targets`, is put in
 * @param {{ loads: number, tests: 'in the last' | 'in none' }} [brief] how many loads are run; without it all, with data tests
 */
export function readPlan(file, target, brief) {
  const plan = JSON.parse(readFileSync(file, 'utf8'));
  refuseUnknown(plan, PLAN_KEYS, file);
  if (!plan.loads?.length) throw new Error(`${file}: no loads`);
  const folder = path.dirname(file);
  const only = plan.targets?.[target] ?? {};
  refuseUnknown(only, ['vars'], `${file}: targets.${target}`);
  const dump = plan.dump ?? [];
  const wanted = brief === undefined ? plan.loads : briefly(plan.loads, brief);
  const loads = wanted.map((load, index) => {
    const where = `${file}: load ${index + 1}`;
    if (index === 0 && load.unchanged) throw new Error(`${where}: unchanged from what? nothing came before`);
    return readLoad({ dump, ...load, vars: { ...only.vars, ...load.vars } }, where, folder);
  });
  return {
    loads,
    env: plan.env ?? {},
    expected: plan.expected === undefined ? undefined : path.resolve(folder, plan.expected),
  };
}

/** The first loads; what data tests that are left out would have said is not waited for. */
function briefly(all, { loads, tests }) {
  const first = all.slice(0, loads);
  const tested = tests === 'in none' ? -1 : first.findLastIndex(({ expect }) => expect !== 'failure');
  return first.map((load, index) => {
    const { command: [word, ...options] = ['build'], message: _, ...rest } = load;
    if (load.expect === 'failure') return load;
    if (index === tested) return { ...load, command: ['build', ...options] };
    return word === 'build' ? { ...rest, command: ['run', ...options] } : load;
  });
}

function readLoad(load, where, folder) {
  refuseUnknown(load, LOAD_KEYS, where);
  const { seeds = [], load_at = null, vars = {}, command = ['build'], expect = 'success' } = load;
  const { message = [], unchanged = false, dump, repo = 'present' } = load;
  if (!Array.isArray(message)) throw new Error(`${where}: message is a list of texts`);
  if (!Array.isArray(dump) && dump !== 'models')
    throw new Error(`${where}: dump is a list or the word models`);
  if (!['present', 'before'].includes(repo))
    throw new Error(`${where}: repo is present or before, not ${repo}`);
  if (!['success', 'failure'].includes(expect))
    throw new Error(`${where}: expect is success or failure, not ${expect}`);
  return {
    seeds: seeds.map((seed) => readSeed(seed, where, folder)),
    vars: load_at === null ? vars : { ...vars, load_at },
    command,
    expect,
    message,
    unchanged,
    dump,
    repo,
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
