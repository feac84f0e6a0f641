/** The whole run: every target, then the comparison of their tables. */
import { parseGate } from '../gates/parse-gate.mjs';
import { dialect } from '../lib/dialects.mjs';
import { readPlan } from '../lib/plan.mjs';
import { lint } from '../lint/lint.mjs';
import { folderBelow } from './folder-below.mjs';
import { inPool } from './pool.mjs';
import { differentFiles } from './different-files.mjs';
import { compareWithDuckdb } from './parity.mjs';
import { proveOnTarget } from './prove-on-target.mjs';
import { runTarget } from './run-target.mjs';

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
  // What takes longest begins first: begun last, it would end alone.
  const longestFirst = [...targets].sort((a, b) => dialect(b).minutes - dialect(a).minutes);
  const perTarget = await inPool(longestFirst, WIDTH, async (target) => {
    const own = projects.filter((project) => runsOn(project, target) && isCompared(project, targets));
    if (!own.length) return [];
    const context = { scratch, plans, begin, report, briefOf: briefIn(extent, target) };
    const runs = await onTarget(target, own, context);
    if (proved.includes(target)) await proveOnTarget(target, report);
    return runs;
  });
  const runs = perTarget.flat().sort((a, b) => targets.indexOf(a.target) - targets.indexOf(b.target));
  if (extent === 'everything') await checkLikeness(runs, report);
  return { runs, equal: compareAll(runs, projects, report) };
}

function runsOn({ name, targets: only }, target) {
  const { projects: small } = dialect(target);
  return (!only || only.includes(target)) && (!small || small.includes(name));
}

/** A project that no other chosen target runs says nothing on DuckDB, unless DuckDB alone was asked for. */
const isCompared = (project, targets) =>
  targets.length === 1 || targets.some((target) => target !== 'duckdb' && runsOn(project, target));

async function onTarget(target, projects, { scratch, plans, begin, briefOf, report }) {
  const { engine, projects: small } = dialect(target);
  if (engine.selfCheck && !small) {
    const { ok, passed, total, output } = await engine.selfCheck();
    const outcome = `${passed} of ${total} statements`;
    report.check(`${target}: the stand-in answers as noted`, ok ? [] : [outcome, output], outcome);
  }
  const runs = await runTarget(target, projects, {
    scratch,
    plans,
    begin,
    briefOf,
    say: report.say,
  });
  for (const run of runs) {
    const { verify } = projects.find(({ name }) => name === run.project);
    const problems = run.failure ? [run.failure] : ((await verify?.({ ...run, scratch })) ?? []);
    const outcome = `${run.loads} loads, ${run.tests} tests passed, ${run.seconds.toFixed(0)} s`;
    report.check(`${target} ${run.project}`, problems, outcome);
    run.problems = problems;
  }
  // A variant of an engine gets the same repos as the engine itself.
  const own = runs.filter(({ project }) => briefOf(project)?.like === undefined);
  if (!small && own.length) await readRepos(target, own, { projects, plans, report });
  return runs;
}

/** What can be said of the repos and of what dbt made of them, without an engine. */
async function readRepos(target, runs, { projects, plans, report }) {
  const { dbtgen } = dialect(target);
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
