import fc from 'fast-check';
import { cpSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WriteResult } from '../../generator/write/write-trees.js';
import { buildTree, codesOf, put, scratch, snapshot, type Files } from '../unit/write-scratch.js';

const KILL = new Error('killed');

/** `swap` and `swap/inner.sql` can't stand together: one tree has a file where the other has a folder. */
const paths = [
  'README.md',
  'macros/a.sql',
  'models/b.sql',
  'models/x/c.sql',
  'models/x/d.sql',
  'swap',
  'swap/inner.sql',
];
const generated = fc.constantFrom('one\n', 'two\nlines\n', 'three\n');
const tree = fc
  .dictionary(fc.constantFrom(...paths), generated, { maxKeys: 6, noNullPrototype: true })
  .map((files) => ('swap' in files ? without(files, 'swap/inner.sql') : files));
const touch = fc.record({
  path: fc.constantFrom(...paths),
  how: fc.constantFrom('edit', 'crlf', 'delete'),
});
const foreign = fc.dictionary(
  fc.constantFrom('notes.md', 'models/mine.sql', 'models/x/mine.sql', 'macros/a.sql', 'models/b.sql'),
  fc.constant('mine\n'),
  {
    maxKeys: 2,
    noNullPrototype: true,
  },
);
const kill = fc.nat(35);

function without(files: Files, path: string): Files {
  return Object.fromEntries(Object.entries(files).filter(([name]) => name !== path));
}

/** Throws at the given step, as if the process had died there. */
function killedAt(step: number): () => void {
  let count = 0;
  return () => {
    if (count === step) throw KILL;
    count += 1;
  };
}

async function interrupted(output: string, files: Files, step: number): Promise<void> {
  await buildTree(output, files, { onStep: killedAt(step) }).catch((error: unknown) => {
    if (error !== KILL) throw error;
  });
}

function applyTouches(
  output: string,
  touches: readonly { readonly path: string; readonly how: string }[],
): void {
  for (const { path, how } of touches) {
    const text = snapshot(output)[path];
    if (text === undefined) continue;
    if (how === 'delete') rmSync(join(output, path));
    else put(output, { [path]: how === 'crlf' ? text.replaceAll(/\r?\n/g, '\r\n') : `${text}-- edited\n` });
  }
}

/** What is on the disk after a build and what it said; an erroneous build may leave the repair to the next. */
function outcomeOf(output: string, result: WriteResult): { readonly codes: string[]; readonly files: Files } {
  // DG603 is said once; a build that died after its last write may have been the one to say it.
  const codes = codesOf(result).filter((code) => code !== 'DG603');
  return {
    codes,
    files: result.diagnostics.some(({ severity }) => severity === 'error') ? {} : snapshot(output),
  };
}

/**
 * The outcome without what is lost where a killed build takes a file away and the next puts it back:
 * a folder that a person had left empty, and the line ends that a checkout on Windows gives.
 */
function withoutTraces(outcome: ReturnType<typeof outcomeOf>, before: Files): ReturnType<typeof outcomeOf> {
  const files = Object.entries(outcome.files)
    .filter(([path]) => !(path.endsWith('/') && before[path] !== undefined))
    .map(([path, text]) => [path, text.replaceAll('\r\n', '\n')] as const);
  return { ...outcome, files: Object.fromEntries(files) };
}

/** The outcome of the same builds on a copy, with nobody killed. */
async function undisturbed(output: string, builds: readonly Files[]): Promise<ReturnType<typeof outcomeOf>> {
  const calm = scratch();
  try {
    cpSync(output, calm.output, { recursive: true });
    let outcome = outcomeOf(calm.output, { plans: [], diagnostics: [] });
    for (const files of builds) outcome = outcomeOf(calm.output, await buildTree(calm.output, files));
    return outcome;
  } finally {
    calm.remove();
  }
}

const isPersons = (text: string): boolean => text.includes('-- edited') || text === 'mine\n';

test('a build that was killed twice, once with other blueprints, ends where an undisturbed build ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      foreign,
      tree,
      fc.array(touch, { maxLength: 3 }),
      tree,
      tree,
      kill,
      kill,
      async (mine, old, touches, between, wanted, first, second) => {
        const place = scratch();
        try {
          put(place.output, mine);
          await buildTree(place.output, old);
          applyTouches(place.output, touches);
          const before = snapshot(place.output);
          const skipped = await undisturbed(place.output, [wanted]);
          const finished = await undisturbed(place.output, [between, wanted]);

          await interrupted(place.output, between, first);
          await interrupted(place.output, wanted, second);
          const repaired = outcomeOf(place.output, await buildTree(place.output, wanted));

          // Killed early the build between never was; killed at its very end it was whole.
          const outcomes = [skipped, finished].map((outcome) => withoutTraces(outcome, before));
          expect(outcomes).toContainEqual(withoutTraces(repaired, before));
          const after = snapshot(place.output);
          for (const [path, text] of Object.entries(before))
            if (isPersons(text)) expect(after[path]).toBe(text);
        } finally {
          place.remove();
        }
      },
    ),
    { numRuns: 150 },
  );
});

test('at the moment of death every file is whole: as it was or as it will be', async () => {
  await fc.assert(
    fc.asyncProperty(tree, tree, kill, async (old, wanted, step) => {
      const place = scratch();
      try {
        await buildTree(place.output, old);
        await interrupted(place.output, wanted, step);
        const visible = Object.entries(snapshot(place.output)).filter(
          ([path]) => !path.startsWith('.dbtgen') && !path.endsWith('/'),
        );
        for (const [path, text] of visible) expect([old[path], wanted[path]]).toContain(text);
        const names = new Set(visible.map(([path]) => path));
        for (const path of Object.keys(old)) if (path in wanted) expect(names).toContain(path);
        await buildTree(place.output, wanted);
        expect(without(snapshot(place.output), '.dbtgen.lock')).toEqual(wanted);
      } finally {
        place.remove();
      }
    }),
    { numRuns: 100 },
  );
});

test('an edit made after a crash survives the repair', async () => {
  await fc.assert(
    fc.asyncProperty(
      tree,
      tree,
      kill,
      fc.array(touch, { maxLength: 3 }),
      async (old, wanted, step, touches) => {
        const place = scratch();
        try {
          await buildTree(place.output, old);
          await interrupted(place.output, wanted, step);
          applyTouches(place.output, touches);
          const edits = Object.entries(snapshot(place.output)).filter(
            ([path, text]) => !path.startsWith('.dbtgen') && isPersons(text),
          );
          const repaired = await buildTree(place.output, wanted);
          const after = snapshot(place.output);
          for (const [path, text] of edits) expect(after[path]).toBe(text);
          // An edited file that stands where a folder must go is the only thing that can stop it.
          const errors = repaired.diagnostics.filter(({ severity }) => severity === 'error');
          expect(errors.filter(({ code }) => code !== 'DG604')).toEqual([]);
          if (errors.length > 0) return;
          expect(Object.keys(after).filter((path) => path.startsWith('.dbtgen.tmp'))).toEqual([]);
        } finally {
          place.remove();
        }
      },
    ),
    { numRuns: 100 },
  );
});
