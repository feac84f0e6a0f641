/** The loads that histories told as data need, as a plan for an engine. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { tablesOf } from './read-histories.mjs';

const later = '2030-01-01 00:00:00';

/**
 * Writes the plan. Load times differ between the histories: a run takes, of each, the load of that very time; a history
 * whose times go back, or whose source gets new columns, is run on its own, until then from the repo of before. After
 * the data, the last load of each comes once more as of its own time, then all as of a later one, then a full refresh.
 *
 * @param {readonly object[]} histories
 * @param {string} folder for the plan and the rows
 * @returns {{file: string, after: {data: number, repeat: number, later: number, refresh: number}}} the path of the plan,
 *   and the loads after which tables are dumped
 */
export function writePlan(histories, folder) {
  mkdirSync(folder, { recursive: true });
  const rows = new Map(histories.map(({ id }) => [id, []]));
  const seed = (history, load, number, columns = history.columns) => {
    const found = history.input === 'log' ? [...rows.get(history.id), ...load.rows] : load.rows;
    rows.set(history.id, found);
    const csv = path.join(folder, `${number}.${history.name}.csv`);
    writeFileSync(csv, csvText(columns, found));
    const typed = columns.map(({ from, type }) => ({ name: from, type }));
    return {
      schema: `raw_${history.name}`,
      table: 'told',
      csv,
      columns: typed,
      null: '\\N',
      mode: 'replace',
    };
  };
  const loads = [];
  const run = (load_at, some, more = {}) =>
    loads.push({ seeds: [], load_at, command: ['run', '--select', ...some.map(chain)], dump: [], ...more });

  const forwards = histories.filter((history) => !goesBack(history) && !history.before);
  for (const at of [...new Set(forwards.flatMap(timesOf))].sort()) {
    const due = forwards.filter((history) => timesOf(history).includes(at));
    const number = loads.length + 1;
    const seeds = due.map((history) =>
      seed(
        history,
        history.loads.find((load) => load.at === at),
        number,
      ),
    );
    run(at, due, { seeds });
  }
  for (const history of histories.filter((told) => goesBack(told) || told.before))
    for (const [index, load] of history.loads.entries()) {
      const { before } = history;
      const isBefore = index < (before?.loads.length ?? 0);
      const isEarlier = timesOf(history)
        .slice(0, index)
        .some((earlier) => earlier > load.at);
      const stopped = { expect: 'failure', message: ['a load time before the last load'] };
      run(load.at, [history], {
        seeds: [seed(history, load, loads.length + 1, isBefore ? before.columns : history.columns)],
        ...(isBefore ? { repo: 'before' } : {}),
        ...(isEarlier ? stopped : {}),
      });
    }

  const dump = histories.flatMap(tablesOf);
  const dumped = (number) => {
    loads[number - 1].dump = dump;
    return number;
  };
  const data = dumped(loads.length);
  for (const at of new Set(histories.map(lastTime)))
    run(
      at,
      histories.filter((history) => lastTime(history) === at),
    );
  const repeat = dumped(loads.length);
  loads.push({ load_at: later, command: ['run'] });
  const once = dumped(loads.length);
  loads.push({ load_at: later, command: ['run', '--full-refresh'] });
  const after = { data, repeat, later: once, refresh: dumped(loads.length) };

  const file = path.join(folder, 'plan.json');
  writeFileSync(file, JSON.stringify({ loads }, null, 2));
  return { file, after };
}

const timesOf = ({ loads }) => loads.map(({ at }) => at);
const lastTime = ({ loads }) => loads.at(-1).at;
const goesBack = (history) => timesOf(history).some((at, index, times) => index > 0 && at < times[index - 1]);
const chain = ({ name }) => `stg_${name}__told+`;

function csvText(columns, rows) {
  const cell = (value) =>
    value === null || value === undefined ? '\\N' : `"${String(value).replaceAll('"', '""')}"`;
  const lines = [
    columns.map(({ from }) => `"${from}"`),
    ...rows.map((row) => columns.map(({ from }) => cell(row[from]))),
  ];
  return lines.map((line) => `${line.join(',')}\n`).join('');
}
