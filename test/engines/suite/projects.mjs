/**
 * The projects that are run on every engine: each folder of `projects/`.
 *
 * A folder has `project.mjs`, which exports
 *   about        one line for the page of results
 *   blueprints   folder of the blueprints, or async (scratch) => such a folder; without it `blueprints/` beside the module
 *   before       folder of the blueprints as they were, for loads of the plan that say `repo: before`; without it `before/`
 *                beside the module, where there is one
 *   plan         async (scratch) => path of a plan.json (written below scratch, or one that is checked in)
 *   targets      the engines it runs on; without it all
 *   verify       async ({ out, target, scratch }) => what is wrong with the dumps below `out`, as lines; may be left out
 *   unlinted     why style says nothing about its repos; may be left out
 *   deviations   known faults of a stand-in: [{ target, what, why }]; `columns` of `model` are left out of the comparison
 *                of rows, and `verify` has to pin what the stand-in gives instead
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ENGINES } from '../lib/environment.mjs';

const HOME = path.join(ENGINES, 'projects');

/**
 * @param {readonly string[]} chosen names; none: all
 * @param {(project: string) => string} scratchFor a folder for blueprints that a project writes
 */
export async function readProjects(chosen, scratchFor) {
  const names = readdirSync(HOME, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(HOME, entry.name, 'project.mjs')))
    .map(({ name }) => name)
    .sort();
  for (const name of chosen)
    if (!names.includes(name)) throw new Error(`unknown project ${name}; known: ${names.join(', ')}`);
  return Promise.all(
    names
      .filter((name) => !chosen.length || chosen.includes(name))
      .map((name) => readProject(name, scratchFor)),
  );
}

async function readProject(name, scratchFor) {
  const folder = path.join(HOME, name);
  const module = await import(pathToFileURL(path.join(folder, 'project.mjs')).href);
  const { about, plan, targets, verify, deviations = [], unlinted } = module;
  if (!about || !plan) throw new Error(`${folder}/project.mjs exports no about or no plan`);
  const { blueprints: own = path.join(folder, 'blueprints') } = module;
  const { before = existsSync(path.join(folder, 'before')) ? path.join(folder, 'before') : undefined } =
    module;
  const blueprints = typeof own === 'function' ? await own(scratchFor(name)) : own;
  return {
    name,
    about,
    blueprints,
    before,
    plan,
    targets,
    verify,
    deviations,
    unlinted,
  };
}
