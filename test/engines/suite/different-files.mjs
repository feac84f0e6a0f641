/** Are two emitted repos the same but for a word? */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { LOCK_FILE } from '../../../dist/generator/write/lock-file.js';
import { filesBelow } from '../../../scripts/bench/files-below.mjs';

/**
 * @param {string} one folder of a repo
 * @param {string} other folder of a repo
 * @param {readonly [string, string]} words the word of the one that stands where the other has the second
 * @returns {Promise<string[]>} paths of files that differ in more, or that only one of them has; the lock file, which holds
 *   hashes of the others, is not looked at
 */
export async function differentFiles(one, other, [word, otherWord]) {
  const [ours, theirs] = [await textsBelow(one), await textsBelow(other)];
  const said = (text) => text?.replaceAll(`'${otherWord}'`, `'${word}'`);
  return [...new Set([...ours.keys(), ...theirs.keys()])]
    .filter((name) => name !== LOCK_FILE && said(ours.get(name)) !== said(theirs.get(name)))
    .sort();
}

async function textsBelow(folder) {
  const files = await filesBelow(folder);
  return new Map(files.map((file) => [path.relative(folder, file), readFileSync(file, 'utf8')]));
}
