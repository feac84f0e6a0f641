/** One load of a plan: raw tables in, dbt, tables out. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadProblems } from './load-problems.mjs';

const TAIL = 60;
const DUMPED = ['model', 'seed', 'snapshot'];

/** Each repo's own: what dbt makes of one repo from what it knows of another can have parts of both. */
const TARGET = { present: 'target', before: 'target-before' };

/**
 * Runs load `number` and writes `out/<number>/`: a CSV per dumped relation, results.json, console.log and dbt.log.
 *
 * @returns {Promise<{results: object, summary: string, failure?: string}>} `results` as in results.json
 *   ({load, nodes: [{name, materialized, status, message}], seconds, missing}), `summary` one line, and `failure` when the load did
 *   not end as the plan says, with the end of dbt's output
 * @throws when a raw table cannot be loaded
 */
export async function runLoad({ session, load, number, project, out, plan }) {
  const began = Date.now();
  const folder = path.join(out, String(number));
  const work = path.join(out, 'work');
  const target = path.join(work, TARGET[load.repo]);
  mkdirSync(folder);
  for (const seed of load.seeds)
    await session.must({ seed }, `load ${number}: raw table ${seed.schema}.${seed.table}`);

  const output = path.join(folder, 'console.log');
  rmSync(path.join(target, 'run_results.json'), { force: true });
  const places = [
    ...['--project-dir', project],
    ...['--profiles-dir', work],
    ...['--target-path', target],
    ...['--log-path', folder],
  ];
  const vars = Object.keys(load.vars).length ? ['--vars', JSON.stringify(load.vars)] : [];
  const answer = await session.ask({
    dbt: [...load.command, ...places, ...vars],
    console: output,
    env: plan.env,
  });

  const known = nodesOf(target);
  const nodes = nodeResults(target, known);
  const missing = await dumpRelations({ session, dump: load.dump, known, folder });
  const seconds = (Date.now() - began) / 1000;
  const results = { load: number, nodes, seconds, missing: missing.map(({ name }) => name) };
  writeFileSync(path.join(folder, 'results.json'), `${JSON.stringify(results, null, 2)}\n`);

  const outcome = answer.ok ? 'success' : 'failure';
  const summary = `${outcome}, ${counted(nodes)}, dbt ${answer.seconds} s of ${seconds.toFixed(1)} s`;
  const printed = readFileSync(output, 'utf8');
  const said = `${printed}\n${answer.error ?? ''}`;
  const reasons = [
    ...(outcome === load.expect ? [] : [`expected ${load.expect}, got ${outcome}`]),
    ...(answer.ok ? missing.map(({ name, reason }) => `${name} cannot be dumped: ${reason}`) : []),
    ...loadProblems(load, { number, nodes, out, printed: said, expected: plan.expected }),
  ];
  if (!reasons.length) return { results, summary };
  const tail = printed.trimEnd().split('\n').slice(-TAIL).join('\n');
  return {
    results,
    summary,
    failure: `load ${number}: ${reasons.join('\n')}\n${answer.error ?? ''}\n${tail}`,
  };
}

/** The nodes of the manifest by their id; none when dbt stopped before it wrote one. */
function nodesOf(target) {
  const file = path.join(target, 'manifest.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).nodes : {};
}

function nodeResults(target, known) {
  const file = path.join(target, 'run_results.json');
  if (!existsSync(file)) return []; // dbt stopped before it ran anything
  const { results } = JSON.parse(readFileSync(file, 'utf8'));
  return results.map(({ unique_id, status, message }) => ({
    name: unique_id.split('.').slice(2, 3)[0],
    materialized: known[unique_id]?.config.materialized,
    status,
    message,
  }));
}

function counted(nodes) {
  const counts = {};
  for (const { status } of nodes) counts[status] = (counts[status] ?? 0) + 1;
  return (
    Object.entries(counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ') || 'no node ran'
  );
}

/** Dumps what the manifest knows by these names, or every model that is a relation; answers what could not be. */
async function dumpRelations({ session, dump, known, folder }) {
  if (!dump.length) return [];
  const nodes = Object.values(known);
  const names = dump === 'models' ? modelNames(nodes) : dump;
  const missing = [];
  for (const name of names) {
    const node = nodes.find((each) => each.name === name && DUMPED.includes(each.resource_type));
    const relation = node && { database: node.database, schema: node.schema, identifier: node.alias };
    const answer = relation && (await session.ask({ dump: relation, to: path.join(folder, `${name}.csv`) }));
    if (!answer?.ok)
      missing.push({ name, reason: answer?.error.split('\n')[0] ?? 'no such node in the project' });
  }
  return missing;
}

function modelNames(nodes) {
  return nodes
    .filter(({ resource_type, config }) => resource_type === 'model' && config.materialized !== 'ephemeral')
    .map(({ name }) => name)
    .sort();
}
