/** All projects on one engine: which loads ran, how they ended. */
import { dialect } from '../lib/dialects.mjs';
import { readPlan } from '../lib/plan.mjs';
import { runProjects } from '../lib/run-projects.mjs';
import { folderBelow } from './folder-below.mjs';
import { fingerprint, keepOutcome, keptOutcome } from './kept-outcome.mjs';
import { buildRepo } from './repos.mjs';

/**
 * @typedef {object} ProjectRun
 * @property {string} project
 * @property {string} target
 * @property {string} out folder with the dumps of each load
 * @property {string} repo the emitted repo
 * @property {string} [failure] why it stopped; absent when every load ended as its plan says
 * @property {number} loads
 * @property {number} tests data tests that passed, over all loads
 * @property {number} seconds
 */

/**
 * Builds the repo of each project, runs its plan and verifies what the project itself can verify.
 *
 * @param {string} target
 * @param {readonly import('./projects.mjs').Project[]} projects
 * @param {object} context
 * @param {string} context.scratch
 * @param {ReadonlyMap<string, string>} context.plans
 * @param {'anew' | 'resumed'} context.begin `resumed`: what ended as it should, from the same repo and loads, is not repeated
 * @param {(project: string) => object | undefined} context.briefOf as `readPlan` takes it
 * @param {(line: string) => void} context.say
 * @param {object} [context.host] as for `runProjects`
 * @returns {Promise<ProjectRun[]>}
 */
export async function runTarget(target, projects, { scratch, plans, begin, briefOf, say, host }) {
  const { dbtgen } = dialect(target);
  const jobs = projects.map(({ name, blueprints, before }) => {
    const out = folderBelow(scratch, target, name);
    const project = buildRepo({ blueprints, ...dbtgen, folder: out });
    const earlier =
      before &&
      buildRepo({ blueprints: before, ...dbtgen, folder: folderBelow(scratch, target, name, 'before') });
    const brief = briefOf(name);
    const plan = readPlan(plans.get(name), dbtgen.dialect, brief);
    const print = [project, ...(earlier ? [earlier] : [])].map((repo) => fingerprint(repo, plan)).join(' ');
    const kept = begin === 'resumed' ? keptOutcome(out, print) : undefined;
    return { name, project, before: earlier, plan: plans.get(name), brief, out, print, kept };
  });
  const open = jobs.filter(({ kept }) => !kept);
  if (open.length < jobs.length) say(`${target}: ${jobs.length - open.length} projects as they were`);
  const outcomes = open.length ? await runProjects(target, open, say, host) : [];
  return jobs.map(({ name, project, out, print, kept }) => {
    if (kept) return { project: name, target, out, repo: project, ...kept };
    const { failure, loads } = outcomes.find((outcome) => outcome.name === name);
    const run = { project: name, target, out, repo: project, failure, ...counted(loads) };
    keepOutcome(run, print);
    return run;
  });
}

/** How many loads there were, how long they took, and how many data tests passed in them. */
function counted(loads) {
  const statuses = loads.flatMap(({ nodes }) => nodes.map(({ status }) => status));
  return {
    loads: loads.length,
    seconds: loads.reduce((sum, { seconds }) => sum + seconds, 0),
    tests: statuses.filter((status) => status === 'pass').length,
  };
}
