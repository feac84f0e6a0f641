import { beforeAll, describe, expect, it } from 'vitest';
import type { Dialect } from '../../dialects/dialect.js';
import { functionNames } from '../../dialects/function-name.js';
import { dialects } from '../../dialects/index.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import { typeName } from '../../dialects/type-name.js';
import { loadExpressionParser, parseExpression } from '../../generator/sql/parse-expression.js';
import { printExpression } from '../../generator/sql/print-expression.js';
import { integerOfHash } from '../../generator/sql/keys.js';
import { logicalTypeNames } from '../../generator/sql/logical-type.js';
import { scalars } from '../engines/projects/functions/cases.mjs';
import { scalarType } from './case-types.js';

const example = (kind: LogicalType['kind']): LogicalType =>
  kind === 'decimal'
    ? { kind, precision: 12, scale: 2 }
    : kind === 'string'
      ? { kind, length: 20 }
      : { kind };

describe.each(Object.entries<Dialect>(dialects))('the dialect %s', (name, dialect) => {
  beforeAll(loadExpressionParser);

  it('goes by its own name', () => expect(dialect.name).toBe(name));

  it.each(logicalTypeNames)('spells %s as a type, in a cast and in a key', (kind) => {
    const type = example(kind);
    expect(typeName(dialect.types, type)).toMatch(/^[a-z][a-z0-9_ ]*(\(\d+(, ?\d+)?\))?$/);
    expect(dialect.cast('x', type, undefined)).toContain('x');
    // A bare null in a union takes whatever type the engine guesses.
    expect(dialect.cast('null', type, type)).toMatch(/^(cast|parse_json)\(null\b/);
    expect(dialect.keyText('x', type)).toContain('x');
    expect(dialect.isDistinct('a', 'b', type)).not.toBe(dialect.isNotDistinct('a', 'b', type));
  });

  it('spells every function', () =>
    expect(Object.keys(dialect.functions).sort()).toEqual([...functionNames].sort()));

  it.each(Object.values(scalars).flat())('prints %s', (text) => {
    const parsed = parseExpression(text, 'row');
    if (parsed.kind === 'problems') throw new Error(JSON.stringify(parsed.problems));
    // Raw source columns have no known type; that has to print as well.
    for (const types of [scalarType, () => undefined]) {
      const sql = printExpression(parsed.expression, dialect, {
        column: (reference) => reference.name,
        typeOf: types,
      });
      expect(sql).not.toMatch(/undefined|\[object|--|^\(.*\)\)$/);
      expect([...sql.matchAll(/\(/g)].length).toBe([...sql.matchAll(/\)/g)].length);
    }
  });

  it('takes no name that it reserves, and only lower-case words', () => {
    for (const word of dialect.reserved) expect(word).toMatch(/^[a-z][a-z0-9_]*$/);
    expect(dialect.reserved.has('select')).toBe(true);
  });

  it('makes a number of a hash, and fails with a message that depends on the row', () => {
    expect(dialect.hexInteger('digits')).toMatch(/\bdigits\b/);
    expect(integerOfHash('hash', dialect)).toContain(
      "translate(substring(hash, 1, 1), '89abcdef', '01234567') || substring(hash, 2, 15)",
    );
    const failing = dialect.bigintOrFail('number', 'bad', "'no ' || number");
    expect(failing).toMatch(/when bad\s+then .*'no ' \|\| number/);
    expect(failing).toMatch(/else (cast\()?number/);
  });

  it('keeps secrets out of the profile', () => {
    const { profile, type } = dialect.adapter;
    expect(profile['type']).toBe(type);
    for (const [key, value] of Object.entries(profile)) {
      if (/password|user|account|token/.test(key)) expect(value).toMatch(/^\{\{ env_var\('[A-Z_]+'\) \}\}$/);
    }
  });

  it('says what it does with every physical word: as config or as a note', () => {
    const asked = {
      materialized: 'table',
      history: true,
      clusterBy: ['a'],
      sortBy: ['b'],
      distributeBy: 'c',
      raw: { own: 1 },
      partitionBy: { column: 'd', type: 'timestamp', granularity: 'month' },
    } as const;
    const { config, notes } = dialect.storage(asked);
    const said = JSON.stringify(config) + notes.join('\n');
    for (const [word, column] of [
      ['partition_by', '"d"'],
      ['cluster_by', '"a"'],
      ['sort_by', '"b"'],
      ['distribute_by', '"c"'],
    ] as const) {
      expect(said.includes(word) || said.includes(column), word).toBe(true);
    }
    expect(Object.keys(config).at(-1)).toBe('own');
    expect(
      dialect.storage({ ...asked, partitionBy: { ...asked.partitionBy, type: 'other' } }).notes,
    ).toBeInstanceOf(Array);
  });

  it('has nothing to note where nothing was asked', () => {
    const { notes } = dialect.storage({
      materialized: 'table',
      history: false,
      clusterBy: [],
      sortBy: [],
      raw: {},
    });
    expect(notes).toEqual([]);
  });
});
