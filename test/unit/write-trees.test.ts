import { chmodSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { contentHash } from '../../generator/write/content-hash.js';
import { planTrees, writeTrees } from '../../generator/write/write-trees.js';
import { actionsOf, buildTree, codesOf, put, scratch, snapshot } from './write-scratch.js';

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

const lockOf = (files: Record<string, string>): string =>
  `${JSON.stringify(
    {
      version: 1,
      files: Object.fromEntries(
        Object.keys(files)
          .sort()
          .map((path) => [path, contentHash(files[path] ?? '')]),
      ),
    },
    null,
    2,
  )}\n`;

describe('a first build', () => {
  test('writes the files and a sorted lock, and nothing else', async () => {
    const files = { 'models/b.sql': 'b\n', 'a.sql': 'a\n' };
    const result = await buildTree(place.output, files);
    expect(actionsOf(result)).toEqual({ 'a.sql': 'created', 'models/b.sql': 'created' });
    expect(snapshot(place.output)).toEqual({ ...files, '.dbtgen.lock': lockOf(files) });
  });

  test('beside foreign files leaves them alone', async () => {
    put(place.output, { 'models/mine.sql': 'mine\n' });
    await buildTree(place.output, { 'models/a.sql': 'a\n' });
    expect(snapshot(place.output)['models/mine.sql']).toBe('mine\n');
  });

  test('adopts a foreign file of the same content', async () => {
    put(place.output, { 'a.sql': 'a\n' });
    const result = await buildTree(place.output, { 'a.sql': 'a\n' });
    expect(actionsOf(result)).toEqual({ 'a.sql': 'adopted' });
    expect(codesOf(result)).toEqual([]);
    expect(actionsOf(await buildTree(place.output, { 'a.sql': 'b\n' }))).toEqual({ 'a.sql': 'updated' });
  });

  test.each(['keep', 'overwrite'] as const)(
    'writes nothing where a foreign file is in the way (%s)',
    async (edited) => {
      put(place.output, { 'a.sql': 'mine\n' });
      const before = snapshot(place.output);
      const result = await buildTree(place.output, { 'a.sql': 'a\n', 'b.sql': 'b\n' }, { edited });
      expect(codesOf(result)).toEqual(['DG601']);
      expect(snapshot(place.output)).toEqual(before);
    },
  );

  test('of two trees writes neither when one cannot be written', async () => {
    const other = join(place.folder, 'other');
    put(other, { 'a.sql': 'mine\n' });
    const files = [{ path: 'a.sql', text: 'a\n' }];
    const trees = [
      { dialect: 'duckdb', output: place.output, files },
      { dialect: 'spark', output: other, files },
    ];
    const result = await writeTrees(trees, { blueprintFolder: place.blueprints, edited: 'keep' });
    expect(codesOf(result)).toEqual(['DG601']);
    expect(snapshot(place.output)).toEqual({});
  });
});

describe('a later build', () => {
  test('keeps the time of files that do not change', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n', 'b.sql': 'b\n' });
    for (const path of ['a.sql', 'b.sql', '.dbtgen.lock']) utimesSync(join(place.output, path), 1000, 1000);
    await buildTree(place.output, { 'a.sql': 'a\n', 'b.sql': 'new\n' });
    expect(statSync(join(place.output, 'a.sql')).mtimeMs).toBe(1_000_000);
    expect(statSync(join(place.output, 'b.sql')).mtimeMs).not.toBe(1_000_000);
  });

  test('with nothing to do touches nothing', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n' });
    const steps: string[] = [];
    await buildTree(place.output, { 'a.sql': 'a\n' }, { onStep: (step) => steps.push(step) });
    expect(steps).toEqual([]);
  });

  test('removes what is no longer generated, and the folders that this empties', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n', 'models/x/b.sql': 'b\n', 'models/y/c.sql': 'c\n' });
    put(place.output, { 'models/y/mine.sql': 'mine\n' });
    const result = await buildTree(place.output, { 'a.sql': 'a\n' });
    expect(actionsOf(result)).toEqual({
      'a.sql': 'unchanged',
      'models/x/b.sql': 'removed',
      'models/y/c.sql': 'removed',
    });
    expect(snapshot(place.output)).toEqual({
      'a.sql': 'a\n',
      'models/y/mine.sql': 'mine\n',
      '.dbtgen.lock': lockOf({ 'a.sql': 'a\n' }),
    });
  });

  test('brings back a file that was deleted', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n' });
    rmSync(join(place.output, 'a.sql'));
    expect(actionsOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual({ 'a.sql': 'created' });
  });

  test('replaces a file by a folder and a folder by a file', async () => {
    await buildTree(place.output, { 'a/b/c.sql': 'c\n', d: 'd\n' });
    await buildTree(place.output, { a: 'a\n', 'd/e.sql': 'e\n' });
    expect(snapshot(place.output)).toMatchObject({ a: 'a\n', 'd/e.sql': 'e\n' });
  });

  test('keeps the mode of a file it replaces', async () => {
    await buildTree(place.output, { 'run.sh': 'a\n' });
    chmodSync(join(place.output, 'run.sh'), 0o755);
    await buildTree(place.output, { 'run.sh': 'b\n' });
    expect(statSync(join(place.output, 'run.sh')).mode & 0o777).toBe(0o755);
  });
});

describe('an edited file', () => {
  test('is kept with a warning each time, until it is forced', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n' });
    put(place.output, { 'a.sql': 'edited\n' });
    for (const text of ['a\n', 'b\n', 'b\n']) {
      const result = await buildTree(place.output, { 'a.sql': text });
      expect(codesOf(result)).toEqual(['DG602']);
      expect(snapshot(place.output)['a.sql']).toBe('edited\n');
    }
    expect(actionsOf(await buildTree(place.output, { 'a.sql': 'b\n' }, { edited: 'overwrite' }))).toEqual({
      'a.sql': 'updated',
    });
    expect(snapshot(place.output)).toEqual({ 'a.sql': 'b\n', '.dbtgen.lock': lockOf({ 'a.sql': 'b\n' }) });
  });

  test('is updated again once the edit is taken back by hand', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n' });
    put(place.output, { 'a.sql': 'edited\n' });
    await buildTree(place.output, { 'a.sql': 'b\n' });
    put(place.output, { 'a.sql': 'a\n' });
    expect(actionsOf(await buildTree(place.output, { 'a.sql': 'b\n' }))).toEqual({ 'a.sql': 'updated' });
  });

  test.each(['keep', 'overwrite'] as const)(
    'that is no longer generated is kept and given up (%s)',
    async (edited) => {
      await buildTree(place.output, { 'a.sql': 'a\n', 'b.sql': 'b\n' });
      put(place.output, { 'a.sql': 'edited\n' });
      expect(codesOf(await buildTree(place.output, { 'b.sql': 'b\n' }, { edited }))).toEqual(['DG603']);
      expect(snapshot(place.output)).toEqual({
        'a.sql': 'edited\n',
        'b.sql': 'b\n',
        '.dbtgen.lock': lockOf({ 'b.sql': 'b\n' }),
      });
      expect(codesOf(await buildTree(place.output, { 'b.sql': 'b\n' }))).toEqual([]);
    },
  );

  test('is not one whose line endings alone differ', async () => {
    await buildTree(place.output, { 'a.sql': 'a\nb\n', 'gone.sql': 'x\ny\n' });
    const checkout = snapshot(place.output);
    for (const [path, text] of Object.entries(checkout))
      put(place.output, { [path]: text.replaceAll('\n', '\r\n') });
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\nb\n', 'gone.sql': 'x\ny\n' }))).toEqual([]);
    expect(snapshot(place.output)['a.sql']).toBe('a\r\nb\r\n');
    expect(actionsOf(await buildTree(place.output, { 'a.sql': 'new\n' }))).toEqual({
      'a.sql': 'updated',
      'gone.sql': 'removed',
    });
  });

  test('is noticed when it is edited while the build runs', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n' });
    const onStep = (step: string): void => {
      if (step === 'journal') put(place.output, { 'a.sql': 'edited just now\n' });
    };
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'b\n' }, { onStep }))).toEqual(['DG611']);
    expect(snapshot(place.output)['a.sql']).toBe('edited just now\n');
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'b\n' }))).toEqual(['DG602']);
    expect(Object.keys(snapshot(place.output))).toEqual(['.dbtgen.lock', 'a.sql']);
  });
});

describe('what could lead out of the tree is refused', () => {
  test.each([
    '../a.sql',
    '/a.sql',
    'a/../../b.sql',
    'a//b.sql',
    './a.sql',
    'a\\b.sql',
    'C:/a.sql',
    '.git/config',
    '.dbtgen.lock',
    '.DBTGEN.tmp/a',
    '',
  ])('the path %j', async (path) => {
    expect(codesOf(await buildTree(place.output, { [path]: 'a\n' }))).toEqual(['DG607']);
    expect(snapshot(place.folder)).toEqual({ 'blueprints/': '' });
  });

  test('a link on the way', async () => {
    const elsewhere = join(place.folder, 'elsewhere');
    mkdirSync(elsewhere);
    mkdirSync(place.output);
    symlinkSync(elsewhere, join(place.output, 'models'));
    expect(codesOf(await buildTree(place.output, { 'models/a.sql': 'a\n' }))).toEqual(['DG604']);
    expect(snapshot(elsewhere)).toEqual({});
  });

  test('a link in place of an owned file, also when it is no longer generated', async () => {
    await buildTree(place.output, { 'a.sql': 'a\n', 'b/c.sql': 'c\n' });
    put(place.folder, { 'outside.sql': 'a\n', 'elsewhere/c.sql': 'c\n' });
    rmSync(join(place.output, 'a.sql'));
    rmSync(join(place.output, 'b'), { recursive: true });
    symlinkSync(join(place.folder, 'outside.sql'), join(place.output, 'a.sql'));
    symlinkSync(join(place.folder, 'elsewhere'), join(place.output, 'b'));
    expect(codesOf(await buildTree(place.output, {}))).toEqual(['DG603', 'DG603']);
    expect(snapshot(place.folder)).toMatchObject({
      'outside.sql': 'a\n',
      'elsewhere/c.sql': 'c\n',
      'dbt/a.sql': '-> link',
    });
  });

  test('a lock that lists foreign places', async () => {
    put(place.folder, { 'precious.txt': 'precious\n' });
    const lock = { version: 1, files: { '../precious.txt': contentHash('precious\n') } };
    put(place.output, { '.dbtgen.lock': JSON.stringify(lock) });
    expect(codesOf(await buildTree(place.output, {}))).toEqual(['DG605']);
    expect(snapshot(place.folder)['precious.txt']).toBe('precious\n');
  });
});

test.each([
  '<<<<<<< HEAD\n{}',
  'null',
  '{"version": 2, "files": {}}',
  '{"version": 1}',
  '{"version": 1, "files": {"a": "b"}}',
])('the lock %j stops the build', async (lock) => {
  put(place.output, { '.dbtgen.lock': lock });
  expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual(['DG605']);
  expect(Object.keys(snapshot(place.output))).toEqual(['.dbtgen.lock']);
});

test.each([[['a.sql', 'A.sql']], [['models/a.sql', 'Models/b.sql']], [['a', 'a/b.sql']]])(
  'the paths %j cannot stand in one tree',
  async (paths) => {
    expect(
      codesOf(await buildTree(place.output, Object.fromEntries(paths.map((path) => [path, 'x\n'])))),
    ).toEqual(['DG606']);
  },
);

test('a foreign file whose name differs only in case is in the way', async () => {
  put(place.output, { 'readme.md': 'mine\n' });
  expect(codesOf(await buildTree(place.output, { 'README.md': 'a\n' }))).toEqual(['DG604']);
});

test.each([
  ['a file', 'DG604'],
  ['a folder', 'DG604'],
])('%s where the other must go is in the way', async (what, code) => {
  put(place.output, what === 'a file' ? { models: 'mine\n' } : { 'models/a.sql/mine.sql': 'mine\n' });
  expect(codesOf(await buildTree(place.output, { 'models/a.sql': 'a\n' }))).toEqual([code]);
});

describe('the output folder', () => {
  test('must not be or hold the blueprints, nor be a place that holds more', async () => {
    for (const output of [place.blueprints, place.folder, dirname(place.folder), homedir(), '/']) {
      const tree = { dialect: 'duckdb', output, files: [{ path: 'dbtgen-test.sql', text: 'a\n' }] };
      const result = await writeTrees([tree], { blueprintFolder: place.blueprints, edited: 'keep' });
      expect(codesOf(result)).toEqual(['DG608']);
    }
  });

  test('is refused through a link too', () => {
    symlinkSync(place.folder, join(place.folder, 'link'));
    const tree = { dialect: 'duckdb', output: join(place.folder, 'link'), files: [] };
    expect(codesOf(planTrees([tree], { blueprintFolder: place.blueprints, edited: 'keep' }))).toEqual([
      'DG608',
    ]);
  });

  test('may lie in the blueprints, but two trees not in each other', () => {
    const inside = join(place.blueprints, 'dbt');
    const trees = [inside, join(inside, 'spark')].map((output) => ({ dialect: 'duckdb', output, files: [] }));
    expect(
      codesOf(planTrees(trees.slice(0, 1), { blueprintFolder: place.blueprints, edited: 'keep' })),
    ).toEqual([]);
    expect(codesOf(planTrees(trees, { blueprintFolder: place.blueprints, edited: 'keep' }))).toEqual([
      'DG613',
    ]);
  });

  test('that is a file is reported', async () => {
    writeFileSync(place.output, 'mine\n');
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual(['DG604']);
  });
});
