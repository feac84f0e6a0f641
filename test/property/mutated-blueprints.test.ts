import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import {
  isCollection,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
} from 'yaml';
import type { Diagnostic } from '../../generator/diagnostics/diagnostic.js';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { hasErrors, sortDiagnostics } from '../../generator/diagnostics/sort.js';
import { generate } from '../../generator/pipeline.js';
import { put, scratch } from '../unit/write-scratch.js';
import { structureProblems } from './emitted.js';

/**
 * Right blueprints with a few nodes taken out or replaced: whatever they have become, they are diagnosed and nothing
 * is thrown; and what is found right is built on every dialect.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const originals = [
  ...readdirSync(join(root, 'blueprints'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(root, 'blueprints', entry.name)),
  join(root, 'generator/commands/starter'),
]
  .map((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.yml'))
      .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') })),
  )
  .filter((files) => files.length > 0);

const place = scratch();
afterAll(() => place.remove());

/** What else could stand somewhere: other types, names of other things, texts that mean something to YAML, SQL or Jinja. */
const replacements = [
  null,
  true,
  0,
  -1,
  2,
  1e300,
  '',
  ' ',
  'order',
  'at',
  'x',
  'customer',
  'shop.customers',
  'date',
  'a.b.c',
  '*',
  '{{ x }}',
  "'",
  '2024-02-30',
  'sum(x)',
  'row_number() over ()',
  'x; y',
  '-- x',
  'cast(x as date)',
  '1/0',
  'x.y',
  'a'.repeat(60),
  'ÄÖ',
  '__proto__',
  'constructor',
  'toString',
  [],
  {},
  [[]],
  ['x', 'x'],
  { name: 'x' },
  { x: { x: { x: 1 } } },
  [{ name: 'x', type: 'integer' }],
  'snapshot',
  'cdc',
  'delta',
  'log',
  'flag',
  'ignore',
  'append',
  'semi_additive',
  'factless',
  'decimal(38,38)',
  'timestamp_tz',
  'json',
  'float',
  'mask',
  'drop',
];

const mutation = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('delete', 'replace', 'repeat', 'rename', 'move'),
  other: fc.nat(),
  value: fc.constantFrom(...replacements),
});

type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

interface Slot {
  readonly parent: Node;
  readonly index: number;
}

function slotsOf(documents: readonly Document[]): Slot[] {
  const slots: Slot[] = [];
  const visit = (node: unknown): void => {
    if (!isCollection(node)) return;
    node.items.forEach((item, index) => {
      slots.push({ parent: node, index });
      visit(isMap(node) ? (item as Pair).value : item);
    });
  };
  for (const document of documents) visit(document.contents);
  return slots;
}

function mutate(documents: Document[], { at, kind, other, value }: Mutation): void {
  const slots = slotsOf(documents);
  const slot = slots[at % slots.length];
  if (slot === undefined || !isCollection(slot.parent)) return;
  const { parent, index } = slot;
  const document = documents[0]!;
  const pair = isMap(parent) ? parent.items[index]! : undefined;
  const place = slots[other % slots.length];
  const donor =
    place !== undefined && isCollection(place.parent) ? place.parent.items[place.index] : undefined;
  const donated =
    donor !== undefined && donor !== null && typeof donor === 'object' && 'key' in donor
      ? (donor as Pair).value
      : donor;
  const copy = donated === undefined ? undefined : (donated as Node).clone();
  switch (kind) {
    case 'delete':
      parent.items.splice(index, 1);
      break;
    case 'repeat':
      if (isSeq(parent)) parent.items.push((parent.items[index] as Node).clone());
      break;
    case 'rename':
      if (pair !== undefined && isScalar(pair.key)) pair.key.value = typeof value === 'string' ? value : 'x';
      break;
    case 'replace':
      if (pair !== undefined) pair.value = document.createNode(value);
      else if (isSeq(parent)) parent.items[index] = document.createNode(value);
      break;
    case 'move':
      if (copy === undefined) break;
      if (pair !== undefined) pair.value = copy;
      else if (isSeq(parent)) parent.items[index] = copy;
      break;
  }
}

function expectWellFormed(diagnostics: readonly Diagnostic[]): void {
  expect(sortDiagnostics(diagnostics)).toEqual(diagnostics);
  for (const { code, message, expected, suggestion, location, related = [] } of diagnostics) {
    expect(code).not.toBe('DG900');
    for (const text of [message, expected, suggestion, ...related.map((note) => note.message)]) {
      expect(text ?? '').not.toMatch(/undefined|\[object|NaN|\n/);
    }
    for (const { source, start, end } of [
      ...(location === undefined ? [] : [location]),
      ...related.map((note) => note.location),
    ]) {
      expect(start).toBeGreaterThanOrEqual(0);
      expect(end).toBeGreaterThanOrEqual(start);
      expect(end).toBeLessThanOrEqual(source.text.length);
    }
  }
  prettyDiagnostics(diagnostics);
}

test('whatever blueprints have become, they are diagnosed', async () => {
  let built = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(originals.length - 1),
      fc.array(fc.tuple(fc.nat(), mutation), { minLength: 1, maxLength: 3 }),
      async (which, mutations) => {
        const files = (originals[which] ?? []).map(({ name, text }) => ({
          name,
          documents: parseAllDocuments(text, { version: '1.2' }),
        }));
        for (const [file, change] of mutations) mutate(files[file % files.length]?.documents ?? [], change);
        rmSync(place.blueprints, { recursive: true, force: true });
        put(
          place.blueprints,
          Object.fromEntries(
            files.map(({ name, documents }) => [
              name,
              documents
                .map(String)
                .join('---\n')
                .replaceAll(/^---\n---$/gm, '---'),
            ]),
          ),
        );
        const { diagnostics, trees } = await generate(place.blueprints, { output: place.output });
        expectWellFormed(diagnostics);
        expect(trees.length > 0).toBe(!hasErrors(diagnostics));
        expect(trees.flatMap(structureProblems)).toEqual([]);
        built += trees.length;
      },
    ),
    { numRuns: Number(process.env['DBTGEN_RUNS'] ?? 150) },
  );
  expect(built).toBeGreaterThan(0);
});
