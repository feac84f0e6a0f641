import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const name = '.dbtgen-stamp';

/**
 * A stamp lies in a folder that was made from something and holds that something's fingerprint. It is
 * written last, so a folder that was left half made has none.
 *
 * @param {string} folder
 * @param {string} fingerprint
 */
export async function isStamped(folder, fingerprint) {
  try {
    return (await readFile(path.join(folder, name), 'utf8')) === fingerprint;
  } catch {
    return false;
  }
}

/**
 * @param {string} folder
 * @param {string} fingerprint
 */
export async function stamp(folder, fingerprint) {
  await writeFile(path.join(folder, name), fingerprint);
}
