import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { dialectNames, generate } from '../../generator/pipeline.js';
import { put, scratch, snapshot } from '../unit/write-scratch.js';
import { anyBlueprints, type Files } from './any-blueprints.js';
import { layoutProblems, structureProblems } from './emitted.js';

const place = scratch();
beforeEach(() => rmSync(place.blueprints, { recursive: true, force: true }));
afterAll(() => place.remove());

function write(files: Files): void {
  put(
    place.blueprints,
    Object.fromEntries(
      Object.entries(files).map(([path, documents]) => [
        path,
        documents.map((document) => stringify(document)).join('---\n'),
      ]),
    ),
  );
}

const runs = (usual: number) => ({ numRuns: Number(process.env['DBTGEN_RUNS'] ?? usual) });

test('any right blueprints are built for every dialect, twice the same', async () => {
  await fc.assert(
    fc.asyncProperty(anyBlueprints, async (files) => {
      write(files);
      const first = await generate(place.blueprints, {});
      expect(prettyDiagnostics(first.diagnostics.filter(({ severity }) => severity !== 'info'))).toBe('');
      expect(first.trees.map((tree) => tree.dialect).sort()).toEqual([...dialectNames].sort());
      expect(first.trees.flatMap((tree) => [...structureProblems(tree), ...layoutProblems(tree)])).toEqual(
        [],
      );
      expect((await generate(place.blueprints, {})).trees).toEqual(first.trees);
    }),
    runs(40),
  );
});

test('a build is what a check finds, and a second one changes nothing', async () => {
  const run = async (...words: string[]) => {
    let out = '';
    const code = await runCommandLine([...words, place.blueprints, '--output', place.output], {
      out: { write: (text) => void (out += text), isTerminal: false },
      err: { write: () => undefined, isTerminal: false },
    });
    return { code, out };
  };
  await fc.assert(
    fc.asyncProperty(anyBlueprints, anyBlueprints, async (before, files) => {
      write(before);
      expect((await run('build')).code).toBe(0);
      write(files);
      expect((await run('build')).code).toBe(0);
      const built = snapshot(place.output);
      expect((await run('check')).code).toBe(0);
      const again = await run('build');
      expect(again.code).toBe(0);
      expect(again.out).not.toMatch(/created|updated|removed|kept/);
      expect(snapshot(place.output)).toEqual(built);
    }),
    runs(4),
  );
});
