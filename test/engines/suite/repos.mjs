/** The dbt repos that dbtgen emits for a project, one per target. */
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';

const PROGRAM = fileURLToPath(new URL('../../../dist/generator/cli.js', import.meta.url));

/**
 * Builds the repo of one project for one target, anew.
 *
 * @param {{ blueprints: string, dialect: string, format?: string, folder: string }} wanted `dialect` is dbtgen's word;
 *   `format` the table format that every dimension and fact gets; `folder` takes the repo as `repo/`
 * @returns {string} path of the repo
 */
export function buildRepo({ blueprints, dialect, format, folder }) {
  const repo = path.join(folder, 'repo');
  rmSync(repo, { recursive: true, force: true });
  const source = format ? inFormat(blueprints, format, path.join(folder, 'blueprints')) : blueprints;
  const asked = [PROGRAM, 'build', source, '--dialect', dialect, '--output', repo, '--quiet'];
  const { status, stderr, error } = spawnSync(process.execPath, asked, { encoding: 'utf8' });
  if (error) throw error;
  if (status !== 0) throw new Error(`dbtgen build ${blueprints} --dialect ${dialect}:\n${stderr}`);
  return repo;
}

/** A copy of the blueprints in which each dimension and fact says the format that its author may have left open. */
function inFormat(blueprints, format, copy) {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  cpSync(blueprints, copy, { recursive: true });
  for (const file of readdirSync(copy, { recursive: true }).filter((each) => /\.ya?ml$/.test(each))) {
    const place = path.join(copy, file);
    const documents = parseAllDocuments(readFileSync(place, 'utf8'));
    for (const document of documents) {
      if (document.has('dimension') || document.has('fact')) document.setIn(['physical', 'format'], format);
    }
    writeFileSync(place, documents.map(String).join(''));
  }
  return copy;
}
