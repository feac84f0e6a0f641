import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { estateBlueprints } from './blueprints.mjs';

/**
 * @typedef {object} Estate
 * @property {string} blueprints folder of the blueprints
 * @property {string} output where the dbt repo goes
 * @property {string} profiles folder of dbt's profile: a DuckDB in memory
 * @property {string} scratch for what may be thrown away
 */

const profile = `estate:
  target: bench
  outputs:
    bench: {type: duckdb, path: ':memory:'}
`;

/**
 * @param {string} folder
 * @returns {Promise<Estate>}
 */
export async function writeEstate(folder) {
  const estate = {
    blueprints: path.join(folder, 'blueprints'),
    output: path.join(folder, 'dbt'),
    profiles: path.join(folder, 'profiles'),
    scratch: path.join(folder, 'scratch'),
  };
  for (const blueprint of estateBlueprints('../dbt')) {
    const file = path.join(estate.blueprints, blueprint.path);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, blueprint.text);
  }
  await mkdir(estate.profiles);
  await mkdir(estate.scratch);
  await writeFile(path.join(estate.profiles, 'profiles.yml'), profile);
  return estate;
}
