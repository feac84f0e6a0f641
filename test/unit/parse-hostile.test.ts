import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SourceText } from '../../generator/diagnostics/diagnostic.js';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { readDocument } from '../../generator/parse/read-document.js';
import { readYaml } from '../../generator/parse/read-yaml.js';
import { wholeLanguage } from './parse-whole-language.js';

function diagnose(text: string) {
  const source: SourceText = { path: 'x.yml', text };
  const { documents, diagnostics } = readYaml(source);
  return [...diagnostics, ...documents.flatMap((root) => readDocument(source, root).diagnostics)];
}

const codesOf = (text: string) => [...new Set(diagnose(text).map(({ code }) => code))];

describe('hostile files', () => {
  test.each([
    ['brackets', '['.repeat(20_000)],
    ['braces', '{a: '.repeat(20_000)],
    ['dashes in one line', `${'- '.repeat(20_000)}x`],
    ['question marks', `${'? '.repeat(20_000)}x`],
    ['indentation', Array.from({ length: 2_000 }, (_, level) => `${' '.repeat(level)}a:\n`).join('')],
  ])('20,000 levels of %s', (_, text) => expect(codesOf(text)).toEqual(['DG111']));

  test('64 levels are not too deep', () => {
    expect(codesOf(`dimension: ${'['.repeat(63)}${']'.repeat(63)}`)).not.toContain('DG111');
  });

  test('levels that aliases build', () => {
    const chain = Array.from(
      { length: 500 },
      (_, index) => `k${index}: &a${index} [${index === 0 ? 'x' : `*a${index - 1}`}]\n`,
    ).join('');
    expect(codesOf(`dimension: x\n${chain}`)).toEqual(['DG111']);
  });

  // Unfolded it would be 9 to the power of 30 texts.
  test('a bomb of aliases is not unfolded', () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) =>
        `k${index}: &a${index} [${Array(9)
          .fill(index === 0 ? 'x' : `*a${index - 1}`)
          .join(', ')}]\n`,
    );
    expect(codesOf(`dimension: x\n${lines.join('')}`)).toEqual(['DG112']);
  });

  // Looking for the nearest right word of each key, or joining them one by one, would outlast the time limit.
  test('50,000 wrong keys are told as one', () => {
    const keys = Array.from({ length: 50_000 }, (_, index) => `key_${index}: 1\n`);
    expect(codesOf(`dimension: x\n${keys.join('')}`)).toEqual(['DG202', 'DG201']);
  });

  test('keys that JavaScript treats specially pollute nothing', () => {
    for (const key of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty']) {
      expect(codesOf(`dimension: x\n${key}: {polluted: yes}\n`)).toContain('DG201');
      expect(codesOf(`fact: x\ndimensions: [{dimension: a, on: {${key}: b}}]\n`).includes('DG201')).toBe(
        key === '__proto__',
      );
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });

  test('control characters do not reach the terminal', () => {
    const printed = prettyDiagnostics(diagnose('dimension: x\n"\\e[31mred\\a\u202e": 1\n"a\u202eb": 1\n'));
    expect(printed).toContain('DG201');
    // eslint-disable-next-line no-control-regex -- finding them is the purpose
    expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  test('no text makes it throw', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom(
        '- ',
        ': ',
        '\n',
        '  ',
        '{',
        '}',
        '[',
        ']',
        ', ',
        '&a ',
        '*a',
        '!!str ',
        '!x ',
        '|\n',
        '>\n',
        '"',
        "'",
        '---\n',
        '%YAML 1.1\n',
        '<<: ',
        '? ',
        '\t',
        '# ',
        '\r\n',
      ),
      fc.constantFrom(
        'dimension',
        'fact',
        'source',
        'project',
        'tables',
        'columns',
        'natural_key',
        'type',
        'name',
        '1e999',
        '0x10',
        'null',
        '~',
      ),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        for (const diagnostic of diagnose(pieces.join(''))) {
          expect(diagnostic.message).not.toMatch(/Invalid input|call stack|undefined/);
          prettyDiagnostics([diagnostic]);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  test('a whole language with one character changed does not make it throw', () => {
    fc.assert(
      fc.property(
        fc.nat(wholeLanguage.length - 1),
        fc.constantFrom('', ' ', ':', '[', '}', '1', 'x', '\n', '"', '-', '{a: b}', '[a]', 'null'),
        (at, text) => {
          const changed = wholeLanguage.slice(0, at) + text + wholeLanguage.slice(at + 1);
          expect(prettyDiagnostics(diagnose(changed))).not.toMatch(/Invalid input|undefined/);
        },
      ),
      { numRuns: 300 },
    );
  });
});
