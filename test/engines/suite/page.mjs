/** docs/parity.md: what ran where, made from a run alone, so that it says the same on every machine. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createTwoFilesPatch } from 'diff';
import { dialect } from '../lib/dialects.mjs';
import { runsOn } from './runs-on.mjs';

const PAGE = fileURLToPath(new URL('../../../docs/parity.md', import.meta.url));

/**
 * @typedef {object} Seen
 * @property {readonly string[]} targets in the order of the columns
 * @property {readonly import('./projects.mjs').Project[]} projects
 * @property {readonly import('./run-target.mjs').ProjectRun[]} runs
 * @property {ReadonlyMap<string, readonly string[]>} equal `<target>/<project>` -> models equal to DuckDB's
 * @property {readonly { feature: string, group: string, uses: readonly { project: string, model: string }[] }[]} features
 * @property {readonly { name: string, cases: number }[]} functions
 */

/** Writes the page. @param {Seen} seen */
export function writePage(seen) {
  writeFileSync(PAGE, pageText(seen));
}

/**
 * @param {Seen} seen
 * @returns {string[]} how the page in the tree differs from what was seen; empty: it is true
 */
export function stalePage(seen) {
  const text = pageText(seen);
  const present = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
  if (present === text) return [];
  const patch = createTwoFilesPatch('docs/parity.md', 'this run', present, text, '', '', { context: 1 });
  return [`docs/parity.md is stale; write it with: npm run test:engines -- --update\n${patch}`];
}

/** @param {Seen} seen */
function pageText(seen) {
  return [
    introduction,
    enginesTable(seen),
    projectsTable(seen),
    featuresTables(seen),
    functionsTable(seen),
    deviationsList(seen),
    limitsLists(seen),
    unseen,
  ]
    .join('\n\n')
    .concat('\n');
}

const introduction = `# Parity

What every dialect was executed on, and whether it came to the same rows. \`npm run test:engines\` makes this page from what it saw; a run that sees anything else fails.

A repo is emitted for each target, run by the real dbt with the real adapter of the warehouse, load by load, and after each load every model's rows are compared with DuckDB's: all columns, keys and load times included, in a normal form (sorted, timestamps in UTC with six decimals).`;

const unseen = `## Never executed

- **Snowflake, BigQuery, Redshift, Databricks.** No statement was ever sent to the real service. That the emitted repos run there follows from the adapter, from the vendor's documentation, and from what the stand-in checks; it has not been seen.
- **Sizes.** The largest run has 336,776 facts, on DuckDB and on Spark with Iceberg. Cost, pruning, spilling and limits of a warehouse were not seen.
- **Two writers at once**, on any engine.
- **Privileges, masking policies, network.** The stand-ins have one user who may do anything.`;

function enginesTable({ targets }) {
  const rows = targets.map((target) => {
    const { engine, settings } = dialect(target);
    return [target, engine.label(settings), engine.real];
  });
  return `## Engines\n\n${table(['target', 'executed on', 'the warehouse itself?'], rows)}`;
}

function projectsTable({ targets, projects, runs, equal }) {
  const rows = projects.map((project) => [
    `**${project.name}**: ${project.about}`,
    ...targets.map((target) => {
      const { name } = project;
      if (!runsOn(project, target, 'everything')) return 'left out';
      const run = runs.find((each) => each.target === target && each.project === name);
      if (!run || run.problems.length) return 'failed';
      const models = `${equal.get(`${target}/${name}`)?.length ?? 0} models`;
      return [models, `${run.loads} loads`, ...(run.tests ? [`${run.tests} tests`] : [])].join(', ');
    }),
  ]);
  return `## Projects\n\nModels whose rows are DuckDB's after every load, loads, and data tests that passed in them. The targets with settings of their own run small projects, the whole year runs where it takes minutes, and functions and operators on one of the formats of Spark; the rest is left out.${briefly(targets, projects)}\n\n${table(['project', ...targets], rows)}`;
}

const TESTED = { 'in the last': 'data tests in the last load alone', 'in none': 'no data tests' };

/** Says which targets run projects briefly. */
function briefly(targets, projects) {
  const groups = [];
  for (const target of targets)
    for (const { like, loads, tests } of dialect(target).brief ?? []) {
      const why = like
        ? `; the repos are those of ${like} but for the word for the format, which is checked`
        : '';
      const names = projects
        .filter((project) => Object.hasOwn(loads, project.name) && runsOn(project, target, 'everything'))
        .map(({ name }) => name)
        .join(', ');
      const how = `${TESTED[tests]}${why}`;
      const group = groups.find((each) => each.names === names && each.how === how);
      if (group) group.own.push(target);
      else groups.push({ names, how, own: [target] });
    }
  const lines = groups.map(({ names, how, own }) => `- ${names} on ${own.join(', ')}: ${how}.`);
  return `\n\nDuckDB runs all loads. Elsewhere, when everything is run at once, most repeats and full refreshes are left out, and data tests as said below; \`--dialect\` or \`--project\` runs whole what it names.\n\n${lines.join('\n')}`;
}

function featuresTables({ targets: all, features, equal }) {
  const targets = all.filter((target) => !dialect(target).projects);
  const groups = [...new Set(features.map(({ group }) => group))];
  const parts = groups.map((group) => {
    const rows = features
      .filter((feature) => feature.group === group)
      .map(({ feature, uses }) => [feature, ...targets.map((target) => featureCell(target, uses, equal))]);
    return `### ${group}\n\n${table(['feature', ...targets], rows)}`;
  });
  return `## Features\n\nIn how many models a feature is used whose rows were compared and equal.\n\n${parts.join('\n\n')}`;
}

function featureCell(target, uses, equal) {
  const count = uses.filter(({ project, model }) =>
    equal.get(`${target}/${project}`)?.includes(model),
  ).length;
  return count ? `= ${count}` : 'not seen';
}

function functionsTable({ targets: all, functions, runs }) {
  const targets = all.filter((target) => runsOn({ name: 'functions' }, target, 'everything'));
  const rows = functions.map(({ name, cases }) => [
    `\`${name}\``,
    ...targets.map((target) => (isGreen(runs, target, 'functions') ? `= ${cases}` : 'failed')),
  ]);
  return `## Functions and operators\n\nIn how many cases each occurs; all of them gave the value that was written down by hand, see [expressions.md](expressions.md).\n\n${table(['', ...targets], rows)}`;
}

const isGreen = (runs, target, project) =>
  runs.some((run) => run.target === target && run.project === project && !run.problems.length);

function deviationsList({ projects }) {
  const lines = projects.flatMap(({ name, deviations }) =>
    deviations.map(({ target, what, why }) => `- ${target}, ${name}, ${what}: ${why}`),
  );
  return `## Faults of stand-ins\n\nWhere a stand-in is known to answer otherwise than the warehouse's documentation says. Each is asserted: the run fails when the stand-in answers a third way.\n\n${lines.join('\n') || 'None.'}`;
}

function limitsLists({ targets }) {
  const parts = targets.map((target) => {
    const lines = dialect(target).engine.limits.map((limit) => `- ${limit}`);
    return `### ${target}\n\n${lines.join('\n') || 'Nothing: it is the engine itself.'}`;
  });
  return `## What each engine cannot show\n\n${parts.join('\n\n')}`;
}

/** @param {readonly string[]} header @param {readonly (readonly string[])[]} rows */
function table(header, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  for (const row of rows)
    if (row.some((cell) => !cell)) throw new Error(`docs/parity.md: an empty cell in the row ${row[0]}`);
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}
