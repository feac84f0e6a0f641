/**
 * Compares what a target made of the cases with the values that were written by hand.
 *
 *   node check.mjs <folder of a run> <target>      one line per difference; exit 1 where there is one
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadExpressionParser } from '../../../../dist/generator/sql/parse-expression.js';
import { records, unquoted } from '../../lib/dumps.mjs';
import { groups, rows, rowTypes, scalars, untyped, windows } from './cases.mjs';
import { durableKey, keys, start, versionKey } from './keys.mjs';
import { caseColumn, caseType, keyModel, partner, scalarTypes } from './plan.mjs';
import { parseLogicalType } from '../../../../dist/generator/sql/logical-type.js';
import { deviations } from './deviations.mjs';
import { isSameValue } from './same-value.mjs';

/**
 * Differences of a run, `[{case, expected, actual}]`. A known deviation of the target is one too when it gives another
 * value than the one that is known, or when it is gone.
 */
export async function check(folder, target) {
  await loadExpressionParser();
  const known = deviations.filter((deviation) => deviation.target === target);
  const results = expectations().map((each) => ({ ...each, actual: value(folder, each) }));
  const names = new Set(results.map((each) => each.case));
  for (const deviation of known)
    if (!names.has(deviation.case)) throw new Error(`a deviation of no case: ${deviation.case}`);
  return results.flatMap(({ case: name, expected, actual, type }) => {
    const deviation = known.find((each) => each.case === name);
    const wanted = deviation === undefined ? expected : deviation.gives;
    return isSameValue(wanted, actual, type) ? [] : [{ case: name, expected: wanted, actual }];
  });
}

/** Every value that has to come out: where it stands, and what it is. */
export function expectations() {
  const types = scalarTypes();
  const manyTypes = Object.fromEntries(
    Object.entries(rowTypes).map(([name, type]) => [name, parseLogicalType(type)]),
  );
  return [
    ...Object.entries(scalars).flatMap(([group, cases]) =>
      cases.map(([expression, expected], index) => ({
        case: expression,
        expected,
        type: caseType(expression, types, 'row'),
        at: { model: `scalar_${group}`, key: ['id', '1'], column: caseColumn(index) },
      })),
    ),
    ...untyped.map(([expression, expected, type], index) => ({
      case: `${expression}, of raw columns`,
      expected,
      type: parseLogicalType(type),
      at: { model: 'untyped', key: ['id', '1'], column: caseColumn(index) },
    })),
    ...windows.flatMap(([expression, values], index) =>
      rows.map(({ id }, row) => ({
        case: `${expression}, row ${id}`,
        expected: values[row],
        type: caseType(expression, manyTypes, 'window'),
        at: { model: 'windows', key: ['id', id], column: caseColumn(index) },
      })),
    ),
    ...groups.flatMap(([expression, ...values], index) =>
      ['x', 'y'].map((grp, place) => ({
        case: `${expression}, group ${grp}`,
        expected: values[place],
        type: caseType(expression, manyTypes, 'aggregate'),
        at: { model: 'aggregates', key: ['grp', grp], column: caseColumn(index) },
      })),
    ),
    ...Object.entries(keys).flatMap(([type, values]) =>
      values.flatMap((entry, n) => {
        const [shown, text] = Array.isArray(entry) ? entry : [entry, entry];
        const keyOf = (kind, expected) => ({
          case: `${kind} key of ${type} '${shown}'`,
          expected,
          type: { kind: 'string' },
          at: { model: keyModel(type, kind), key: ['n', String(n)], column: `${keyModel(type, kind)}_key` },
        });
        return [keyOf('current', durableKey(text)), keyOf('versions', versionKey([text, partner, start]))];
      }),
    ),
  ];
}

const tables = new Map();

/** The value at a place of the dumps; a text that says so where there is none. */
function value(folder, { at }) {
  const file = path.join(folder, '1', `dim_${at.model}.csv`);
  if (!tables.has(file)) tables.set(file, table(readFileSync(file, 'utf8')));
  const found = tables.get(file).filter((record) => record[at.key[0]] === at.key[1]);
  return found.length === 1 ? found[0][at.column] : `${found.length} rows`;
}

/** The records of a dump by the names of their columns, as values. */
function table(text) {
  const [header, ...lines] = records(text);
  return lines.map((line) => Object.fromEntries(header.map((name, index) => [name, unquoted(line[index])])));
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [folder, target] = process.argv.slice(2);
  const found = await check(folder, target);
  for (const { case: name, expected, actual } of found)
    console.log(`${target}: ${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  console.log(`${expectations().length} values, ${found.length} differ`);
  process.exitCode = found.length > 0 ? 1 : 0;
}
