import { describe, expect, test } from 'vitest';
import { compareCombinations, noCombinations } from '../../../generator/prove/compare-combinations.js';
import { saidCombinations } from '../../../generator/prove/mini-dimensions.js';
import type { Row } from '../../../generator/prove/value.js';
import { day, expectedAfterLoads, lines, loadsOf, preparedFor } from './told-by-hand.js';

/** Stories told by hand: what changes often is taken out of a dimension, and has a history of its own. */
const documents = (history: object): object[] => [
  {
    ...{ source: 's', schema: 'raw_s', description: 'Made up' },
    tables: [
      {
        ...{ table: 'things', description: 'Things', shape: 'cdc', key: ['id'], changed_at: 'said_at' },
        operation: { column: 'op', delete: ['D'] },
        columns: [
          { name: 'id', type: 'bigint' },
          ...['a', 'b', 'op'].map((name) => ({ name, type: 'string' })),
          { name: 'said_at', type: 'timestamp' },
        ],
      },
    ],
  },
  {
    ...{ dimension: 'thing', description: 'Things', from: 's.things', natural_key: ['id'], history },
    attributes: [{ name: 'a', scd: 2 }],
    mini_dimensions: [{ name: 'profile', attributes: ['b'], current_key: true }],
  },
];
const thing = (a: string, b: string | null, said_at: string, op = 'U'): Row => ({
  id: '7',
  a,
  b,
  op,
  said_at,
});
const loads = [
  [thing('x', 'p', day(1)), thing('x', null, day(3)), thing('y', null, day(4))],
  [thing('x', 'q', day(2)), thing('x', 'gone', day(5), 'D')],
];

describe('a mini-dimension', () => {
  test('has versions where its own attributes change, and the dimension shows the last combination', async () => {
    const told = await expectedAfterLoads(documents({}), { 's.things': loads });
    expect(told.map((expected) => lines(expected, 'profile', ['b', 'valid_from', 'valid_to']))).toEqual([
      ['null 2024-01-03 null', 'p 2024-01-01 2024-01-03'],
      ['null 2024-01-03 2024-01-05', 'p 2024-01-01 2024-01-02', 'q 2024-01-02 2024-01-03'],
    ]);
    const columns = ['a', 'valid_from', 'valid_to', 'current_profile_key'];
    expect(told.map((expected) => lines(expected, 'thing', columns))).toEqual([
      ['x 2024-01-01 2024-01-04 [null]', 'y 2024-01-04 null [null]'],
      ['x 2024-01-01 2024-01-04 [null]', 'y 2024-01-04 2024-01-05 [null]'],
    ]);
  });

  test('has every combination that was said, but by deletes', async () => {
    const { project, subjects } = await preparedFor(documents({}));
    const subject = subjects.dimensions.find(({ profile }) => profile !== undefined)!;
    const told = { project, loads: () => loadsOf(loads), computed: () => null };
    expect(saidCombinations(subject, told).map(({ values }) => values['b'])).toEqual(['p', null, null, 'q']);
  });

  test('keeps what turned out never to have been, until a full refresh', async () => {
    const { project, subjects } = await preparedFor(documents({}));
    const { mini } = subjects.dimensions.find(({ profile }) => profile !== undefined)!.profile!;
    const stored = [{ profile_key: 'k', b: 'p', _loaded_at: 'then' }];
    const base = { mini, conventions: project.conventions, stored, at: 'then' };
    const first = compareCombinations({
      ...{ ...base, said: [{ key: { id: '7' }, values: { b: 'p' } }], memory: noCombinations() },
      moment: { kind: 'load', load: 0 },
    });
    expect(first.findings).toEqual([]);
    const later = { ...base, said: [], memory: first.memory, at: 'later' };
    expect(compareCombinations({ ...later, moment: { kind: 'load', load: 1 } }).findings).toEqual([]);
    expect(
      compareCombinations({ ...later, moment: { kind: 'full_refresh' } }).findings.map(
        ({ problem }) => problem,
      ),
    ).toEqual(['dim_profile has a combination that nobody said']);
  });

  test('has a key of its own for each combination', async () => {
    const { project, subjects } = await preparedFor(documents({}));
    const { mini } = subjects.dimensions.find(({ profile }) => profile !== undefined)!.profile!;
    const { findings } = compareCombinations({
      ...{ mini, conventions: project.conventions, memory: noCombinations(), at: 'then' },
      said: [null, ''].map((b) => ({ key: { id: '7' }, values: { b } })),
      stored: [null, ''].map((b) => ({ profile_key: 'k', b, _loaded_at: 'then' })),
      moment: { kind: 'load', load: 0 },
    });
    expect(findings.map(({ problem, expected }) => [problem, expected])).toEqual([
      ['the key of a combination in dim_profile changed, or stands for two', [{ b: '' }]],
    ]);
  });
});
