/** Are two emitted repos the same but for a word? */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** It holds hashes of the others. */
const LOCK = '.dbtgen.lock';

/**
 * @param {string} one folder of a repo
 * @param {string} other folder of a repo
 * @param {readonly [string, string]} words the word of the one that stands where the other has the second
 * @returns {string[]} paths of files that differ in more, or that only one of them has
 */
export function differentFiles(one, other, [word, otherWord]) {
  const [ours, theirs] = [textsBelow(one), textsBelow(other)];
  const said = (text) => text?.replaceAll(`'${otherWord}'`, `'${word}'`);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((name) => name !== LOCK && said(ours.get(name)) !== said(theirs.get(name)))
    .sort();
}

function textsBelow(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), readFileSync(file, 'utf8')];
    }),
  );
}
