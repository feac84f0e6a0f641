import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generate, type GeneratedTree } from '../../../generator/pipeline.js';

/** A generated repo, and the example or feature that it is of. */
export interface EmittedTree extends Pick<GeneratedTree, 'dialect' | 'files'> {
  readonly origin: string;
}

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const features = join(root, 'test/golden/features');

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

/** The blueprint folders of everything that has goldens, by name. */
export const origins: ReadonlyMap<string, string> = new Map([
  ...foldersIn(join(root, 'blueprints')).map((name) => [name, join(root, 'blueprints', name)] as const),
  ...foldersIn(features).map((name) => [name, join(features, name, 'blueprints')] as const),
]);

let trees: Promise<readonly EmittedTree[]> | undefined;

/** Every tree of every example and feature, made once. Fails where one of them is not built. */
export function emittedTrees(): Promise<readonly EmittedTree[]> {
  trees ??= emit();
  return trees;
}

async function emit(): Promise<EmittedTree[]> {
  const emitted: EmittedTree[] = [];
  for (const [origin, folder] of origins) {
    const built = await generate(folder, {});
    if (built.trees.length === 0)
      throw new Error(`${origin} is not built: ${JSON.stringify(built.diagnostics)}`);
    emitted.push(...built.trees.map(({ dialect, files }) => ({ origin, dialect, files })));
  }
  return emitted;
}
