import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { dialects } from '../../dialects/index.js';
import { runCommandLine } from '../../generator/commands/command-line.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** `<!-- excerpt: path -->` and the fenced block that follows it. */
const excerpts = [...readme.matchAll(/<!-- excerpt: (\S+) -->\s*```\w+\n([\s\S]*?)```/g)].map(
  ([, path = '', text = '']) => ({ path, text }),
);

describe('the README', () => {
  test('shows a blueprint and SQL', () => {
    expect(excerpts.map(({ path }) => path.split('.').at(-1))).toEqual(['yml', 'sql']);
    expect(readme.match(/<!-- excerpt:/g)).toHaveLength(excerpts.length);
  });

  test.each(excerpts)('quotes $path as it is', ({ path, text }) => {
    expect(read(path)).toContain(text);
  });

  test('says the numbers that the demo counts', () => {
    const known = [...read('scripts/demo/truth.sql').matchAll(/(?:'|as fact), (\d{4,})/g)].map(([, digits]) =>
      Number(digits),
    );
    expect(known).toContain(336_776);
    for (const number of [336_776, 334_264, 4_043, 4_060]) {
      expect(readme).toContain(number.toLocaleString('en'));
      expect(read('scripts/demo/truth.sql')).toContain(String(number));
    }
  });

  test('lists every command', async () => {
    let help = '';
    const terminal = {
      out: { write: (text: string) => void (help += text), isTerminal: false },
      err: { write: () => undefined, isTerminal: false },
    };
    await runCommandLine(['--help'], terminal);
    const commands = [...(help.split('Commands:')[1] ?? '').matchAll(/^ {2}([a-z]+) /gm)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help');
    const listed = [...readme.matchAll(/^\| `dbtgen ([a-z]+)\b(?! dim)/gm)].map(([, name]) => name);
    expect(listed).toEqual(commands);
  });

  test('says of every dialect where it was executed', () => {
    const [, table = ''] = readme.split('## What has been executed where');
    const told = [...table.matchAll(/^\| ([A-Z]\w+)/gm)].map(([, label]) => label);
    expect(Object.values(dialects).filter(({ label }) => !told.includes(label))).toEqual([]);
  });

  test('names files that exist', () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = '']) => path);
    const paths = [...readme.matchAll(/`((?:blueprints|test|scripts)\/[^`\s]+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(links.length).toBeGreaterThan(3);
    expect([...links, ...paths].filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  test('speaks of Node and Python as the project does', () => {
    const { engines } = JSON.parse(read('package.json')) as { engines: { node: string } };
    expect(readme).toContain(`Node ${engines.node.replace('>=', '')} or newer`);
    const [, oldest, newest] =
      /oldest = (\d+);[\s\S]*newest = (\d+);/.exec(read('scripts/setup/python-interpreter.mjs')) ?? [];
    expect(readme).toContain(`Python 3.${oldest} to 3.${newest}`);
  });
});

describe.each([
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'docs/add-a-dialect.md',
  'docs/language.md',
  'docs/diagnostics-json.md',
  'docs/prove.md',
])('%s', (document) => {
  test('links to files that exist', () => {
    const links = [...read(document).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, path = '']) => path,
    );
    expect(links.filter((path) => !existsSync(join(root, dirname(document), path)))).toEqual([]);
  });
});
