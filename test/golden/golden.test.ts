import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { dialectNames, generate, type GeneratedTree } from '../../generator/pipeline.js';
import { contentHash } from '../../generator/write/content-hash.js';
import { LOCK_FILE, printLock } from '../../generator/write/lock-file.js';
import { writeTrees } from '../../generator/write/write-trees.js';
import { put, snapshot, type Files } from '../unit/write-scratch.js';

/**
 * Two kinds of cases. An example of `blueprints/` has its whole trees at `<example>/<dialect>/`, written as every user's
 * tree is. A feature has a folder `features/<name>/` with its own `blueprints/`, and in `expected/<dialect>/` only the
 * files that `case.json` finds interesting. Each is built for every dialect there is, whatever its project lists. Paths
 * are compared first, bytes second. `npm run golden:update` writes both anew; read the difference before you sign it.
 */
const golden = dirname(fileURLToPath(import.meta.url));
const examples = join(golden, '../../blueprints');
const update = process.env['UPDATE_GOLDEN'] === '1';

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();

async function generated(folder: string, names: readonly string[]): Promise<readonly GeneratedTree[]> {
  const trees: GeneratedTree[] = [];
  for (const dialect of names) {
    const result = await generate(folder, { dialect });
    const problems = result.diagnostics.filter(({ severity }) => severity !== 'info');
    expect(prettyDiagnostics(problems), dialect).toBe('');
    trees.push(...result.trees);
  }
  expect(trees.map(({ dialect }) => dialect)).toEqual(names);
  return trees;
}

function expectSame(actual: Files, expected: Files): void {
  expect(Object.keys(actual).sort()).toEqual(Object.keys(expected).sort());
  for (const [path, text] of Object.entries(actual)) expect(text, path).toBe(expected[path]);
}

function filesOf(tree: GeneratedTree): Files {
  return Object.fromEntries(tree.files.map(({ path, text }) => [path, text]));
}

describe.each(foldersIn(examples))('the example %s', (example) => {
  test('is as its golden trees', async () => {
    const trees = await generated(join(examples, example), dialectNames);
    for (const tree of trees) {
      expect(tree.output).toBe(join(golden, example, tree.dialect));
    }
    if (update) {
      const written = await writeTrees(trees, { blueprintFolder: join(examples, example), edited: 'overwrite' });
      expect(prettyDiagnostics(written.diagnostics)).toBe('');
    }
    for (const tree of trees) {
      const hashes = new Map(tree.files.map(({ path, text }) => [path, contentHash(text)]));
      expectSame({ ...filesOf(tree), [LOCK_FILE]: printLock(hashes) }, snapshot(tree.output));
    }
  });
});

/** What a feature's `case.json` says. */
interface Case {
  readonly about: string;
  /** The files to compare: paths, in which `*` stands for any characters. */
  readonly only: readonly string[];
  /** Left out: all. */
  readonly dialects?: readonly string[];
}

const features = join(golden, 'features');

describe.each(foldersIn(features))('the feature %s', (feature) => {
  test('is as its golden files', async () => {
    const folder = join(features, feature);
    const { only, dialects = dialectNames } = JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as Case;
    const patterns = only.map((pattern) => ({ pattern, matcher: matcherOf(pattern) }));
    const trees = await generated(join(folder, 'blueprints'), dialects);
    const actual: Record<string, string> = {};
    for (const tree of trees) {
      for (const { path, text } of tree.files) {
        if (patterns.some(({ matcher }) => matcher.test(path))) actual[`${tree.dialect}/${path}`] = text;
      }
    }
    for (const { pattern, matcher } of patterns) {
      expect(
        trees.some((tree) => tree.files.some(({ path }) => matcher.test(path))),
        `no file is called ${pattern}`,
      ).toBe(true);
    }
    const expected = join(folder, 'expected');
    if (update) {
      rmSync(expected, { recursive: true, force: true });
      put(expected, actual);
    }
    expectSame(actual, snapshot(expected));
  });
});

function matcherOf(pattern: string): RegExp {
  return new RegExp(`^${pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`);
}

test('every folder here is a case', () => {
  expect(foldersIn(golden).filter((name) => name !== 'features')).toEqual(foldersIn(examples));
  for (const example of foldersIn(examples)) expect(foldersIn(join(golden, example))).toEqual([...dialectNames].sort());
});
