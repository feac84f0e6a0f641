import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, supportedDialects, type SqlLanguage } from 'sql-formatter';
import { describe, expect, it } from 'vitest';
import { dialectNames } from '../../dialects/names.js';

/** A second opinion on every emitted model: sql-formatter's tokenizer of that dialect reads it to the end. */
const golden = fileURLToPath(new URL('../golden', import.meta.url));
const examples = ['flights', 'retail'];

/** What dbt takes away before a warehouse sees the file. */
function withoutStatements(sql: string): string {
  return sql
    .replaceAll(/\{#[^]*?#\}/g, '')
    .replaceAll(/\{%[^]*?%\}/g, '')
    .replace(/^\{\{ config\([^]*?\n\) \}\}/, '');
}

const models = (example: string, dialect: string): string[] =>
  readdirSync(path.join(golden, example, dialect, 'models'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.sql'),
  );

/** It goes by the same name there, or by a longer one. */
function languageOf(dialect: string): SqlLanguage {
  const found = supportedDialects.find((language) => language.startsWith(dialect));
  if (found === undefined) throw new Error(`sql-formatter knows no ${dialect}`);
  return found as SqlLanguage;
}

function reformatted(sql: string, dialect: string): string {
  return format(withoutStatements(sql), {
    language: languageOf(dialect),
    paramTypes: { custom: [{ regex: String.raw`\{\{[^]*?\}\}` }] },
  });
}

describe.each(dialectNames)('sql-formatter reads %s', (dialect) => {
  it.each(examples.flatMap((example) => models(example, dialect).map((file) => [example, file] as const)))(
    '%s: %s',
    (example, file) => {
      const sql = readFileSync(path.join(golden, example, dialect, 'models', file), 'utf8');
      const words = (text: string): string => text.replaceAll(/[\s;]+/g, '').toLowerCase();
      // Nothing is lost or invented but white space.
      expect(words(reformatted(sql, dialect))).toBe(words(withoutStatements(sql)));
    },
  );

  it('and stops at an open quote', () => {
    expect(() => reformatted("select 'open from t", dialect)).toThrow();
  });
});
