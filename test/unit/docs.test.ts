import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { functionNames } from '../../dialects/function-name.js';
import { dialects } from '../../dialects/index.js';
import { runCommandLine } from '../../generator/commands/command-line.js';
import { diagnosticsJsonSchema } from '../../generator/diagnostics/json.js';
import { logicalTypeNames } from '../../generator/sql/logical-type.js';
import { generate } from '../../generator/pipeline.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Fenced blocks that follow a comment `<!-- word: value -->`, by value. */
function marked(document: string, word: string): Map<string, string> {
  const blocks = document.matchAll(/<!-- (\w+)(?:: (\S+))? -->\s*```\w+\n([\s\S]*?)```/g);
  return new Map(
    [...blocks].filter(([, found]) => found === word).map(([, , value = '', text = '']) => [value, text]),
  );
}

describe('docs/expressions.md', () => {
  // Rows of the tables before the one about differences: what stands in their first cell.
  const [rules = ''] = read('docs/expressions.md').split('## Where warehouses differ');
  const cells = [...rules.matchAll(/^\| (`.*?`) \| /gm)].map(([, cell = '']) => cell);
  const named = new Set(
    cells.flatMap((cell) => [...cell.matchAll(/\b([a-z_0-9]+)\(/g)].map(([, name]) => name)),
  );

  test('tells of every function, and of no other', () =>
    expect([...named].sort()).toEqual([...functionNames].sort()));

  const words = new Set(
    cells.flatMap((cell) =>
      [...cell.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.replaceAll('\\', '').split(/\s+/)),
    ),
  );
  const arithmetic = ['+', '-', '*', '/', '||', '=', '<>', '<', '<=', '>', '>='];
  const spoken = ['and', 'or', 'not', 'case', 'in', 'between', 'like', 'is', 'null', 'distinct'];

  test.each([...arithmetic, ...spoken])('tells of the operator %s', (operator) =>
    expect(words).toContain(operator),
  );
});

describe('docs/language.md', () => {
  const document = read('docs/language.md');

  test('shows a project that builds', async () => {
    const files = marked(document, 'file');
    expect([...files.keys()].length).toBeGreaterThan(5);
    const folder = mkdtempSync(join(tmpdir(), 'dbtgen-docs-'));
    try {
      for (const [name, text] of files) writeFileSync(join(folder, name), text);
      const { trees, diagnostics } = await generate(folder, {});
      expect(
        diagnostics
          .filter(({ severity }) => severity !== 'info')
          .map(({ code, message }) => `${code} ${message}`),
      ).toEqual([]);
      expect(trees.map(({ dialect }) => dialect)).toEqual(['duckdb', 'snowflake']);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('names every function and every type', () => {
    expect(functionNames.filter((name) => !new RegExp(`\\b${name}\\b`).test(document))).toEqual([]);
    expect(logicalTypeNames.filter((name) => !new RegExp(`\\b${name}\\b`).test(document))).toEqual([]);
  });

  test('names every dialect, and says what each makes of the words of storage', () => {
    const [row = ''] = /^\| `dialect` .*$/m.exec(document) ?? [];
    const [head = ''] = /^\| word .*$/m.exec(document) ?? [];
    for (const { name, label } of Object.values(dialects)) {
      expect(row).toContain(`\`${name}\``);
      expect(head).toContain(` ${label} |`);
    }
  });

  test('lists what is not supported yet, and nothing else', () => {
    const [, list = ''] = document.split('## Not supported yet');
    const listed = [...list.matchAll(/^- (.+)$/gm)].map(([, words]) => words);
    const refused = [...read('generator/parse/unsupported.ts').matchAll(/words:\s*'([^']+)'/g)].map(
      ([, words]) => words,
    );
    expect(listed.sort()).toEqual([...new Set(refused)].sort());
  });

  test('tells about every guard', () => {
    const guards = readdirSync(join(root, 'generator/templates/macros'))
      .map((file) => file.split('.')[0] ?? '')
      .filter((name) => name.startsWith('stop_on_'));
    const listed = [...document.matchAll(/^\| `(stop_on_\w+)`/gm)].map(([, name]) => name);
    expect(listed.sort()).toEqual(guards.sort());
  });

  test('links to headings that it has', () => {
    const headings = [...document.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase().replaceAll(' ', '-'),
    );
    const links = [...document.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor = '']) => anchor);
    expect(links.filter((anchor) => !headings.includes(anchor))).toEqual([]);
  });
});

describe('docs/diagnostics-json.md', () => {
  const document = read('docs/diagnostics-json.md');

  test('shows the schema', () => {
    const schema = marked(document, 'schema').get('');
    expect(JSON.parse(schema ?? '')).toEqual(diagnosticsJsonSchema);
  });

  test.each([...marked(document, 'output')])('shows what is said about %s', async (folder, text) => {
    let out = '';
    const terminal = {
      out: { write: (words: string) => void (out += words), isTerminal: false },
      err: { write: () => undefined, isTerminal: false },
    };
    await runCommandLine(['validate', join(root, folder), '--format', 'json'], terminal);
    expect(out).toBe(text);
  });

  test('tells about every key of a diagnostic', () => {
    const keys = Object.keys(diagnosticsJsonSchema.properties.diagnostics.items.properties);
    expect(
      keys.filter(
        (key) =>
          !document.includes(`| \`${key}\``) && !new RegExp(`^\\|.*\`${key}\`.*\\|`, 'm').test(document),
      ),
    ).toEqual([]);
  });
});
