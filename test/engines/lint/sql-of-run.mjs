/**
 * What a project and a run of it hold, for the rules to read.
 *
 * A repository's SQL is looked at in three states: `emitted` as it is in the repository, with its Jinja; `compiled` as dbt
 * rendered it, in target/compiled and, with its DDL, in target/run; `sent` as an adapter gave it to the engine, where the stand-in or dbt
 * logged it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param project folder of an emitted repository
 * @param run     out folder of run.mjs, or undefined: then only what is emitted is there
 * @returns {{sql: {state, path, line, text}[], models: {name, path, config, columns: {name, type}[]}[]}}
 *   `path` is where a person would look, and `line` where the text begins in it
 */
export function sqlOfRun(project, run) {
  const emitted = ['models', 'tests', 'macros'].flatMap((folder) =>
    files(path.join(project, folder), '.sql'),
  );
  const sql = emitted.map((file) => whole('emitted', file));
  if (run === undefined) return { sql, models: [] };
  const target = path.join(run, 'work', 'target');
  const compiled = files(path.join(target, 'compiled'), '.sql');
  // dbt runs a test as a count around what it compiled
  const ran = files(path.join(target, 'run'), '.sql').filter((file) => !isTest(file));
  sql.push(...[...compiled, ...ran].map((file) => whole('compiled', file)));
  sql.push(...redshiftLog(path.join(run, 'work', 'statements.sql')));
  sql.push(...bigqueryLog(path.join(run, 'work', 'statements.jsonl')));
  for (const log of files(run, 'dbt.log')) sql.push(...dbtLog(log));
  return { sql, models: modelsOf(path.join(target, 'manifest.json')) };
}

function files(folder, ending) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** A generic test is compiled into a folder that is named after its properties file. */
const isTest = (file) => file.includes('.yml');

const whole = (state, file) => ({ state, path: file, line: 1, text: readFileSync(file, 'utf8') });

/** The proxy's log: statements with a semicolon and an empty line behind each. */
function redshiftLog(file) {
  if (!existsSync(file)) return [];
  let line = 1;
  return readFileSync(file, 'utf8')
    .split(/(?<=;\n(?:-- REFUSED: .*\n)?\n)/)
    .map((text) => {
      const found = { state: 'sent', path: file, line, text };
      line += text.split('\n').length - 1;
      return found;
    });
}

/** The BigQuery server's log: one job a line. */
function bigqueryLog(file) {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .map((text, index) => ({ text, line: index + 1 }))
    .filter(({ text }) => text !== '')
    .map(({ text, line }) => ({ state: 'sent', path: file, line, text: JSON.parse(text).sql ?? '' }));
}

/** dbt's debug log: a statement begins behind `On <node>:` and goes on to the next line with a time. */
export function statementsOfDbtLog(text, file) {
  const found = [];
  let open;
  for (const [index, line] of text.split('\n').entries()) {
    const head = /^(?:\x1b\[0m)?\d\d:\d\d:\d\d(?:\.\d+)? \[/.exec(line); // eslint-disable-line no-control-regex
    if (head === null) {
      if (open !== undefined) open.text += `\n${line}`;
      continue;
    }
    const sent = /: On [\w.]+: (.*)$/.exec(line);
    open =
      sent === null || /^(?:close|rollback|commit|begin)$/i.test(sent[1].trim())
        ? undefined
        : { state: 'sent', path: file, line: index + 1, text: sent[1] };
    if (open !== undefined) found.push(open);
  }
  return found;
}

const dbtLog = (file) => statementsOfDbtLog(readFileSync(file, 'utf8'), file);

function modelsOf(manifest) {
  if (!existsSync(manifest)) return [];
  return Object.values(JSON.parse(readFileSync(manifest, 'utf8')).nodes)
    .filter((node) => node.resource_type === 'model')
    .map((node) => ({
      name: node.name,
      path: node.original_file_path,
      config: node.config,
      columns: Object.values(node.columns).map(({ name, data_type: type }) => ({
        name,
        type: type ?? undefined,
      })),
    }));
}
