/** All projects on one engine: which loads ran, how they ended. */
import { dialect } from '../lib/dialects.mjs';
import { runProjects } from '../lib/run-projects.mjs';
import { folderBelow } from './folder-below.mjs';
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
 * @param {{ scratch: string, plans: ReadonlyMap<string, string>, say: (line: string) => void }} context
 * @returns {Promise<ProjectRun[]>}
 */
export async function runTarget(target, projects, { scratch, plans, say }) {
  const { dbtgen } = dialect(target);
  const jobs = projects.map(({ name, blueprints }) => {
    const folder = folderBelow(scratch, target, name);
    const repo = buildRepo({ blueprints, ...dbtgen, folder });
    return { name, project: repo, plan: plans.get(name), out: folder };
  });
  const outcomes = await runProjects(target, jobs, say);
  return jobs.map(({ name, project, out }) => {
    const { failure, loads } = outcomes.find((outcome) => outcome.name === name);
    return { project: name, target, out, repo: project, failure, ...counted(loads) };
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
