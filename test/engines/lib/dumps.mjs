/** The dumps of a run and how two of them differ. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** `1/dim_customer.csv` -> its path, for every dump below the folder of a run. */
export function dumpsBelow(folder) {
  const loads = readdirSync(folder).filter((entry) => /^\d+$/.test(entry));
  const paths = loads.flatMap((load) =>
    readdirSync(path.join(folder, load)).map((file) => `${load}/${file}`),
  );
  return new Map(
    paths.filter((file) => file.endsWith('.csv')).map((file) => [file, path.join(folder, file)]),
  );
}

/**
 * What tells two dumps apart: columns, or rows that only one of them has (repeats are counted).
 *
 * @param {string} a path of a dump
 * @param {string} b path of a dump
 * @param {ReadonlySet<string>} [ignored] columns that may differ
 * @returns {{ header: string, otherHeader: string, lost: string[], gained: string[] } | undefined} undefined: equal
 */
export function difference(a, b, ignored = new Set()) {
  const [one, other] = [table(a, ignored), table(b, ignored)];
  if (one.header !== other.header)
    return { header: one.header, otherHeader: other.header, lost: [], gained: [] };
  const [lost, gained] = [minus(one.rows, other.rows), minus(other.rows, one.rows)];
  if (!lost.length && !gained.length) return undefined;
  return { header: one.header, otherHeader: other.header, lost, gained };
}

/** The difference as lines for a person, at most `shown` rows a side. */
export function differenceText({ header, otherHeader, lost, gained }, shown = 5) {
  if (header !== otherHeader) return `columns differ\n  < ${header}\n  > ${otherHeader}`;
  const sample = (mark, rows) => rows.slice(0, shown).map((row) => `  ${mark} ${row}`);
  return [
    `${lost.length} rows only left, ${gained.length} only right`,
    `    ${header}`,
    ...sample('<', lost),
    ...sample('>', gained),
  ].join('\n');
}

function table(file, ignored) {
  const lines = records(readFileSync(file, 'utf8'));
  const kept = lines[0].map((name, index) => (ignored.has(name) ? -1 : index)).filter((index) => index >= 0);
  const [header, ...rows] = lines.map((cells) => kept.map((index) => cells[index]).join(','));
  return { header, rows };
}

/** Records of raw cells: quotes are kept, because they tell a text from a null. */
export function records(text) {
  const found = [[]];
  for (const [, cell, end] of text.matchAll(/("(?:[^"]|"")*"|[^,\n]*)(,|\n)/g)) {
    found.at(-1).push(cell);
    if (end === '\n') found.push([]);
  }
  return found.slice(0, -1);
}

/** What a cell holds: null is a bare `\N`, which a text `\N` is told from by its quotes. */
export function unquoted(cell) {
  if (cell.startsWith('"')) return cell.slice(1, -1).replaceAll('""', '"');
  return cell === '\\N' ? null : cell;
}

/** Rows of `a` that `b` lacks, counting repeats. */
export function minus(a, b) {
  const counts = new Map();
  for (const row of b) counts.set(row, (counts.get(row) ?? 0) + 1);
  return a.filter((row) => {
    const count = counts.get(row) ?? 0;
    if (count) counts.set(row, count - 1);
    return !count;
  });
}
