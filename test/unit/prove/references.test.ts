import { describe, expect, test } from 'vitest';
import type { Row } from '../../../generator/prove/value.js';
import { day, expectedAfterLoads, lines } from './told-by-hand.js';

/** Stories told by hand: a thing refers to its keeper, who has a history of his own. */
const table = (name: string): object => ({
  ...{ table: name, description: name, shape: 'cdc', key: ['id'], changed_at: 'said_at' },
  operation: { column: 'op', delete: ['D'] },
  columns: [
    { name: 'id', type: 'bigint' },
    { name: 'keeper_id', type: 'bigint' },
    ...['a', 'op'].map((column) => ({ name: column, type: 'string' })),
    { name: 'said_at', type: 'timestamp' },
  ],
});
const documents = (reference: object, thing: object = {}): object[] => [
  { source: 's', schema: 'raw_s', description: 'Made up', tables: [table('things'), table('keepers')] },
  {
    ...{ dimension: 'keeper', description: 'Keepers', from: 's.keepers', natural_key: ['id'] },
    attributes: [{ name: 'a', scd: 2 }],
  },
  {
    ...{ dimension: 'thing', description: 'Things', from: 's.things', natural_key: ['id'] },
    attributes: [{ name: 'a', scd: 2 }],
    references: [{ dimension: 'keeper', on: { keeper_id: 'id' }, ...reference }],
    ...thing,
  },
];
const said = (id: string, keeper_id: string | null, a: string, said_at: string, op = 'U'): Row => ({
  ...{ id, keeper_id, a, said_at, op },
});
const columns = ['a', 'valid_from', 'valid_to', 'keeper_key'];
const told = async (brought: Record<string, Row[][]>, reference: object, thing?: object) =>
  (await expectedAfterLoads(documents(reference, thing), brought)).map((expected) =>
    lines(expected, 'thing', columns).map((line) =>
      line.replaceAll('00:00:00.000000', '').replaceAll(' "', '"'),
    ),
  );

describe('a reference', () => {
  test('to what is current changes on all rows, and opens no version', async () => {
    const brought = {
      's.things': [[said('7', '1', 'x', day(1)), said('7', '1', 'y', day(3))], [], []],
      's.keepers': [
        [said('1', null, 'p', day(1))],
        [said('1', null, 'q', day(2))],
        [said('1', null, '', day(4), 'D')],
      ],
    };
    const both = (key: string) => [`x 2024-01-01 2024-01-03 ${key}`, `y 2024-01-03 null ${key}`];
    expect(await told(brought, {})).toEqual([
      both('["1","2024-01-01"]'),
      both('["1","2024-01-02"]'),
      both('unknown'),
    ]);
  });

  test('to what is current is that of the last state, or of the own version where the table shows it', async () => {
    const brought = {
      's.things': [[said('7', '1', 'x', day(1)), said('7', '2', 'y', day(3)), said('8', null, 'z', day(1))]],
      's.keepers': [[said('1', null, 'p', day(1)), said('2', null, 'p', day(2))]],
    };
    expect(await told(brought, { null_key: 'not_applicable' })).toEqual([
      [
        'x 2024-01-01 2024-01-03 ["2","2024-01-02"]',
        'y 2024-01-03 null ["2","2024-01-02"]',
        'z 2024-01-01 null not_applicable',
      ],
    ]);
    const attributes = ['a', 'keeper_id'].map((name) => ({ name, scd: 2 }));
    expect((await told(brought, {}, { attributes }))[0]?.[0]).toBe(
      'x 2024-01-01 2024-01-03 ["1","2024-01-01"]',
    );
  });

  test('that follows versions opens one here for each there, and for none', async () => {
    const brought = {
      's.things': [[said('7', '1', 'x', day(2)), said('7', '1', 'x', day(8), 'D')], []],
      's.keepers': [
        [said('1', null, 'p', day(3)), said('1', null, 'p', day(6), 'D'), said('1', null, 'q', day(9))],
        [said('1', null, 'r', day(4))],
      ],
    };
    const before = ['x 2024-01-02 2024-01-03 unknown'];
    const after = ['x 2024-01-06 2024-01-08 unknown'];
    expect(await told(brought, { follow: 'version' })).toEqual([
      [...before, 'x 2024-01-03 2024-01-06 ["1","2024-01-03"]', ...after],
      [
        ...before,
        'x 2024-01-03 2024-01-04 ["1","2024-01-03"]',
        'x 2024-01-04 2024-01-06 ["1","2024-01-04"]',
        ...after,
      ],
    ]);
  });
});
