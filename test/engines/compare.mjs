/**
 * Compares the dumps of two runs, file by file.
 *
 *   node compare.mjs A B [--ignore column,column]      exit 1 when a file is missing or a row differs
 *
 * Rows that only one side has are shown under their header, at most five per side and file. `--ignore` leaves
 * columns out everywhere, as `_loaded_at` where it may differ.
 */
import { parseArgs } from 'node:util';
import { difference, differenceText, dumpsBelow } from './lib/dumps.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { ignore: { type: 'string', default: '' } },
});
if (positionals.length !== 2) throw new Error('usage: compare.mjs A B [--ignore column,column]');
const ignored = new Set(values.ignore.split(',').filter(Boolean));
const [left, right] = positionals.map(dumpsBelow);

let different = 0;
const files = [...new Set([...left.keys(), ...right.keys()])].sort();
for (const file of files) {
  const [a, b] = [left.get(file), right.get(file)];
  if (a && b) {
    const found = difference(a, b, ignored);
    if (!found) continue;
    console.log(`${file}: ${differenceText(found)}`);
  } else {
    console.log(`${file}: only in ${a ? positionals[0] : positionals[1]}`);
  }
  different += 1;
}
console.log(different ? `${different} of ${files.length} files differ` : `${files.length} files are equal`);
if (!files.length) console.log('nothing to compare');
process.exit(different || !files.length ? 1 : 0);
