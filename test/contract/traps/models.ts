import { basename } from 'node:path';
import { parse } from 'yaml';
import type { EmittedTree } from './emitted-trees.js';
import { type SqlFile, sqlFiles } from './sql-code.js';

/** One model of a tree, with what its `config()` says. */
export interface Model extends SqlFile {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Its own word, or its folder's in dbt_project.yml. */
  readonly materialized: string;
}

const known = new WeakMap<EmittedTree['files'], readonly Model[]>();

/** The models of a tree, read once. */
export function modelsOf(tree: Pick<EmittedTree, 'dialect' | 'files'>): readonly Model[] {
  const read = known.get(tree.files) ?? readModels(tree);
  known.set(tree.files, read);
  return read;
}

function readModels(tree: Pick<EmittedTree, 'dialect' | 'files'>): Model[] {
  return sqlFiles(tree)
    .filter(({ path }) => path.startsWith('models/'))
    .map((file) => {
      const config = configOf(file.text);
      const folder = file.path.startsWith('models/marts/') ? 'table' : 'view';
      return {
        ...file,
        name: basename(file.path, '.sql'),
        config,
        materialized: typeof config['materialized'] === 'string' ? config['materialized'] : folder,
      };
    });
}

/** The arguments of `config()`: Jinja's literals, as the generator prints them, are YAML's in braces. */
function configOf(text: string): Record<string, unknown> {
  const [, body] = /^\{\{ config\(\n([^]*?)\n\) \}\}/.exec(text) ?? [];
  if (body === undefined) return {};
  const mapping = body.replaceAll(/^ {4}(\w+)=/gm, '    $1: ');
  return parse(`{\n${mapping}\n}`) as Record<string, unknown>;
}
