import { expect, test } from 'vitest';
import { dialectNames } from '../../../dialects/names.js';
import { emittedTrees, type EmittedTree } from './emitted-trees.js';

/** What is wrong with a tree, as sentences that begin with a path. */
export type Finder = (tree: Omit<EmittedTree, 'origin'>) => readonly string[];

/** Files by path, as a tree of one dialect that is broken on purpose. */
export interface Broken {
  /** Left out: the break is one on every dialect. */
  readonly dialect?: string;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Two tests: no emitted tree falls into the trap, and the finder sees each of the broken trees, so that the first one
 * can't pass by looking past things.
 */
export function trap(title: string, find: Finder, broken: readonly [Broken, ...Broken[]]): void {
  // The first test of a file makes all trees.
  test(title, { timeout: 240_000 }, async () => {
    const found = (await emittedTrees()).flatMap((tree) =>
      find(tree).map((problem) => `${tree.origin}/${tree.dialect}/${problem}`),
    );
    expect(found.slice(0, 20), `${found.length} findings`).toEqual([]);
  });
  test(`${title}: what breaks it is found`, () => {
    for (const { dialect, files } of broken) {
      for (const name of dialect === undefined ? dialectNames : [dialect]) {
        const tree = {
          dialect: name,
          files: Object.entries(files).map(([path, text]) => ({ path, text })),
        };
        expect(find(tree), `${name}: ${JSON.stringify(files)}`).not.toEqual([]);
      }
    }
  });
}
