import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createWorkbench, type Workbench } from './dbt.js';

const cli = fileURLToPath(new URL('../../dist/generator/cli.js', import.meta.url));

/** Has dbtgen write the tree of a folder of blueprints for DuckDB. @throws with what it said, where it would not */
export function generateTree(blueprints: string, tree: string): void {
  const parameters = [cli, 'build', blueprints, '--dialect', 'duckdb', '--output', tree];
  const built = spawnSync(process.execPath, parameters, { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(built.stderr);
}

/**
 * A workbench with the tree of new blueprints.
 *
 * @param blueprints one file's text, or what writes them into a folder
 * @param profile the name of the project
 */
export async function generatedWorkbench(
  blueprints: string | ((folder: string) => Promise<void>),
  profile: string,
): Promise<Workbench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-blueprints-'));
  try {
    const [written, tree] = [path.join(folder, 'blueprints'), path.join(folder, 'dbt')];
    await mkdir(written);
    if (typeof blueprints === 'string')
      await writeFile(path.join(written, 'blueprints.yml'), blueprints.trimStart());
    else await blueprints(written);
    generateTree(written, tree);
    return await createWorkbench(tree, profile);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
