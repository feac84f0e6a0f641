/**
 * Runs an emitted dbt repo on the stand-in of its warehouse, load by load.
 *
 *   node run.mjs --dialect <duckdb|postgres|snowflake|redshift|bigquery|spark-delta|spark-iceberg>
 *                --project <dbt repo> --plan <plan.json> --out <folder>
 *
 * Before each load the plan's raw tables are replaced or appended to; then the load's dbt command runs. After each load:
 *   out/<n>/<relation>.csv     every relation of the plan's `dump`, normalised and sorted, so that files compare bytewise
 *   out/<n>/results.json       {load, nodes: [{name, status, message}], seconds, missing: [relations to dump that aren't there]}
 *   out/<n>/console.log, dbt.log
 *   out/work                   profile, target folder and logs of the engine
 * Exit 1, with the end of dbt's output, when a load does not end as its `expect` says. See README.md for the plan.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dialect } from './lib/dialects.mjs';
import { python } from './lib/environment.mjs';
import { readPlan } from './lib/plan.mjs';
import { writeProfile } from './lib/profile.mjs';
import { openSession } from './lib/session.mjs';

const TAIL = 60;

async function main() {
  const { values } = parseArgs({
    options: {
      dialect: { type: 'string' },
      project: { type: 'string' },
      plan: { type: 'string' },
      out: { type: 'string' },
    },
  });
  for (const key of ['dialect', 'project', 'plan', 'out'])
    if (!values[key]) throw new Error(`--${key} is missing`);
  const { folder, engine, settings } = dialect(values.dialect);
  const plan = readPlan(path.resolve(values.plan));
  const project = path.resolve(values.project);
  const out = path.resolve(values.out);
  const work = emptied(out);

  const interpreter = await python(engine.python);
  const started = await engine.start({ work, ...settings });
  let session;
  const stop = async () => {
    session?.kill();
    await started.stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => stop().finally(() => process.exit(1)));
  try {
    writeProfile(project, work, started.output);
    session = await openSession({
      python: interpreter,
      folder,
      options: started.options,
      log: path.join(work, 'session.log'),
    });
    for (const [index, load] of plan.loads.entries()) {
      await runLoad({ session, load, number: index + 1, project, work, out, dump: plan.dump });
    }
    await session.close();
  } finally {
    await stop();
  }
}

async function runLoad({ session, load, number, project, work, out, dump }) {
  const began = Date.now();
  const folder = path.join(out, String(number));
  mkdirSync(folder);
  for (const seed of load.seeds)
    await must(session, { seed }, `load ${number}: raw table ${seed.schema}.${seed.table}`);

  const target = path.join(work, 'target');
  const console_ = path.join(folder, 'console.log');
  rmSync(path.join(target, 'run_results.json'), { force: true });
  const places = [
    '--project-dir',
    project,
    '--profiles-dir',
    work,
    '--target-path',
    target,
    '--log-path',
    folder,
  ];
  const vars = Object.keys(load.vars).length ? ['--vars', JSON.stringify(load.vars)] : [];
  const answer = await session.ask({ dbt: [...load.command, ...places, ...vars], console: console_ });

  const nodes = nodeResults(target);
  const missing = await dumpRelations({ session, dump, target, folder, number });
  const seconds = (Date.now() - began) / 1000;
  writeFileSync(
    path.join(folder, 'results.json'),
    `${JSON.stringify({ load: number, nodes, seconds, missing }, null, 2)}\n`,
  );

  const outcome = answer.ok ? 'success' : 'failure';
  console.log(
    `load ${number}: ${outcome}, ${summary(nodes)}, dbt ${answer.seconds} s of ${seconds.toFixed(1)} s`,
  );
  if (outcome === load.expect && !(answer.ok && missing.length)) return;
  const tail = readFileSync(console_, 'utf8').trimEnd().split('\n').slice(-TAIL).join('\n');
  const reason =
    outcome === load.expect ? `not found: ${missing.join(', ')}` : `expected ${load.expect}, got ${outcome}`;
  throw new Error(`load ${number}: ${reason}\n${answer.error ?? ''}\n${tail}`);
}

/** An out folder without an earlier run's results; answers its work folder. */
function emptied(out) {
  mkdirSync(out, { recursive: true });
  for (const entry of readdirSync(out)) {
    if (entry === 'work' || /^\d+$/.test(entry)) rmSync(path.join(out, entry), { recursive: true });
  }
  const work = path.join(out, 'work');
  mkdirSync(work);
  return work;
}

function nodeResults(target) {
  const file = path.join(target, 'run_results.json');
  if (!existsSync(file)) return []; // dbt stopped before it ran anything
  const { results } = JSON.parse(readFileSync(file, 'utf8'));
  return results.map(({ unique_id, status, message }) => ({
    name: unique_id.split('.').slice(2, 3)[0],
    status,
    message,
  }));
}

function summary(nodes) {
  const counts = {};
  for (const { status } of nodes) counts[status] = (counts[status] ?? 0) + 1;
  return (
    Object.entries(counts)
      .map(([status, count]) => `${count} ${status}`)
      .join(', ') || 'no node ran'
  );
}

/** Dumps what the manifest knows by these names; answers the names of relations that do not exist. */
async function dumpRelations({ session, dump, target, folder, number }) {
  if (!dump.length) return [];
  const file = path.join(target, 'manifest.json');
  const nodes = existsSync(file) ? Object.values(JSON.parse(readFileSync(file, 'utf8')).nodes) : [];
  const missing = [];
  for (const name of dump) {
    const node = nodes.find(
      (each) => each.name === name && ['model', 'seed', 'snapshot'].includes(each.resource_type),
    );
    const relation = node && { database: node.database, schema: node.schema, identifier: node.alias };
    const answer = relation && (await session.ask({ dump: relation, to: path.join(folder, `${name}.csv`) }));
    if (answer?.ok) continue;
    missing.push(name);
    console.error(
      `load ${number}: ${name} cannot be dumped: ${answer?.error.split('\n')[0] ?? 'no such node in the project'}`,
    );
  }
  return missing;
}

async function must(session, step, what) {
  const answer = await session.ask(step);
  if (!answer.ok) throw new Error(`${what}: ${answer.error}`);
}

try {
  await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
