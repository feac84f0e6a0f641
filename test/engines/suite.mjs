/**
 * Runs every suite project on every engine and compares the tables.
 *
 *   npm run test:engines -- [--dialect <target>[,<target>]] [--project <name>[,<name>]] [--keep <folder> [--resume]] [--update]
 *
 * Without --dialect all targets run; DuckDB always does, because the others are compared with it. For each target the
 * stand-in is checked against its own notes, the emitted repos are run load by load, linted and parsed by dbt 1.11 and
 * 2.0, and their tables compared. Where everything is chosen, some targets run some projects briefly (lib/dialects.mjs); what is
 * asked for by name is run whole. Without --project `dbtgen prove` is run where it can be. With everything chosen,
 * docs/parity.md is held against what was seen; --update writes it. --keep leaves dumps and logs in a folder; with
 * --resume, what ended well there, from the same repo and the same loads, is not run again. Ends with `N passed, N failed`; exit 1 when anything failed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { dialect, targetNames } from './lib/dialects.mjs';
import { languageOf } from './suite/language.mjs';
import { stalePage, writePage } from './suite/page.mjs';
import { readProjects } from './suite/projects.mjs';
import { folderBelow } from './suite/folder-below.mjs';
import { createReport } from './suite/report.mjs';
import { runSuite } from './suite/run-suite.mjs';

const chosen = (text) => text.split(',').filter(Boolean);

const switches = (names) =>
  Object.fromEntries(names.map((name) => [name, { type: 'boolean', default: false }]));

function readParameters() {
  const text = { type: 'string', default: '' };
  const options = { dialect: text, project: text, keep: text, ...switches(['update', 'resume']) };
  const { values } = parseArgs({ options });
  const dialects = chosen(values.dialect);
  const isChosen = (name) => dialects.includes(name) || dialects.includes(dialect(name).dbtgen.dialect);
  if (values.resume && !values.keep)
    throw new Error('--resume needs --keep <folder>: the folder of the run before');
  const unknown = dialects.filter(
    (word) => !targetNames.some((name) => [name, dialect(name).dbtgen.dialect].includes(word)),
  );
  if (unknown.length)
    throw new Error(`unknown dialect ${unknown.join(', ')}; known: ${targetNames.join(', ')}`);
  return {
    ...values,
    targets: targetNames.filter((name) => !dialects.length || name === 'duckdb' || isChosen(name)),
    projects: chosen(values.project),
    whole: !values.dialect && !values.project,
  };
}

async function main() {
  const { targets, projects: names, keep, resume, update, whole } = readParameters();
  const begin = resume ? 'resumed' : 'anew';
  const scratch = keep ? path.resolve(keep) : mkdtempSync(path.join(tmpdir(), 'dbtgen-engines-'));
  const projects = await readProjects(names, (project) => folderBelow(scratch, 'blueprints', project));
  const report = createReport();
  try {
    const proved = names.length ? [] : targets.filter((target) => dialect(target).engine.takesAnyDbt);
    const outcome = await runSuite({
      ...{ targets, projects, proved, scratch, begin, report },
      extent: whole ? 'everything' : 'chosen',
    });
    if (whole) {
      const seen = { targets, projects, ...outcome, ...(await languageOf(projects)) };
      if (update) writePage(seen);
      report.check('docs/parity.md says what was seen', stalePage(seen));
    }
  } finally {
    if (!keep) rmSync(scratch, { recursive: true, force: true });
  }
  const { passed, failed } = report.counts();
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed || !passed ? 1 : 0;
}

// What a machine lacks, or a word that nobody knows: the message is written for whoever typed the command.
process.exitCode = await main().catch((error) => {
  console.error(error.message);
  return 1;
});
