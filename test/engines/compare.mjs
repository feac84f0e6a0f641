/**
 * Compares the dumps of two runs, file by file.
 *
 *   node compare.mjs A B [--ignore column,column]      exit 1 when a file is missing or a row differs
 *
 * Rows that only one side has are shown under their header, at most five per side and file. `--ignore` leaves
 * columns out everywhere, as `_loaded_at` where it may differ.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const SHOWN = 5;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ignore: { type: 'string', default: '' } },
});
if (positionals.length !== 2) throw new Error('usage: compare.mjs A B [--ignore column,column]');
const ignored = new Set(values.ignore.split(',').filter(Boolean));
const [left, right] = positionals.map(dumps);

let different = 0;
for (const file of [...new Set([...left.keys(), ...right.keys()])].sort()) {
  const problem = difference(left.get(file), right.get(file));
  if (!problem) continue;
  different += 1;
  console.log(`${file}: ${problem}`);
}
const files = new Set([...left.keys(), ...right.keys()]).size;
console.log(different ? `${different} of ${files} files differ` : `${files} files are equal`);
if (!files) console.log('nothing to compare');
process.exit(different || !files ? 1 : 0);

/** `1/dim_customer.csv` -> its path, for every dump below a folder of a run. */
function dumps(folder) {
  const loads = readdirSync(folder).filter((entry) => /^\d+$/.test(entry));
  const paths = loads.flatMap((load) =>
    readdirSync(path.join(folder, load)).map((file) => `${load}/${file}`),
  );
  return new Map(
    paths.filter((file) => file.endsWith('.csv')).map((file) => [file, path.join(folder, file)]),
  );
}

function difference(a, b) {
  if (!a || !b) return `only in ${a ? positionals[0] : positionals[1]}`;
  const [one, other] = [table(a), table(b)];
  if (one.header !== other.header) return `columns differ\n  < ${one.header}\n  > ${other.header}`;
  const [lost, gained] = [minus(one.rows, other.rows), minus(other.rows, one.rows)];
  if (!lost.length && !gained.length) return undefined;
  const shown = [...sample('<', lost), ...sample('>', gained)];
  return [`${lost.length} rows only left, ${gained.length} only right`, `    ${one.header}`, ...shown].join(
    '\n',
  );
}

function sample(mark, rows) {
  return rows.slice(0, SHOWN).map((row) => `  ${mark} ${row}`);
}

function table(file) {
  const text = readFileSync(file, 'utf8');
  const lines = records(text);
  if (!ignored.size)
    return { header: lines[0].join(','), rows: lines.slice(1).map((cells) => cells.join(',')) };
  const kept = lines[0].map((name, index) => (ignored.has(name) ? -1 : index)).filter((index) => index >= 0);
  const [header, ...rows] = lines.map((cells) => kept.map((index) => cells[index]).join(','));
  return { header, rows };
}

/** Records of raw cells: quotes are kept, because they tell a text from a null. */
function records(text) {
  const found = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)) {
    found.at(-1).push(cell);
    if (end === '\n') found.push([]);
  }
  return found.slice(0, -1);
}

/** Rows of `a` that `b` lacks, counting repeats. */
function minus(a, b) {
  const counts = new Map();
  for (const row of b) counts.set(row, (counts.get(row) ?? 0) + 1);
  return a.filter((row) => {
    const count = counts.get(row) ?? 0;
    if (count) counts.set(row, count - 1);
    return !count;
  });
}
