import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { at } from './places.mjs';

/**
 * @param {string} file
 * @returns {Promise<string>} the SHA-256 of its bytes, empty where there is no such file
 */
export async function fileHash(file) {
  try {
    return createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
  } catch {
    return '';
  }
}

/**
 * One hash over files and whole folders of the checkout, their names and their bytes.
 *
 * @param {readonly string[]} places relative to the checkout
 */
export async function fingerprint(places) {
  const hash = createHash('sha256');
  for (const place of places) {
    for (const file of await filesBelow(at(place))) hash.update(`${file}\0${await fileHash(file)}\0`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} place
 * @returns {Promise<string[]>} the file itself, or every file of the folder, sorted
 */
async function filesBelow(place) {
  try {
    const entries = await readdir(place, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  } catch {
    return [place];
  }
}
