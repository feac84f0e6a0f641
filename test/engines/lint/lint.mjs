/**
 * Looks for what the engines here can't refuse, in an emitted repository and in what a run of it compiled and sent.
 *
 *   node lint.mjs --dialect <target> --project <dbt repo> [--run <out folder of run.mjs>]
 *
 * Prints `file:line: rule: what is wrong`, one line each; exit 1 when there is any. Without --run only emitted files are
 * read: what dbt compiles, what reaches the warehouse and the models' configs are looked at with it.
 */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { dialect } from '../lib/dialects.mjs';
import { rulesFor } from './rules/index.mjs';
import { sqlOfRun } from './sql-of-run.mjs';
import { sqlfluff } from './sqlfluff.mjs';

/** All findings for one repository: [{ path, line, rule, what }], in the order of files and lines. */
export async function lint({ target, project, run }) {
  const { folder } = dialect(target);
  const result = sqlOfRun(project, run);
  const rules = await rulesFor(folder);
  const own = Object.values(rules).flatMap((rule) => rule(result));
  const all = [...own, ...(await sqlfluff(project, result.sql))];
  return all.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
}

async function main() {
  const { values } = parseArgs({
    options: { dialect: { type: 'string' }, project: { type: 'string' }, run: { type: 'string' } },
  });
  for (const key of ['dialect', 'project']) if (!values[key]) throw new Error(`--${key} is missing`);
  const began = Date.now();
  const findings = await lint({
    target: values.dialect,
    project: path.resolve(values.project),
    run: values.run === undefined ? undefined : path.resolve(values.run),
  });
  for (const { path: file, line, rule, what } of findings)
    console.log(`${path.relative('', file)}:${line}: ${rule}: ${what}`);
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  console.error(`${values.dialect}: ${findings.length} findings, ${seconds} s`);
  process.exitCode = findings.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
}
