import { describe, expect, test } from 'vitest';
import { codeFrame } from '../../generator/diagnostics/code-frame.js';
import { colorsFor } from '../../generator/diagnostics/colors.js';
import type { Diagnostic } from '../../generator/diagnostics/diagnostic.js';
import { githubDiagnostics } from '../../generator/diagnostics/github.js';
import { jsonDiagnostics } from '../../generator/diagnostics/json.js';
import { nearest } from '../../generator/diagnostics/nearest.js';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { report } from '../../generator/diagnostics/report.js';

const text = 'dimension: customer\nnatural_keys: [customer_id]\nfrom: shop.customers\n';
const source = { path: 'dims/customer.yml', text };
const at = (part: string, whole = source) => ({
  source: whole,
  start: whole.text.indexOf(part),
  end: whole.text.indexOf(part) + part.length,
});
const unknownKey: Diagnostic = report(
  'DG201',
  { key: 'natural_keys', where: 'dimension' },
  at('natural_keys'),
  {
    suggestion: 'natural_key',
    expected: 'a key',
    related: [{ message: 'the dimension', location: at('customer') }],
  },
);
const frame = (part: string, whole: string) =>
  codeFrame(at(part, { path: 'x.yml', text: whole }), colorsFor('plain'));

describe('pretty', () => {
  test('heading, frame, advice, notes, count', () => {
    expect(prettyDiagnostics([unknownKey])).toBe(`error DG201 dims/customer.yml:2:1
unknown key "natural_keys" in dimension

  1 | dimension: customer
> 2 | natural_keys: [customer_id]
    | ^^^^^^^^^^^^
  3 | from: shop.customers

expected: a key
did you mean "natural_key"?

note: the dimension: dims/customer.yml:1:12

> 1 | dimension: customer
    |            ^^^^^^^^
  2 | natural_keys: [customer_id]
  3 | from: shop.customers

1 error. \`dbtgen explain <code>\` tells more about each.
`);
  });

  test('nothing where there is nothing', () => expect(prettyDiagnostics([])).toBe(''));

  test('colours only when asked for', () => {
    expect(prettyDiagnostics([unknownKey])).not.toContain('\u001b');
    expect(prettyDiagnostics([unknownKey], 'colored')).toContain('\u001b[31m');
  });

  test('sorted, and counted by severity', () => {
    const note = report('DG550', { note: 'has no partitions' }, undefined);
    const printed = prettyDiagnostics([unknownKey, note, { ...unknownKey, code: 'DG200' }]);
    expect(printed.match(/^(info|error) DG\d+/gm)).toEqual(['info DG550', 'error DG200', 'error DG201']);
    expect(printed).toContain('2 errors, 1 note.');
  });
});

describe('code frame', () => {
  test('tabs and wide characters', () => {
    expect(frame('bad', 'a:\t検査 bad\n')).toBe('> 1 | a:  検査 bad\n    |          ^^^');
    expect(frame('bad', '😀é: bad\n')).toBe('> 1 | 😀é: bad\n    |      ^^^');
  });

  test('long lines are cut around the mark', () => {
    for (const [before, after] of [
      [10, 500],
      [500, 10],
      [500, 500],
      [95, 500],
      [70, 500],
    ] as const) {
      const lines = frame('bad', `${'x'.repeat(before)}bad${'y'.repeat(after)}\n`).split('\n');
      expect(lines[0]!.length).toBeLessThanOrEqual(108);
      expect(lines[0]!.indexOf('bad')).toBe(lines[1]!.indexOf('^^^'));
    }
  });

  test('a mark wider than the line stays inside', () => {
    const [line, carets] = frame('x'.repeat(300), `${'x'.repeat(300)}\n`).split('\n');
    expect(carets!.length).toBeLessThanOrEqual(line!.length);
  });

  test('a location over several lines marks its first', () => {
    expect(frame('a:\n  b: 1', 'a:\n  b: 1\n')).toBe('> 1 | a:\n    | ^^\n  2 |   b: 1');
  });

  test('the end of the file', () => {
    const whole = { path: 'x.yml', text: 'a: 1' };
    expect(codeFrame({ source: whole, start: 4, end: 4 }, colorsFor('plain'))).toBe(
      '> 1 | a: 1\n    |     ^',
    );
  });
});

test('json', () => {
  expect(JSON.parse(jsonDiagnostics([unknownKey]))).toEqual({
    version: 1,
    diagnostics: [
      {
        code: 'DG201',
        severity: 'error',
        message: 'unknown key "natural_keys" in dimension',
        expected: 'a key',
        suggestion: 'natural_key',
        file: 'dims/customer.yml',
        line: 2,
        column: 1,
        endLine: 2,
        endColumn: 13,
        related: [
          {
            message: 'the dimension',
            file: 'dims/customer.yml',
            line: 1,
            column: 12,
            endLine: 1,
            endColumn: 20,
          },
        ],
      },
    ],
  });
  expect(JSON.parse(jsonDiagnostics([]))).toEqual({ version: 1, diagnostics: [] });
});

test('github', () => {
  expect(githubDiagnostics([{ ...unknownKey, message: '100%, a: b\nc' }], './blueprints/')).toBe(
    '::error file=./blueprints/dims/customer.yml,line=2,endLine=2,col=1,endColumn=13,title=DG201 Unknown key::100%25, a: b%0Ac%0Aexpected: a key%0Adid you mean natural_key?\n',
  );
  const odd = { ...unknownKey, location: { source: { path: 'a,b:c%.yml', text }, start: 0, end: 1 } };
  expect(githubDiagnostics([odd])).toContain('file=a%2Cb%3Ac%25.yml,');
  expect(githubDiagnostics([report('DG550', { note: 'x' }, undefined)])).toMatch(/^::notice title=DG550 /);
});

test('nearest', () => {
  expect(nearest('natural_keys', ['name', 'natural_key'])).toBe('natural_key');
  expect(nearest('form', ['from', 'of'])).toBe('from');
  expect(nearest('TYPE', ['type'])).toBe('type');
  expect(nearest('zebra', ['late', 'split'])).toBeUndefined();
  expect(nearest('', ['a'])).toBeUndefined();
  expect(nearest('x'.repeat(10_000), ['x'])).toBeUndefined();
});
