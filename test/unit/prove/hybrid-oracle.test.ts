import { describe, expect, test } from 'vitest';
import {
  type AttributeRules,
  dimensionRows,
  type DimensionRules,
} from '../../../generator/prove/oracle/dimension-rows.js';
import { periodEvents, type Statement } from '../../../generator/prove/oracle/periods.js';

const attribute = (name: string, scd: AttributeRules['scd'], companion?: string): AttributeRules => ({
  name,
  scd,
  ...(companion === undefined ? {} : { companion }),
  value: (state) => state[name] ?? null,
});

const rules = (
  attributes: readonly AttributeRules[],
  rest: Partial<DimensionRules> = {},
): DimensionRules => ({
  naturalKey: ['id'],
  versioned: true,
  attributes,
  deletes: 'close',
  firstVersion: 'at_event',
  overwrite: 'all_versions',
  openStart: '00',
  openEnd: null,
  names: { validFrom: 'from', validTo: 'to', isCurrent: 'current' },
  flagged: false,
  ...rest,
});

const timeline = (
  ...states: readonly (readonly [string, string | null, string | null] | readonly [string])[]
) => ({
  key: { id: '1' },
  isDecided: true,
  states: states.map(([at, a, b]) => ({
    at,
    isDelete: a === undefined,
    values: { a: a ?? null, b: b ?? null },
  })),
});

describe('the oracle', () => {
  test('shows the value before the last change on all versions (scd 3), across deletes', () => {
    const told = timeline(['1', 'x', 'p'], ['2', 'y', 'p'], ['3'], ['4', 'z', 'p'], ['5', 'z', 'q']);
    const rows = dimensionRows(told, rules([attribute('a', 3, 'before'), attribute('b', 2)]));
    expect(rows.map(({ a, before, b, from }) => [from, a, before, b])).toEqual([
      ['1', 'z', 'y', 'p'],
      ['4', 'z', 'y', 'p'],
      ['5', 'z', 'y', 'q'],
    ]);
  });

  test('knows no value before where none changed, and null where null was before', () => {
    const own = rules([attribute('a', 3, 'before')], { versioned: false });
    expect(dimensionRows(timeline(['1', 'x', null], ['2', 'x', null]), own)).toEqual([
      { id: '1', a: 'x', before: null },
    ]);
    expect(dimensionRows(timeline(['1', 'y', null], ['2', null, null], ['3', 'x', null]), own)).toEqual([
      { id: '1', a: 'x', before: null },
    ]);
  });

  test("shows the version's own value and the present one (scd 6)", () => {
    const rows = dimensionRows(
      timeline(['1', 'x', null], ['2', 'y', null], ['3']),
      rules([attribute('a', 6, 'now')]),
    );
    expect(rows.map(({ a, now, to }) => [a, now, to])).toEqual([
      ['x', 'y', '2'],
      ['y', 'y', '3'],
    ]);
  });

  test('shows each version the last overwritten value within it, a flagged row that of the version before', () => {
    const told = timeline(['1', 'p', 'x'], ['2', 'p', 'y'], ['3', 'q', 'z'], ['4']);
    const own = rules([attribute('a', 2), attribute('b', 1)], {
      overwrite: 'within_version',
      deletes: 'flag',
      flagged: true,
    });
    expect(dimensionRows(told, own).map(({ a, b, is_deleted: gone }) => [a, b, gone])).toEqual([
      ['p', 'y', 'false'],
      ['q', 'z', 'false'],
      ['q', 'z', 'true'],
    ]);
  });
});

describe('stated periods', () => {
  const said = (from: string, to: string | null, isRetraction = false): Statement => ({
    from,
    to,
    isRetraction,
  });

  test('hand over to the latest of those that still hold, and leave a gap where none does', () => {
    const [long, short, open] = [said('1', '8'), said('2', '4'), said('9', null)];
    expect(periodEvents([long, short, open]).events).toEqual([
      { at: '1', statement: long, isStart: true },
      { at: '2', statement: short, isStart: true },
      { at: '4', statement: long, isStart: false },
      { at: '8', statement: undefined, isStart: false },
      { at: '9', statement: open, isStart: true },
    ]);
  });

  test('are replaced, taken back or empty, and then hold never', () => {
    const all = [said('1', '8'), said('1', '3'), said('2', '2'), said('3', null), said('3', null, true)];
    const { events, fates } = periodEvents(all);
    expect(all.map((statement) => fates.get(statement))).toEqual([
      'replaced',
      'holds',
      'empty',
      'replaced',
      'taken_back',
    ]);
    expect(events.map(({ at, statement }) => [at, statement?.to])).toEqual([
      ['1', '3'],
      ['3', undefined],
    ]);
  });

  test('that follow each other have no event between them', () => {
    expect(
      periodEvents([said('1', '2'), said('2', '3')]).events.map(({ at, isStart }) => [at, isStart]),
    ).toEqual([
      ['1', true],
      ['2', true],
      ['3', false],
    ]);
  });
});
