import { readFile } from 'node:fs/promises';
import process from 'node:process';
import { requireCommand } from './command.mjs';
import { at } from './places.mjs';

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages */

/**
 * Installs the npm packages where they are missing or not those of package-lock.json.
 *
 * @param {import('./steps.mjs').Steps} steps
 */
export async function prepareNodePackages(steps) {
  await steps.run('npm packages', async () => {
    if (await isInstalled()) return 'ready';
    // Under `npm start` this is the very npm that runs; npm's own file needs no shell on any platform.
    const npm = process.env['npm_execpath'];
    const [program, ...first] = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm'];
    await requireCommand('`npm ci` failed: see above.', program, [...first, 'ci', '--no-audit', '--no-fund']);
    return 'installed';
  });
}

/**
 * npm writes what it has installed into node_modules/.package-lock.json, as the last thing it does: compared
 * with the lock file it tells a missing, a broken-off and an outdated installation, however it was made.
 */
async function isInstalled() {
  const [wanted, installed] = await Promise.all([
    readPackages(at('package-lock.json')),
    readPackages(at('node_modules', '.package-lock.json')),
  ]);
  return Object.entries(wanted).every(([place, { version, optional }]) => {
    const found = installed[place]?.version;
    // The root itself is only in the lock file, and an optional package may be for another platform.
    return place === '' || found === version || (optional === true && found === undefined);
  });
}

/**
 * @param {string} lockFile
 * @returns {Promise<Packages>} none where there is no such file
 */
async function readPackages(lockFile) {
  try {
    return JSON.parse(await readFile(lockFile, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}
