/** Do the tables of a target say what DuckDB's say? */
import { difference, differenceText, dumpsBelow } from '../lib/dumps.mjs';

/**
 * Compares all dumps of a project on a target with those on DuckDB.
 *
 * @param {string} reference folder of DuckDB's run
 * @param {string} out folder of the target's run
 * @param {object} run
 * @param {readonly { model: string, columns: readonly string[] }[]} run.deviations columns that a fault of the stand-in spoils
 * @param {number} run.loads how many there were on the target: DuckDB's later ones are not looked at
 * @returns {{ equal: string[], different: { model: string, text: string }[] }} model names; equal: in each load
 */
export function compareWithDuckdb(reference, out, { deviations, loads }) {
  const [expected, actual] = [dumpsBelow(reference), dumpsBelow(out)];
  for (const file of [...expected.keys()]) if (Number(file.split('/')[0]) > loads) expected.delete(file);
  const spoiled = new Map(deviations.map(({ model, columns }) => [model, new Set(columns)]));
  const different = [];
  const models = new Set();
  for (const file of [...new Set([...expected.keys(), ...actual.keys()])].sort()) {
    const model = file.replace(/^\d+\//, '').replace(/\.csv$/, '');
    models.add(model);
    const text = problem(expected.get(file), actual.get(file), spoiled.get(model));
    if (text) different.push({ model, text: `${file}: ${text}` });
  }
  const wrong = new Set(different.map(({ model }) => model));
  return { equal: [...models].filter((model) => !wrong.has(model)), different };
}

function problem(expected, actual, spoiled) {
  if (!expected || !actual) return `only on ${expected ? 'duckdb' : 'this engine'}`;
  const found = difference(expected, actual, spoiled);
  return found && differenceText(found);
}
