// Runs histories told as data (a YAML file: what each load found, what the table must say at last) through real dbt: all of
// them in one project, each with a source schema and a dimension of its own. Then the last load once more, as of the same
// time and as of a later one, and a full refresh: nothing may change.
//
//   node test/histories/run-shared.mjs <histories.yaml> [--only <text>] [--dialect <target>] [--keep]
//
// A target is one of test/engines; duckdb unless said otherwise.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dialect } from '../engines/lib/dialects.mjs';
import { runProjects } from '../engines/lib/run-projects.mjs';
import { buildRepo } from '../engines/suite/repos.mjs';
import { blueprintsOf } from './told/blueprints.mjs';
import { problemsOf } from './told/compare.mjs';
import { writePlan } from './told/plan.mjs';
import { readHistories } from './told/read-histories.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', default: '' },
    dialect: { type: 'string', default: 'duckdb' },
    keep: { type: 'boolean', default: false },
  },
});
const [file] = positionals;
if (file === undefined)
  throw new Error('which histories? node test/histories/run-shared.mjs <histories.yaml>');

const histories = readHistories(file, values.only);
const folder = mkdtempSync(path.join(tmpdir(), 'dbtgen-told-'));
const repoOf = (told, at) => {
  const blueprints = path.join(at, 'told');
  mkdirSync(blueprints, { recursive: true });
  writeFileSync(path.join(blueprints, 'told.yml'), blueprintsOf(told));
  return buildRepo({ blueprints, ...dialect(values.dialect).dbtgen, folder: at });
};
const { file: plan, after } = writePlan(histories, path.join(folder, 'plan'));
const project = repoOf(histories, path.join(folder, 'present'));
const changed = histories.flatMap(({ before }) => (before ? [before] : []));
const before = changed.length > 0 ? repoOf(changed, path.join(folder, 'before')) : undefined;
const out = path.join(folder, 'out');
const [{ failure }] = await runProjects(values.dialect, [{ name: 'told', project, before, plan, out }]);

if (failure) console.error(failure);
else {
  const found = histories.map((history) => ({ id: history.id, problems: problemsOf(history, out, after) }));
  const wrong = found.filter(({ problems }) => problems.length > 0);
  for (const { id, problems } of found)
    console.log([`${problems.length ? 'WRONG  ' : 'exact  '}  ${id}`, ...problems].join('\n         '));
  console.log(`${found.length - wrong.length} exact, ${wrong.length} wrong`);
  process.exitCode = wrong.length > 0 ? 1 : 0;
}
if (failure) process.exitCode = 1;
if (values.keep) console.log(folder);
else rmSync(folder, { recursive: true });
