import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

/**
 * The direction of dependencies: a part imports from the parts below it, and of some only types. The pipeline alone
 * knows all stages; the dialects and the diagnostics know nobody.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');

type Part =
  | 'cli'
  | 'commands'
  | 'pipeline'
  | 'parse'
  | 'resolve'
  | 'plan'
  | 'prove'
  | 'explain'
  | 'render'
  | 'write'
  | 'sql'
  | 'templates'
  | 'diagnostics'
  | 'dialects';

/** `value`: anything; `type`: only `import type`. What is not named may not be imported; a part's own files may. */
const allowed: Readonly<Record<Part, Partial<Readonly<Record<Part, 'value' | 'type'>>>>> = {
  cli: { commands: 'value' },
  commands: { pipeline: 'value', write: 'value', prove: 'value', explain: 'value', diagnostics: 'value' },
  pipeline: {
    parse: 'value',
    resolve: 'value',
    plan: 'value',
    render: 'value',
    write: 'value',
    diagnostics: 'value',
    dialects: 'value',
  },
  parse: { sql: 'value', diagnostics: 'value', dialects: 'value' },
  resolve: { parse: 'type', sql: 'value', diagnostics: 'value', dialects: 'value' },
  plan: { resolve: 'type', sql: 'value', diagnostics: 'value', dialects: 'value' },
  render: { plan: 'type', templates: 'value', sql: 'value' },
  write: { pipeline: 'type', diagnostics: 'value' },
  sql: { diagnostics: 'value', dialects: 'value' },
  prove: { resolve: 'type', plan: 'value', render: 'value', sql: 'value', dialects: 'value' },
  explain: {
    prove: 'value',
    resolve: 'type',
    plan: 'value',
    sql: 'value',
    diagnostics: 'value',
    dialects: 'value',
  },
  templates: {},
  diagnostics: {},
  dialects: {},
};

/** Files that may be imported although the table says no, each with its reason. One that nobody needs fails, too. */
const exceptions: Readonly<Record<string, { readonly to: Part; readonly reason: string }>> = {
  'generator/resolve/calendar-columns.ts': {
    to: 'plan',
    reason: 'the one list of what a calendar has: resolve types tests by it, plan prints it',
  },
  'generator/resolve/relations.ts': {
    to: 'plan',
    reason: 'whether two keys are the same is one question, asked while resolving and while planning',
  },
  'generator/render/templates.ts': {
    to: 'plan',
    reason: 'a plan names its template, and only render knows which there are (types)',
  },
};

interface Import {
  readonly from: string;
  readonly to: string;
  readonly kind: 'value' | 'type';
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return sources(path);
    return entry.name.endsWith('.ts') ? [path] : [];
  });
}

function importsOf(path: string): Import[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(root, path), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Import['kind']) => {
    if (specifier === undefined || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.'))
      return;
    found.push({
      from: path,
      to: relative(root, join(root, dirname(path), specifier.text)).replace(/\.js$/, '.ts'),
      kind,
    });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, importsOnlyTypes(node.importClause) ? 'type' : 'value');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, 'type');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], 'value');
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** True for `import type {…}` and for `import {type …}` alone. */
function importsOnlyTypes(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { name, namedBindings } = clause;
  return (
    name === undefined &&
    namedBindings !== undefined &&
    ts.isNamedImports(namedBindings) &&
    namedBindings.elements.every((element) => element.isTypeOnly)
  );
}

function partOf(path: string): Part | undefined {
  const [top = '', second = ''] = path.split('/');
  if (top === 'dialects') return 'dialects';
  const part = second.replace(/\.ts$/, '');
  return part in allowed ? (part as Part) : undefined;
}

const files = [...sources('generator'), ...sources('dialects')];

test('every file belongs to a part', () => {
  expect(files.filter((path) => partOf(path) === undefined)).toEqual([]);
});

describe('the direction of imports', () => {
  const refused = files.flatMap(importsOf).filter(({ from, to, kind }) => {
    const [here, there] = [partOf(from), partOf(to)];
    if (here === undefined || there === undefined) return true;
    if (here === there) return false;
    const may = allowed[here][there];
    return may === undefined || (may === 'type' && kind === 'value');
  });
  const isException = ({ from, to }: Import) => exceptions[to]?.to === partOf(from);
  const words = ({ from, to, kind }: Import) => `${from} -> ${to}${kind === 'type' ? ' (type)' : ''}`;

  test('is kept', () => {
    expect(refused.filter((line) => !isException(line)).map(words)).toEqual([]);
  });

  test('has no exception that nobody needs', () => {
    expect(
      Object.keys(exceptions).filter(
        (path) => !refused.some((line) => line.to === path && isException(line)),
      ),
    ).toEqual([]);
  });

  test('leads to files that exist', () => {
    expect(
      files
        .flatMap(importsOf)
        .filter(({ to }) => !existsSync(join(root, to)))
        .map(words),
    ).toEqual([]);
  });
});

test('the warehouses themselves are loaded where they are needed only', () => {
  const registry = files
    .flatMap(importsOf)
    .filter(({ from, to }) => partOf(from) !== 'dialects' && /^dialects\/(?:index\.ts|[^/]+\/)/.test(to));
  expect([...new Set(registry.map(({ from }) => from))].sort()).toEqual([
    'generator/pipeline.ts',
    'generator/resolve/checks/names.ts',
  ]);
});

describe('a dialect', () => {
  const folders = readdirSync(join(root, 'dialects'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);

  test.each(folders)('%s knows no other one', (name) => {
    const others = new RegExp(`^dialects/(?!${name}/)[^/]+/`);
    expect(
      sources(`dialects/${name}`)
        .flatMap(importsOf)
        .filter(({ to }) => others.test(to)),
    ).toEqual([]);
  });

  test('is named by no file of the generator', () => {
    // The list of names is in dialects/; a name elsewhere would be a fork that a sixth dialect has to find.
    const named = sources('generator').filter((path) =>
      folders.some((name) =>
        new RegExp(`['"]${name}['"]`).test(withoutComments(readFileSync(join(root, path), 'utf8'))),
      ),
    );
    expect(named).toEqual([]);
  });
});

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
}

test('no file is a drawer for anything', () => {
  const drawer = /^(?:utils?|helpers?|misc|common|shared|lib|stuff)(?:\.|$)/i;
  const everywhere = [...files, ...sources('test'), ...sources('scripts')].filter(
    (path) => !path.startsWith('test/engines/'),
  );
  expect(everywhere.filter((path) => path.split('/').some((part) => drawer.test(part)))).toEqual([]);
});

test('no module has a default export, no index but a face of its folder', () => {
  const defaults = files.filter((path) => /^export default /m.test(readFileSync(join(root, path), 'utf8')));
  expect(defaults).toEqual([]);
});

describe.each(['ARCHITECTURE.md', 'CONTRIBUTING.md'])('%s', (document) => {
  test('names only paths that exist', () => {
    const text = readFileSync(join(root, document), 'utf8');
    const tops = ['generator', 'dialects', 'blueprints', 'test', 'scripts', 'demo', 'docs', '.ci'];
    const named = [...text.matchAll(/`([\w./<>*-]+\/[\w./<>*-]*)`/g)]
      .map((match) => match[1] ?? '')
      .filter((path) => tops.includes(path.split('/')[0] ?? '') && !/[<>*]/.test(path));
    expect(named.length).toBeGreaterThan(5);
    expect([...new Set(named)].filter((path) => !exists(path))).toEqual([]);
  });
});

function exists(path: string): boolean {
  const full = join(root, path);
  return existsSync(full) && (!path.endsWith('/') || statSync(full).isDirectory());
}
