import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/** Whether `test/engines/TRAPS.md` is true as far as a program can tell. */
const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const page = readFileSync(join(root, 'test/engines/TRAPS.md'), 'utf8');

interface Row {
  readonly number: number;
  readonly how: string;
  /** Tests by file, and symbols by source file. */
  readonly tests: readonly Citation[];
  readonly symbols: readonly Citation[];
}

interface Citation {
  readonly file: string;
  readonly name: string;
}

function rowsOf(text: string): Row[] {
  return [...text.matchAll(/^\| (\d+) \|(.*)\|$/gm)].map(([, number, rest = '']) => {
    const [, , how = '', shown = ''] = rest.split(' | ').map((cell) => cell.trim());
    const cited = (pattern: RegExp, cell: string): Citation[] =>
      [...cell.matchAll(pattern)].map(([, file = '', name = '']) => ({ file, name }));
    return {
      number: Number(number),
      how,
      tests: cited(/`(test\/[\w./-]+)`: "([^"]+)"/g, shown),
      symbols: cited(/`((?:generator|dialects)\/[\w./-]+)`: `([^`]+)`/g, shown),
    };
  });
}

const sources = new Map<string, string>();

function read(file: string): string | undefined {
  if (!existsSync(join(root, file))) return undefined;
  const text = sources.get(file) ?? readFileSync(join(root, file), 'utf8');
  sources.set(file, text);
  return text;
}

/** True where the file has a test of that name: a call whose first argument it is. */
function hasTest({ file, name }: Citation): boolean {
  const literal = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const call = String.raw`(?:\b(?:test|it|trap)|\)(?:\s*as const)?|\])\(\s*(['"\`])${literal}\1\s*,`;
  return file.endsWith('.test.ts') && new RegExp(call).test(read(file) ?? '');
}

const hasSymbol = ({ file, name }: Citation): boolean =>
  new RegExp(String.raw`\b${name}\b`).test(read(file) ?? '');

function problems(text: string): string[] {
  return rowsOf(text).flatMap(({ number, how, tests, symbols }) => [
    ...tests.filter((cited) => !hasTest(cited)).map(({ file, name }) => `${number}: ${file}: ${name}`),
    ...symbols.filter((cited) => !hasSymbol(cited)).map(({ file, name }) => `${number}: ${file}: ${name}`),
    ...((how === 'test' ? tests : how === 'construction' ? symbols : []).length > 0
      ? []
      : [`${number}: nothing shows it by ${how}`]),
  ]);
}

describe('the list of traps', () => {
  test('has each of the 76 once, in order', () => {
    expect(rowsOf(page).map(({ number }) => number)).toEqual(
      Array.from({ length: 76 }, (_, index) => index + 1),
    );
  });

  test('names tests and symbols that exist', () => {
    expect(problems(page)).toEqual([]);
  });

  test('would be found out', () => {
    const row = (how: string, shown: string): string => `| 1 | a trap | all | ${how} | ${shown} |\n`;
    for (const wrong of [
      row('test', '`test/contract/traps/words.test.ts`: "has no WORDS"'),
      row('test', '`test/contract/traps/gone.test.ts`: "has no QUALIFY"'),
      // The name of a file's subject, not of a test.
      row('test', '`test/contract/traps/trap.ts`: "has no QUALIFY"'),
      row('test', 'somebody looked'),
      row('construction', '`generator/plan/fact.ts`: `planNothing`'),
      row('construction', '`generator/plan/gone.ts`: `planFact`'),
      row('hope', '`generator/plan/fact.ts`: `planFact`'),
    ])
      expect(problems(wrong), wrong).toHaveLength(1);
    expect(problems(row('test', '`test/contract/traps/words.test.ts`: "has no QUALIFY"'))).toEqual([]);
  });
});
