/** What a project came to on a target, kept beside its dumps, so that a run that is resumed need not repeat it. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What dbt reads of an emitted repo; the README and the example profile beside it make no rows. */
const READ_BY_DBT = ['dbt_project.yml', 'macros', 'models', 'tests'];
const NAME = 'outcome.json';

/**
 * One text for all that decides what comes out: the emitted repo and the loads. The stand-in is not looked at.
 *
 * @param {string} repo folder of the emitted repo
 * @param {object} plan as `readPlan` gives it
 */
export function fingerprint(repo, plan) {
  const hash = createHash('sha256');
  const add = (file, name) => hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
  for (const part of READ_BY_DBT) addTree(path.join(repo, part), part, add);
  if (plan.expected !== undefined) addTree(plan.expected, 'expected', add);
  for (const { seeds, ...load } of plan.loads) {
    hash.update(JSON.stringify(load));
    for (const { csv, ...seed } of seeds) add(csv, JSON.stringify(seed));
  }
  return hash.update(JSON.stringify(plan.env)).digest('hex');
}

function addTree(place, name, add) {
  if (!existsSync(place)) return;
  const entries = readdirSync(path.dirname(place), { withFileTypes: true });
  if (entries.find((entry) => entry.name === path.basename(place)).isFile()) return add(place, name);
  for (const entry of readdirSync(place, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      add(file, path.join(name, path.relative(place, file)));
    }
}

/** Keeps what a project came to in its folder, if it came to an end; else nothing is kept there any more. */
export function keepOutcome({ out, failure, loads, tests, seconds }, print) {
  const file = path.join(out, NAME);
  if (failure) rmSync(file, { force: true });
  else writeFileSync(file, `${JSON.stringify({ print, loads, tests, seconds })}\n`);
}

/** What was kept in the folder, if it was of the same repo and the same loads; else undefined. */
export function keptOutcome(out, print) {
  const file = path.join(out, NAME);
  if (!existsSync(file)) return undefined;
  const { print: before, ...outcome } = JSON.parse(readFileSync(file, 'utf8'));
  return before === print ? outcome : undefined;
}
