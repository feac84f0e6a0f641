/** The whole run: every target, then the comparison of their tables. */
import { parseGate } from '../gates/parse-gate.mjs';
import { dialect } from '../lib/dialects.mjs';
import { readPlan } from '../lib/plan.mjs';
import { processForAll } from '../lib/session.mjs';
import { lint } from '../lint/lint.mjs';
import { folderBelow } from './folder-below.mjs';
import { inPool } from './pool.mjs';
import { differentFiles } from './different-files.mjs';
import { compareWithDuckdb } from './parity.mjs';
import { proveOnTarget } from './prove-on-target.mjs';
import { runTarget } from './run-target.mjs';
import { runsOn } from './runs-on.mjs';

/** Two cores bear two engines: each is mostly one busy thread. */
const WIDTH = 2;

/**
 * @typedef {object} Outcome
 * @property {import('./run-target.mjs').ProjectRun[]} runs
 * @property {Map<string, string[]>} equal `<target>/<project>` -> the models whose rows were DuckDB's after each load
 */

/**
 * @param {object} wanted
 * @param {readonly string[]} wanted.targets with duckdb
 * @param {readonly import('./projects.mjs').Project[]} wanted.projects
 * @param {'everything' | 'chosen'} wanted.extent what is chosen by name is never run briefly
 * @param {readonly string[]} wanted.proved targets on which `dbtgen prove` is run
 * @param {string} wanted.scratch
 * @param {'anew' | 'resumed'} wanted.begin as for `runTarget`
 * @param {import('./report.mjs').Report} wanted.report
 * @returns {Promise<Outcome>}
 */
export async function runSuite({ targets, projects, extent, proved, scratch, begin, report }) {
  const plans = new Map();
  for (const { name, plan } of projects) plans.set(name, await plan(folderBelow(scratch, 'plans', name)));
  const context = { scratch, plans, projects, targets, extent, proved, begin, report };
  // What takes longest begins first: begun last, it would end alone.
  const longestFirst = inOneProcess(targets).sort((a, b) => minutesOf(b) - minutesOf(a));
  const perProcess = await inPool(longestFirst, WIDTH, (together) => onTargets(together, context));
  const runs = perProcess.flat().sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target));
  await inPool(targets, WIDTH, (target) => readRepos(target, runs, context));
  if (extent === 'everything') await checkLikeness(runs, report);
  return { runs, equal: compareAll(runs, projects, report) };
}

/** A project that no other chosen target runs says nothing on DuckDB, unless DuckDB alone was asked for. */
const isCompared = (project, targets, extent) =>
  targets.length === 1 || targets.some((target) => target !== 'duckdb' && runsOn(project, target, extent));

/** Which targets follow each other in one process: those of an engine with a JVM, which is slow until it is warm. */
function inOneProcess(targets) {
  const processOf = (target) => (dialect(target).engine.staysWarm ? dialect(target).folder : target);
  return [...new Set(targets.map(processOf))].map((process) =>
    targets.filter((target) => processOf(target) === process),
  );
}

const minutesOf = (targets) => targets.reduce((sum, target) => sum + dialect(target).minutes, 0);

async function onTargets(together, context) {
  const host = together.length > 1 ? processForAll() : undefined;
  try {
    const runs = [];
    for (const target of together) runs.push(...(await onTarget(target, { ...context, host })));
    return runs;
  } finally {
    await host?.close();
  }
}

async function onTarget(target, { targets, projects: all, extent, proved, report, ...place }) {
  const { engine, projects: small } = dialect(target);
  const projects = all.filter(
    (project) => runsOn(project, target, extent) && isCompared(project, targets, extent),
  );
  if (!projects.length) return [];
  if (engine.selfCheck && !small) {
    const { ok, passed, total, output } = await engine.selfCheck();
    const outcome = `${passed} of ${total} statements`;
    report.check(`${target}: the stand-in answers as noted`, ok ? [] : [outcome, output], outcome);
  }
  const runs = await runTarget(target, projects, {
    ...place,
    briefOf: briefIn(extent, target),
    say: report.say,
  });
  for (const run of runs) {
    const { verify } = projects.find(({ name }) => name === run.project);
    const problems = run.failure
      ? [run.failure]
      : ((await verify?.({ ...run, scratch: place.scratch })) ?? []);
    const outcome = `${run.loads} loads, ${run.tests} tests passed, ${run.seconds.toFixed(0)} s`;
    report.check(`${target} ${run.project}`, problems, outcome);
    run.problems = problems;
  }
  if (proved.includes(target)) await proveOnTarget(target, report);
  return runs;
}

/**
 * What can be said of the repos and of what dbt made of them, without an engine. A variant of an engine gets the same repos
 * as the engine itself.
 */
async function readRepos(target, all, { projects, plans, extent, report }) {
  const { dbtgen, projects: small } = dialect(target);
  const briefOf = briefIn(extent, target);
  const runs = all.filter((run) => run.target === target && briefOf(run.project)?.like === undefined);
  if (small || !runs.length) return;
  const envs = runs.map(({ project }) => readPlan(plans.get(project), dbtgen.dialect).env);
  const found = await parseGate(
    target,
    runs.map(({ repo }) => repo),
    Object.assign({}, ...envs),
  );
  report.check(
    `${target}: dbt 1.11 and dbt 2.0 parse the repos`,
    found.map(({ repo, parser, text }) => `${repo}: ${parser}: ${text}`),
    `${runs.length} repos without a finding`,
  );
  const linted = runs.filter(({ project }) => !projects.find(({ name }) => name === project).unlinted);
  for (const { project, repo, out } of linted) {
    const findings = await lint({ target, project: repo, run: out });
    report.check(
      `${target} ${project}: lint`,
      findings.map(({ path: file, line, rule, what }) => `${file}:${line}: ${rule}: ${what}`),
    );
  }
}

/** How briefly the projects of a target are run; undefined: whole. */
function briefIn(extent, target) {
  return (project) => (extent === 'everything' ? briefRun(target, project) : undefined);
}

function briefRun(target, project) {
  const found = dialect(target).brief?.find(({ loads }) => Object.hasOwn(loads, project));
  return found && { ...found, loads: found.loads[project] };
}

/** A repo that is neither linted nor parsed, because another target has it: it differs in the word for the format alone. */
async function checkLikeness(runs, report) {
  for (const { target, project, repo } of runs) {
    const like = briefRun(target, project)?.like;
    if (like === undefined) continue;
    const other = runs.find((run) => run.target === like && run.project === project);
    const words = [dialect(target).dbtgen.format, dialect(like).dbtgen.format];
    const different = await differentFiles(repo, other.repo, words);
    report.check(`${target} ${project}: the repo is ${like}'s`, different);
  }
}

function compareAll(runs, projects, report) {
  const equal = new Map();
  for (const run of runs) {
    const { target, project, out } = run;
    const reference = runs.find((each) => each.target === 'duckdb' && each.project === project);
    if (run.problems.length || reference?.problems.length !== 0) continue;
    const deviations = projects
      .find(({ name }) => name === project)
      .deviations.filter((deviation) => deviation.target === target);
    const compared = compareWithDuckdb(reference.out, out, { deviations, loads: run.loads });
    equal.set(`${target}/${project}`, compared.equal);
    if (target === 'duckdb') continue;
    report.check(
      `${target} ${project}: rows as on duckdb`,
      compared.different.map(({ text }) => text),
      `${compared.equal.length} models equal`,
    );
  }
  return equal;
}
