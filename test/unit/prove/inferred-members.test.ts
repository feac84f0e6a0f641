import { describe, expect, test } from 'vitest';
import { keyMeaning } from '../../../generator/prove/key-meaning.js';
import type { Row } from '../../../generator/prove/value.js';
import { type Brought, day, expectedAfterLoads, lines, preparedFor } from './told-by-hand.js';

/** Stories told by hand, from the definition of history: what facts refer to before its source tells of it. */
const things = {
  ...{ table: 'things', description: 'Things', shape: 'cdc', key: ['id'], changed_at: 'said_at' },
  operation: { column: 'op', delete: ['D'] },
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'a', type: 'string' },
    { name: 'op', type: 'string' },
    { name: 'said_at', type: 'timestamp' },
  ],
};
const visits = {
  ...{ table: 'visits', description: 'Visits', shape: 'delta', key: ['visit'], changed_at: 'said_at' },
  columns: [
    { name: 'visit', type: 'bigint' },
    { name: 'id', type: 'bigint' },
    { name: 'said_at', type: 'timestamp' },
  ],
};
const documents = (dimension: object, load: object): object[] => [
  { source: 's', schema: 'raw_s', description: 'Made up', tables: [things, visits] },
  {
    ...{ dimension: 'thing', description: 'Things', from: 's.things', natural_key: ['id'] },
    attributes: [{ name: 'a', scd: 2 }],
    ...dimension,
  },
  {
    ...{ fact: 'visits', type: 'factless', description: 'Visits', from: 's.visits', event_time: 'said_at' },
    grain: { statement: 'One row per visit', key: ['visit'] },
    dimensions: [{ dimension: 'thing', missing: 'inferred' }],
    load,
  },
];
const thing = (id: string, a: string, at: string, op = 'U'): Row => ({ id, a, op, said_at: at });
const visit = (number: string, id: string | null, at: string): Row => ({ visit: number, id, said_at: at });
const columns = ['id', 'a', 'valid_from', 'valid_to', 'is_current', 'is_inferred'];
const told = async (brought: Brought, dimension: object = {}, load: object = {}) =>
  (await expectedAfterLoads(documents(dimension, load), brought)).map((expected) =>
    lines(expected, 'thing', columns),
  );

describe('a member that a fact infers', () => {
  test('holds from the open start on, and is filled in by the source', async () => {
    expect(
      await told({
        's.visits': [[visit('1', '7', day(5)), visit('2', null, day(5))], []],
        's.things': [[], [thing('7', 'x', day(2)), thing('7', 'y', day(3))]],
      }),
    ).toEqual([
      ['7 null 1900-01-01 null true true'],
      ['7 x 1900-01-01 2024-01-03 false false', '7 y 2024-01-03 null true false'],
    ]);
  });

  test('goes with the last row that refers to it, but stays where a row may be older than its source', async () => {
    const brought = { 's.visits': [[visit('1', '7', day(5))], [visit('1', '8', day(6))]] };
    const row = (id: string) => `${id} null 1900-01-01 null true true`;
    expect(await told(brought)).toEqual([[row('7')], [row('8')]]);
    expect(await told(brought, {}, { strategy: 'append' })).toEqual([[row('7')], [row('7'), row('8')]]);
    expect(await told(brought, {}, { rekey: false })).toEqual([[row('7')], [row('7'), row('8')]]);
  });

  test('is none where the key is gone again, but one of a key that was never alive', async () => {
    const brought = {
      's.visits': [[visit('1', '7', day(5)), visit('2', '8', day(5))]],
      's.things': [[thing('7', 'x', day(2)), thing('7', 'x', day(3), 'D'), thing('8', 'x', day(3), 'D')]],
    };
    expect(await told(brought)).toEqual([
      ['7 x 1900-01-01 2024-01-03 false false', '8 null 1900-01-01 null true true'],
    ]);
    const attributes = [{ name: 'a', scd: 1 }];
    expect(await told(brought, { attributes, history: { deletes: 'close' } })).toEqual([
      ['7 null null null null true', '8 null null null null true'],
    ]);
  });
});

describe('the key of a version', () => {
  test('stands for the open start where it is the first, whenever that began', async () => {
    const { project } = await preparedFor(documents({}, {}));
    const [dimension] = project.dimensions;
    const rows = ['1800-01-01', '1900-01-01', '2024-01-02'].map((from) => ({
      id: '7',
      valid_from: `${from} 00:00:00.000000`,
    }));
    const meanings = rows.map((row) => keyMeaning(row, rows, dimension!, project.conventions));
    expect(meanings).toEqual([
      '["7","1900-01-01 00:00:00.000000"]',
      undefined,
      '["7","2024-01-02 00:00:00.000000"]',
    ]);
  });
});
