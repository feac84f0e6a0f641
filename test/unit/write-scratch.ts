import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { writeTrees, type WriteOptions, type WriteResult } from '../../generator/write/write-trees.js';

/** Contents by path. */
export type Files = Readonly<Record<string, string>>;

/** A folder for one test, with a place for blueprints and one for the tree. */
export function scratch(): {
  readonly folder: string;
  readonly blueprints: string;
  readonly output: string;
  readonly remove: () => void;
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dbtgen-write-')));
  const blueprints = join(folder, 'blueprints');
  mkdirSync(blueprints);
  return {
    folder,
    blueprints,
    output: join(folder, 'dbt'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export function put(root: string, files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

/** All files of a folder with their contents, and empty folders with a slash at the end. */
export function snapshot(root: string, below = ''): Record<string, string> {
  let entries;
  try {
    entries = readdirSync(join(root, below), { withFileTypes: true });
  } catch {
    return {};
  }
  if (entries.length === 0 && below !== '') return { [`${below}/`]: '' };
  return Object.fromEntries(
    entries.flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.isDirectory()) return Object.entries(snapshot(root, path));
      return [[path, entry.isSymbolicLink() ? '-> link' : readFileSync(join(root, path), 'utf8')]];
    }),
  );
}

/** Builds one tree; `output` is the folder beside `blueprints`. */
export function buildTree(
  output: string,
  files: Files,
  options: Partial<WriteOptions> = {},
): Promise<WriteResult> {
  const tree = {
    dialect: 'duckdb',
    output,
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
  };
  return writeTrees([tree], {
    blueprintFolder: join(dirname(output), 'blueprints'),
    edited: 'keep',
    ...options,
  });
}

export const codesOf = (result: WriteResult): string[] => result.diagnostics.map(({ code }) => code);

export function actionsOf(result: WriteResult): Record<string, string> {
  return Object.fromEntries(
    result.plans.flatMap((plan) => plan.actions.map(({ path, action }) => [path, action])),
  );
}
