import { describe, expect, test } from 'vitest';
import type { Dialect } from '../../../dialects/dialect.js';
import { dialects } from '../../../dialects/index.js';
import type { LogicalType } from '../../../dialects/logical-type.js';
import { typeName } from '../../../dialects/type-name.js';

/** What a dialect's tables answer, for every dialect that is registered. */

const text: LogicalType = { kind: 'text' };
const date: LogicalType = { kind: 'date' };
const integer: LogicalType = { kind: 'integer' };
const argument = (sql: string, type: LogicalType, literal?: string) => ({ sql, type, literal });
const monthOf = (dialect: Dialect) =>
  dialect.functions.date_trunc([argument("'month'", text, 'month'), argument('d', date)]);

describe.each(Object.entries<Dialect>(dialects))('%s', (name, dialect) => {
  test('tells an instant from a wall clock', () => {
    const type = (kind: 'timestamp' | 'timestamp_tz') => typeName(dialect.types, { kind });
    expect(type('timestamp')).not.toBe(type('timestamp_tz'));
    // There `timestamp` is an instant.
    if (name === 'bigquery' || name === 'spark') expect(type('timestamp_tz')).toBe('timestamp');
  });

  test('gives decimals their precision and scale', () => {
    const type = typeName(dialect.types, { kind: 'decimal', precision: 12, scale: 2 });
    expect(type).toMatch(/^\w+\(12, ?2\)$/);
  });

  test('answers a date for the month of a date', () => {
    const known = { bigquery: 'date_trunc(d, month)', spark: "trunc(d, 'month')" } as Record<string, string>;
    if (known[name] === undefined) expect(monthOf(dialect)).toMatch(/^cast\(.*\bas date\)$/);
    else expect(monthOf(dialect)).toBe(known[name]);
  });

  test('divides whole numbers without cutting', () => {
    const truncates = ['redshift', 'postgres'].includes(dialect.adapter.type);
    expect(dialect.divide('i', 'j', integer, integer)).toMatch(
      truncates ? /^cast\(i as .*\) \/ j$/ : /^i \/ j$/,
    );
  });

  test('makes 32 and 64 hexadecimal digits, not bytes', () => {
    const expected: Readonly<Record<string, readonly [string, RegExp]>> = {
      bigquery: ['to_hex(md5(x))', /^to_hex\(sha256\(x\)\)$/],
      postgres: ['md5(x)', /^encode\(.*'hex'\)$/],
      duckdb: ['md5(x)', /^sha256\(x\)$/],
    };
    const [md5, sha256] = expected[name] ?? ['md5(x)', /^sha2\(x, 256\)$/];
    expect(dialect.md5Hex('x')).toBe(md5);
    expect(dialect.sha256Hex('x')).toMatch(sha256);
  });

  test('lists days as dates, and on Redshift without a series', () => {
    const days = dialect.dateSpine('2024-01-01', '2024-12-31');
    if (dialect.adapter.type === 'redshift') expect(days).not.toContain('generate_series');
    if (days.includes('generate_series')) expect(days).toMatch(/\bcast\(\w+ as date\) as date_day\b/);
    // The bounds are texts of the file: nothing asks a warehouse for them.
    expect(days).not.toMatch(/\{[{%]/);
    expect(days).toContain('2024-01-01');
  });

  test('spells out booleans and instants in keys', () => {
    expect(dialect.keyText('b', { kind: 'boolean' })).toMatch(
      /^case when b then 'true' when not b then 'false' end$/,
    );
    for (const kind of ['timestamp', 'timestamp_tz'] as const)
      expect(dialect.keyText('t', { kind })).toMatch(/'[^']*[:%][^']*'/);
    // A float has as many digits as its engine likes.
    expect(dialect.keyText('f', { kind: 'float' })).toMatch(
      /\b(numeric|number|decimal|bignumeric)\(\d+, ?\d+\)/,
    );
  });
});

describe('redshift', () => {
  const { redshift } = dialects;
  const { types } = redshift;
  const kinds = Object.keys(types) as (keyof typeof types)[];
  const typeOf = (kind: (typeof kinds)[number]): LogicalType =>
    kind === 'decimal' ? { kind, precision: 38, scale: 0 } : { kind };
  const bare = /\bas (varchar|text|char)\b(?!\()/;

  test('leaves out the length of a text where it is that of a number', () => {
    const short = kinds.filter((kind) => bare.test(redshift.keyText('x', typeOf(kind))));
    expect(short).toEqual(['integer', 'bigint', 'decimal', 'float']);
  });

  test('casts to texts with their length', () => {
    for (const from of [undefined, ...kinds.map(typeOf)])
      for (const to of [text, { kind: 'string' }, { kind: 'string', length: 4 }] as const)
        expect(redshift.cast('x', to, from)).not.toMatch(bare);
    expect(typeName(types, { kind: 'string', length: 4 })).toBe('varchar(16)');
    expect(typeName(types, text)).toBe('varchar(65535)');
  });
});

test('no dialect is one of Databricks', () => {
  // Traps of dbt-databricks alone begin to matter on the day this fails.
  expect(Object.values<Dialect>(dialects).map(({ adapter }) => adapter.type)).not.toContain('databricks');
});
