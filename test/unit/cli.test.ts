import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { runCommandLine } from '../../generator/commands/command-line.js';
import type { Diagnostic } from '../../generator/diagnostics/diagnostic.js';
import { report } from '../../generator/diagnostics/report.js';
import { schemas } from '../../generator/parse/schema/index.js';
import type { PipelineOptions, PipelineResult } from '../../generator/pipeline.js';
import { recall, remember } from '../../generator/write/fast-path.js';
import { buildTree, put, scratch, snapshot } from './write-scratch.js';

/** The pipeline's place is taken: these tests are about the commands. */
const pipeline = vi.hoisted(() => ({
  generate: vi.fn<(folder: string, options: PipelineOptions) => Promise<PipelineResult>>(),
  validate:
    vi.fn<
      (folder: string, options: PipelineOptions) => Promise<Pick<PipelineResult, 'diagnostics' | 'listing'>>
    >(),
  dialectNames: ['snowflake', 'duckdb'],
  jsonSchema: () => Promise.resolve({ title: 'blueprint' }),
}));
vi.mock('../../generator/pipeline.js', () => pipeline);

let place: ReturnType<typeof scratch>;
beforeEach(() => {
  place = scratch();
  generates({ 'models/a.sql': 'a\n', 'README.md': 'readme\n' });
});
afterEach(() => {
  place.remove();
  vi.resetAllMocks();
});

function generates(files: Record<string, string>, diagnostics: readonly Diagnostic[] = []): void {
  const tree = {
    dialect: 'duckdb',
    output: place.output,
    files: Object.entries(files).map(([path, text]) => ({ path, text })),
  };
  const listing = [
    {
      kind: 'dimension',
      name: 'customer',
      file: 'dims.yml',
      line: 3,
      emits: ['models/dim_customer.sql', 'models/_marts.yml'],
    },
  ];
  pipeline.generate.mockResolvedValue({ trees: [tree], diagnostics, listing, inputs: [] });
  pipeline.validate.mockResolvedValue({ diagnostics, listing });
}

async function run(
  ...words: string[]
): Promise<{ readonly code: number; readonly out: string; readonly err: string }> {
  let out = '';
  let err = '';
  const code = await runCommandLine(words, {
    out: { write: (text) => void (out += text), isTerminal: false },
    err: { write: (text) => void (err += text), isTerminal: false },
  });
  return {
    code,
    out: out.replaceAll(place.folder, '<folder>'),
    err: err.replaceAll(place.folder, '<folder>'),
  };
}

const error = report('DG130', {}, undefined);

describe('build', () => {
  test('prints a line per changed file and a summary', async () => {
    const first = await run('build', place.blueprints);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/^created README.md\ncreated models\/a.sql\n2 created in .*dbt\n$/);
    generates({ 'models/b.sql': 'b\n', 'README.md': 'readme\n' });
    const second = await run('build', place.blueprints);
    expect(second.out).toMatch(
      /^removed models\/a.sql\ncreated models\/b.sql\n1 created, 1 removed, 1 unchanged in .*dbt\n$/,
    );
  });

  test('keeps an edited file with a warning and exit code 0, unless forced', async () => {
    await run('build', place.blueprints);
    put(place.output, { 'README.md': 'edited\n' });
    const kept = await run('build', place.blueprints);
    expect(kept.code).toBe(0);
    expect(kept.out).toContain('kept (edited) README.md\n');
    expect(kept.err).toContain('DG602');
    expect((await run('build', place.blueprints, '--force')).out).toContain('updated README.md\n');
    expect(snapshot(place.output)['README.md']).toBe('readme\n');
  });

  test('--dry-run writes nothing', async () => {
    const { code, out } = await run('build', place.blueprints, '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('created models/a.sql\n');
    expect(snapshot(place.folder)).toEqual({ 'blueprints/': '' });
  });

  test('--quiet prints problems only', async () => {
    expect(await run('build', place.blueprints, '--quiet')).toEqual({ code: 0, out: '', err: '' });
    put(place.output, { 'README.md': 'edited\n' });
    const { out, err } = await run('build', place.blueprints, '--quiet');
    expect(out).toBe('');
    expect(err).toContain('DG602');
  });

  test('--format json prints one document', async () => {
    put(place.output, { 'models/mine.sql': 'mine\n' });
    const { code, out, err } = await run('build', place.blueprints, '--format', 'json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(JSON.parse(out)).toEqual({
      version: 1,
      trees: [
        {
          dialect: 'duckdb',
          output: '<folder>/dbt',
          files: [
            { path: 'README.md', action: 'created' },
            { path: 'models/a.sql', action: 'created' },
          ],
        },
      ],
      diagnostics: [],
    });
  });

  test('of wrong blueprints writes nothing and exits with 1', async () => {
    generates({ 'a.sql': 'a\n' }, [error]);
    const { code, out, err } = await run('build', place.blueprints);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('DG130');
    expect(snapshot(place.output)).toEqual({});
    const json = await run('build', place.blueprints, '--format', 'json');
    expect(JSON.parse(json.out)).toMatchObject({ version: 1, trees: [], diagnostics: [{ code: 'DG130' }] });
    expect((await run('build', place.blueprints, '--format', 'github')).err).toMatch(/^::error /);
  });

  test('hands its options to the pipeline', async () => {
    await run('build', place.blueprints, '--dialect', 'duckdb', '--output', 'x');
    expect(pipeline.generate).toHaveBeenCalledWith(place.blueprints, { dialect: 'duckdb', output: 'x' });
  });
});

describe('check', () => {
  test('is content with a tree as it was built', async () => {
    await run('build', place.blueprints);
    expect(await run('check', place.blueprints)).toMatchObject({ code: 0, err: '' });
  });

  test('lists and shows what differs, and exits with 1', async () => {
    await run('build', place.blueprints);
    put(place.output, { 'README.md': 'edited\n' });
    generates({ 'README.md': 'readme\n', 'models/new.sql': 'new\n' });
    const { code, out, err } = await run('check', place.blueprints);
    expect(code).toBe(1);
    expect(out).toBe(
      'edited README.md\nextra models/a.sql\nmissing models/new.sql\n' +
        '--- a/README.md\n+++ b/README.md\n@@ -1,1 +1,1 @@\n-edited\n+readme\n',
    );
    expect(err).toContain('DG610');
    expect(snapshot(place.output)['README.md']).toBe('edited\n');
  });

  test('fails without a lock, and after an interrupted build', async () => {
    await run('build', place.blueprints);
    rmSync(join(place.output, '.dbtgen.lock'));
    expect(await run('check', place.blueprints)).toMatchObject({ code: 1, out: 'missing .dbtgen.lock\n' });
    await run('build', place.blueprints);
    const files = { 'models/a.sql': 'a\n', 'README.md': 'other\n' };
    const onStep = (step: string): void => {
      if (step === 'drop journal') throw new Error('killed');
    };
    await expect(buildTree(place.output, files, { onStep })).rejects.toThrow('killed');
    generates(files);
    const { code, err } = await run('check', place.blueprints);
    expect(code).toBe(1);
    expect(err).toContain('DG614');
  });

  test('--format json holds the diff', async () => {
    await run('build', place.blueprints);
    put(place.output, { 'README.md': 'edited\n' });
    const { code, out } = await run('check', place.blueprints, '--format', 'json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      trees: [
        {
          files: [
            { path: 'README.md', status: 'edited', diff: expect.stringContaining('-edited') as string },
          ],
        },
      ],
      diagnostics: [{ code: 'DG602' }, { code: 'DG610' }],
    });
  });
});

test('validate and list', async () => {
  expect(await run('validate', place.blueprints)).toMatchObject({ code: 0, out: '1 blueprint is valid\n' });
  expect((await run('list', place.blueprints)).out).toBe(
    'KIND       NAME      FILE        EMITS\n' +
      'dimension  customer  dims.yml:3  models/dim_customer.sql\n' +
      '                                 models/_marts.yml\n',
  );
  generates({}, [error]);
  expect((await run('validate', place.blueprints)).code).toBe(1);
  expect((await run('list', place.blueprints)).code).toBe(1);
});

test('explain', async () => {
  const { code, out } = await run('explain', 'dg602');
  expect(code).toBe(0);
  expect(out).toContain('DG602 Edited file kept (warning)');
  expect(JSON.parse((await run('explain', 'DG602', '--format', 'json')).out)).toMatchObject({
    code: 'DG602',
    severity: 'warning',
  });
  expect(await run('explain', 'DG6022')).toMatchObject({ code: 2, out: '' });
});

describe('init', () => {
  test('writes blueprints that name the schema, once', async () => {
    const { code, out } = await run('init', join(place.folder, 'shop'));
    expect(code).toBe(0);
    expect(out).toMatch(/next: dbtgen build .*shop\/blueprints\n$/);
    const folder = join(place.folder, 'shop/blueprints');
    const files = readdirSync(folder);
    expect(files).toContain('dbtgen.schema.json');
    for (const name of files.filter((file) => file.endsWith('.yml'))) {
      expect(readFileSync(join(folder, name), 'utf8')).toMatch(
        /^# yaml-language-server: \$schema=\.\/dbtgen\.schema\.json\n/,
      );
    }
    put(folder, { 'customer.yml': 'mine\n' });
    const before = snapshot(folder);
    const again = await run('init', join(place.folder, 'shop'));
    expect(again.code).toBe(1);
    expect(again.err).toContain('DG615');
    expect(snapshot(folder)).toEqual(before);
  });

  test('its blueprints are each of a kind that there is', () => {
    const starter = join(import.meta.dirname, '../../generator/commands/starter');
    const kinds = readdirSync(starter).map(
      (name) => /^(\w+):/m.exec(readFileSync(join(starter, name), 'utf8'))?.[1] ?? '',
    );
    expect(kinds.sort()).toEqual(['calendar', 'dimension', 'fact', 'project', 'source']);
    for (const kind of kinds) expect(Object.keys(schemas)).toContain(kind);
  });
});

describe('a wrong command line', () => {
  test.each([
    [['bild', 'x'], /unknown command 'bild'\n\(Did you mean build\?\)/],
    [['build'], /missing required argument 'folder'/],
    [['build', 'x', 'y'], /too many arguments/],
    [['build', 'x', '--dialct', 'duckdb'], /unknown option '--dialct'\n\(Did you mean --dialect\?\)/],
    [['build', 'x', '--dialect', 'ducdb'], /unknown dialect 'ducdb'\n\(Did you mean duckdb\?\)/],
    [['build', 'x', '--format', 'yaml'], /Allowed choices are pretty, json, github/],
    [[], /^Usage: dbtgen/],
  ])('%j exits with 2', async (words, message) => {
    const { code, out, err } = await run(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
  });

  test('help and version are not wrong', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, err: '' });
    expect(await run('help', 'build')).toMatchObject({ code: 0, err: '' });
    expect((await run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect((await run('build', '--help')).out).toContain('--format');
  });
});

test('color follows the command line, then NO_COLOR', async () => {
  generates({}, [error]);
  vi.stubEnv('FORCE_COLOR', undefined);
  expect((await run('build', place.blueprints)).err).not.toContain('\u001b[');
  expect((await run('build', place.blueprints, '--color')).err).toContain('\u001b[');
  vi.stubEnv('FORCE_COLOR', '1');
  expect((await run('build', place.blueprints)).err).toContain('\u001b[');
  expect((await run('build', place.blueprints, '--no-color')).err).not.toContain('\u001b[');
  vi.stubEnv('NO_COLOR', '1');
  expect((await run('build', place.blueprints)).err).not.toContain('\u001b[');
  vi.unstubAllEnvs();
});

test('a fault of dbtgen is one line without a stack', async () => {
  pipeline.generate.mockRejectedValue(new Error('something odd\nwith details'));
  const { code, out, err } = await run('build', place.blueprints);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe('error[DG900]: this is a bug in dbtgen, not in your blueprints: something odd\n');
});

describe('the fast path', () => {
  const text = 'project: shop\n';
  const inputs = [{ path: 'project.yml', sha256: createHash('sha256').update(text).digest('hex') }];

  async function remembered() {
    put(place.blueprints, { 'project.yml': text });
    await buildTree(place.output, { 'a.sql': 'a\n' });
    const memory = { folder: join(place.folder, 'cache'), fingerprint: 'v1' };
    const request = { folder: place.blueprints, dialect: undefined, output: undefined };
    const location = { source: { path: 'project.yml', text }, start: 0, end: 7 };
    const diagnostics = [{ code: 'DG590', severity: 'info', message: 'a note', location } as const];
    remember(request, memory, {
      inputs,
      diagnostics,
      trees: [{ dialect: 'duckdb', output: place.output, files: [] }],
    });
    return { memory, request, diagnostics };
  }

  test('knows the trees and gives the notes again', async () => {
    const { memory, request, diagnostics } = await remembered();
    expect(recall(request, memory)).toMatchObject({
      trees: [{ dialect: 'duckdb', output: place.output, paths: ['a.sql'] }],
      diagnostics,
    });
  });

  test.each<[string, () => void]>([
    ['an input', () => put(place.blueprints, { 'project.yml': 'project: shops\n' })],
    ['a new file', () => put(place.blueprints, { 'sub/new.yml': '' })],
    ['an edited output', () => put(place.output, { 'a.sql': 'b\n' })],
    ['a missing output', () => rmSync(join(place.output, 'a.sql'))],
    ['a missing lock', () => rmSync(join(place.output, '.dbtgen.lock'))],
    ['an interrupted build', () => put(place.output, { '.dbtgen.tmp/journal.json': '{}' })],
    [
      'a broken memory',
      () =>
        writeFileSync(join(place.folder, 'cache', readdirSync(join(place.folder, 'cache'))[0] ?? ''), '{'),
    ],
  ])('is not taken after %s', async (_, change) => {
    const { memory, request } = await remembered();
    change();
    expect(recall(request, memory)).toBeUndefined();
  });

  test('is not taken by another version, for other options, or without a fingerprint', async () => {
    const { memory, request } = await remembered();
    expect(recall(request, { ...memory, fingerprint: 'v2' })).toBeUndefined();
    expect(recall(request, { ...memory, fingerprint: undefined })).toBeUndefined();
    expect(recall({ ...request, dialect: 'duckdb' }, memory)).toBeUndefined();
    expect(recall({ ...request, output: place.output }, memory)).toBeUndefined();
  });
});
