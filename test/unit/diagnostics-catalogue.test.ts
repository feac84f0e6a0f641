import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { catalogue, codes } from '../../generator/diagnostics/catalogue.js';
import type { Entry } from '../../generator/diagnostics/catalogue/entry.js';
import { explain } from '../../generator/diagnostics/explain.js';

describe.each(codes)('%s', (code) => {
  const entry = catalogue[code] as unknown as Omit<Entry<never>, 'message'> & {
    message: (parameters: object) => unknown;
  };

  test('is complete', () => {
    expect(code).toMatch(/^DG[1-69]\d\d$/);
    expect(entry.title).toMatch(/^[A-Z].*[^.]$/);
    expect(entry.meaning).toMatch(/[.`)]$/);
    expect(entry.fix).toMatch(/[.)]$/);
    expect(String(entry.message({}))).not.toMatch(/\.$/);
  });

  test('is explained', () => {
    const explanation = explain(code);
    expect(explanation.kind === 'found' && explanation.text).toContain(`${code} ${entry.title}`);
  });

  test('shows right examples that are YAML', () => {
    if (entry.right === undefined) return;
    for (const document of parseAllDocuments(entry.right))
      expect((document as { errors: unknown[] }).errors).toEqual([]);
  });
});

test('an unknown code gets the nearest', () => {
  expect(explain('dg201').kind).toBe('found');
  expect(explain('DG2O1')).toEqual({ kind: 'unknown', suggestion: 'DG201' });
  expect(explain('nonsense')).toEqual({ kind: 'unknown', suggestion: undefined });
});
