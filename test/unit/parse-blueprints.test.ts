import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { positionAt } from '../../generator/diagnostics/position.js';
import type { BlueprintKind, BlueprintOf } from '../../generator/parse/blueprint.js';
import { insideText } from '../../generator/diagnostics/inside-text.js';
import { readBlueprints } from '../../generator/parse/read-blueprints.js';
import { wholeLanguage } from './parse-whole-language.js';

const project = 'project: retail\ndialect: duckdb\ndescription: Retail warehouse\n';
const root = mkdtempSync(join(tmpdir(), 'dbtgen-parse-'));
let folder = root;
let count = 0;
beforeEach(() => {
  folder = join(root, String((count += 1)));
  mkdirSync(folder);
});
afterAll(() => rmSync(root, { recursive: true }));

function write(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
}

async function one<K extends BlueprintKind>(kind: K, text: string): Promise<BlueprintOf<K>> {
  write('project.yml', project);
  write('blueprint.yml', text);
  const { blueprints, diagnostics } = await readBlueprints(folder);
  expect(diagnostics).toEqual([]);
  return blueprints.find((blueprint) => blueprint.kind === kind) as unknown as BlueprintOf<K>;
}

const dimension = `dimension: customer
description: Customers
from: shop.customers
natural_key: [customer_id]
attributes:
  - full_name
  - {name: gender, type: "decimal(12,2)", scd: 2, expression: "coalesce(gender, 'U')"}
  - {name: one, type: integer, scd: 1, expression: 1}
`;

describe('values', () => {
  test('the whole language is known: nothing is refused but what is not supported yet', async () => {
    write('all.yml', wholeLanguage);
    const { diagnostics, blueprints } = await readBlueprints(folder);
    expect(diagnostics.filter(({ code }) => code !== 'DG220').map(({ message }) => message)).toEqual([]);
    expect(new Set(blueprints.map(({ kind }) => kind)).size).toBe(10);
  });

  test('defaults of the language are filled in', async () => {
    write('project.yml', project);
    const { blueprints } = await readBlueprints(folder);
    expect(blueprints[0]!.value).toEqual({
      project: 'retail',
      dialect: 'duckdb',
      description: 'Retail warehouse',
      dbt: '>=1.11,<2.0',
      conventions: {
        prefixes: {
          staging: 'stg_',
          intermediate: 'int_',
          dimension: 'dim_',
          fact: 'fct_',
          bridge: 'bridge_',
        },
        key_name: '{name}_key',
        columns: {
          valid_from: 'valid_from',
          valid_to: 'valid_to',
          is_current: 'is_current',
          loaded_at: '_loaded_at',
        },
        open_end: null,
        open_start: '1900-01-01',
        schemas: {},
      },
      defaults: { scd: 2, owner: null, contract: true },
    });
  });

  test('shorthands and types are resolved', async () => {
    const { value } = await one('dimension', dimension);
    expect(value.attributes).toEqual([
      { name: 'full_name' },
      {
        name: 'gender',
        type: { kind: 'decimal', precision: 12, scale: 2 },
        scd: 2,
        expression: "coalesce(gender, 'U')",
      },
      { name: 'one', type: { kind: 'integer' }, scd: 1, expression: '1' },
    ]);
    expect(value.history).toEqual({
      late: 'exact',
      overwrite: 'all_versions',
      durable_key: false,
    });
    expect(value.members).toEqual(['unknown']);
  });

  test('anchors and aliases of whole values', async () => {
    const { value } = await one(
      'dimension',
      dimension.replace('[customer_id]', '&key [customer_id]') + 'physical: {cluster_by: *key}\n',
    );
    expect(value.physical.cluster_by).toEqual(['customer_id']);
  });
});

describe('places', () => {
  test('of values and of keys', async () => {
    const { locate } = await one('dimension', dimension);
    const shown = (path: (string | number)[], part?: 'key' | 'value') => {
      const { source, start, end } = locate(path, part);
      return source.text.slice(start, end);
    };
    expect(shown(['natural_key', 0])).toBe('customer_id');
    expect(shown(['natural_key', 0], 'key')).toBe('customer_id');
    expect(shown(['natural_key'], 'key')).toBe('natural_key');
    expect(shown(['attributes', 1, 'type'])).toBe('"decimal(12,2)"');
    expect(shown(['attributes', 1, 'typo'])).toContain('{name: gender');
    expect(shown([])).toBe('dimension');
    expect(shown(['history', 'deletes'])).toBe('dimension');
  });

  test('behind a byte order mark and carriage returns', async () => {
    const { locate } = await one('dimension', `\ufeff${dimension.replaceAll('\n', '\r\n')}`);
    const { source, start } = locate(['from']);
    expect(positionAt(source, start)).toEqual({ line: 3, column: 7 });
  });

  test.each([
    ['plain', 'filter: a + bad', 'a + bad'],
    ['quoted', 'filter: "a + bad"', 'a + bad'],
    ['literal block', 'filter: |\n  a +\n   bad\n', 'a +\n bad\n'],
  ])('inside of a %s text', (_, text, value) => {
    const source = { path: 'x.yml', text };
    const start = 'filter: '.length;
    const found = insideText({ source, start, end: text.length }, value, {
      start: value.indexOf('bad'),
      end: value.indexOf('bad') + 3,
    });
    expect(text.slice(found.start, found.end)).toBe('bad');
  });

  test('inside of a text with escapes it is the whole text', () => {
    const text = String.raw`"a \u0041 bad"`;
    const location = { source: { path: 'x.yml', text }, start: 0, end: text.length };
    expect(insideText(location, 'a A bad', { start: 4, end: 7 })).toEqual(location);
  });
});

describe('files', () => {
  test('recursively, sorted; no dot folders, no links, not what is excluded', async () => {
    write('b/project.yaml', project);
    write('a.yml', dimension);
    write('.git/x.yml', 'broken: [');
    write('dbt/models/x.yml', 'broken: [');
    write('readme.md', 'broken: [');
    symlinkSync(join(folder, 'b'), join(folder, 'link'));
    symlinkSync(join(folder, 'a.yml'), join(folder, 'c.yml'));
    const { sources, diagnostics } = await readBlueprints(folder, { exclude: [join(folder, 'dbt')] });
    expect(sources.map(({ path }) => path)).toEqual(['a.yml', 'b/project.yaml']);
    expect(diagnostics).toEqual([]);
  });

  test('too large', async () => {
    write('large.yml', new Uint8Array(5_000_001).fill(0x23));
    const { diagnostics } = await readBlueprints(folder);
    expect(diagnostics.map(({ code }) => code)).toEqual(['DG105']);
  });

  test('unreadable', async () => {
    const { diagnostics } = await readBlueprints(join(folder, 'x'.repeat(300)));
    expect(diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ['DG104', 'could not be read: its path is too long'],
    ]);
  });

  test('problems of all files come at once, sorted by file and place', async () => {
    write('project.yml', project);
    write('z.yml', 'dimensions: x\n');
    write('a.yml', 'source: shop\nschemas: raw\ntables: []\n');
    const { diagnostics } = await readBlueprints(folder);
    expect(diagnostics.map(({ code, location }) => `${code} ${location!.source.path}`)).toEqual([
      'DG202 a.yml',
      'DG201 a.yml',
      'DG207 a.yml',
      'DG122 z.yml',
    ]);
  });
});
