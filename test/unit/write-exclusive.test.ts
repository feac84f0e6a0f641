import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import ts from 'typescript';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { holdTree } from '../../generator/write/exclusive.js';
import { buildTree, codesOf, put, scratch, snapshot } from './write-scratch.js';

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
});
afterEach(() => place.remove());

describe('the right to write a tree', () => {
  test('is one build’s at a time, and leaves nothing in the tree', async () => {
    let inside = 0;
    let most = 0;
    const one = async (): Promise<void> => {
      const hold = await holdTree(place.output);
      inside += 1;
      most = Math.max(most, inside);
      await sleep(2);
      inside -= 1;
      hold?.release();
    };
    await Promise.all(Array.from({ length: 8 }, one));
    expect(most).toBe(1);
    expect(snapshot(place.output)).toEqual({});
  });

  test('is refused after the patience, with a word before', async () => {
    const hold = await holdTree(place.output);
    const said: string[] = [];
    const result = await buildTree(
      place.output,
      { 'a.sql': 'a\n' },
      { patience: 400, onWait: (output) => said.push(output) },
    );
    expect(codesOf(result)).toEqual(['DG609']);
    expect(said).toEqual([place.output]);
    expect(Object.keys(snapshot(place.output)).filter((path) => !path.startsWith('.dbtgen.tmp/'))).toEqual(
      [],
    );
    hold?.release();
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual([]);
  });

  test('passes on from a process that died', async () => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const hold = await holdTree(place.output);
    const [own = ''] = readdirSync(join(place.output, '.dbtgen.tmp'));
    hold?.release();
    put(place.output, { [`.dbtgen.tmp/${own.replace(/\.\d+\./, `.${dead}.`)}`]: '' });
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }, { patience: 0 }))).toEqual([]);
    expect(Object.keys(snapshot(place.output))).toEqual(['.dbtgen.lock', 'a.sql']);
  });

  test('passes on from another machine whose heart stopped', async () => {
    const other = '.dbtgen.tmp/hold.00000000.1.abcdef';
    put(place.output, { [other]: '' });
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }, { patience: 0 }))).toEqual(['DG609']);
    utimesSync(join(place.output, other), 1000, 1000);
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }, { patience: 0 }))).toEqual([]);
  });

  test('lost in the middle stops the build', async () => {
    const onStep = (step: string): void => {
      if (step !== 'journal') return;
      const folder = join(place.output, '.dbtgen.tmp');
      for (const name of readdirSync(folder).filter((entry) => entry.startsWith('hold.')))
        rmSync(join(folder, name));
    };
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }, { onStep }))).toEqual(['DG609']);
    expect(Object.keys(snapshot(place.output))).not.toContain('a.sql');
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual([]);
  });
});

describe('what is seen before the right to write', () => {
  test('is no error when another build was in the middle of it', async () => {
    put(place.output, { 'a.sql/old.sql': 'old\n' });
    const other = await holdTree(place.output);
    const building = buildTree(place.output, { 'a.sql': 'a\n' });
    rmSync(join(place.output, 'a.sql'), { recursive: true });
    other?.release();
    expect(codesOf(await building)).toEqual([]);
  });

  test('is an error when nobody is at work, and nothing is written', async () => {
    const before = { 'a.sql/old.sql': 'old\n' };
    put(place.output, before);
    expect(codesOf(await buildTree(place.output, { 'a.sql': 'a\n' }))).toEqual(['DG604']);
    expect(snapshot(place.output)).toEqual(before);
  });
});

describe('real processes', () => {
  const root = join(import.meta.dirname, '../..');
  // Below the repository, so that packages are found.
  const compiled = join(root, '.cache', `write-test-${process.pid}`);
  const versions = ['one', 'two', 'three'].map((word, version) =>
    Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [
        `models/${(index + version) % 7}/m${index}.sql`,
        `select '${word}'\n`.repeat(50),
      ]),
    ),
  );

  beforeAll(() => {
    for (const folder of ['generator/write', 'generator/diagnostics', 'generator/diagnostics/catalogue']) {
      mkdirSync(join(compiled, folder), { recursive: true });
      for (const name of readdirSync(join(root, folder)).filter((file) => file.endsWith('.ts'))) {
        const { outputText } = ts.transpileModule(readFileSync(join(root, folder, name), 'utf8'), {
          compilerOptions: {
            target: ts.ScriptTarget.ES2022,
            module: ts.ModuleKind.ESNext,
            verbatimModuleSyntax: true,
          },
        });
        writeFileSync(join(compiled, folder, name.replace(/\.ts$/, '.js')), outputText);
      }
    }
    writeFileSync(
      join(compiled, 'loop.mjs'),
      `import { writeTrees } from './generator/write/write-trees.js';
       const [output, blueprintFolder, rounds, ...versions] = process.argv.slice(2);
       for (let round = 0; round < Number(rounds); round += 1) {
         const files = Object.entries(JSON.parse(versions[round % versions.length])).map(([path, text]) => ({ path, text }));
         const { diagnostics } = await writeTrees([{ dialect: 'duckdb', output, files }], { blueprintFolder, edited: 'keep' });
         if (diagnostics.length > 0) { console.error(JSON.stringify(diagnostics)); process.exit(1); }
       }`,
    );
  });
  afterAll(() => rmSync(compiled, { recursive: true, force: true }));

  const loop = (rounds: number, ...order: number[]): ReturnType<typeof spawn> =>
    spawn(
      process.execPath,
      [
        join(compiled, 'loop.mjs'),
        place.output,
        place.blueprints,
        String(rounds),
        ...order.map((version) => JSON.stringify(versions[version])),
      ],
      {
        stdio: ['ignore', 'inherit', 'inherit'],
      },
    );
  const ended = (child: ReturnType<typeof spawn>): Promise<number | null> =>
    new Promise((resolve) => child.on('exit', resolve));

  test('killed at any moment are repaired by the next build', async () => {
    for (let round = 0; round < 10; round += 1) {
      const child = loop(1000, 0, 1);
      const end = ended(child);
      await sleep(120 + Math.random() * 120);
      child.kill('SIGKILL');
      await end;
      for (const [path, text] of Object.entries(snapshot(place.output))) {
        if (path.startsWith('models/') && !path.endsWith('/'))
          // Also what the round before left: a slow machine may not have got to writing.
          expect(versions.map((version) => version[path])).toContain(text);
      }
      const wanted = versions[round % 3] ?? {};
      expect(codesOf(await buildTree(place.output, wanted, { patience: 100 }))).toEqual([]);
      const { '.dbtgen.lock': _, ...files } = snapshot(place.output);
      expect(files).toEqual(wanted);
    }
  });

  test('two at once do not mix', async () => {
    const codes = await Promise.all([ended(loop(12, 0, 1)), ended(loop(12, 2, 1))]);
    expect(codes).toEqual([0, 0]);
    const { '.dbtgen.lock': lock, ...files } = snapshot(place.output);
    expect(versions).toContainEqual(files);
    expect(Object.keys((JSON.parse(lock ?? '') as { files: object }).files).sort()).toEqual(
      Object.keys(files).sort(),
    );
  });
});
