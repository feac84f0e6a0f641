import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { deliveredEvents, type Load, type TableRules } from '../../../generator/prove/oracle/deliveries.js';
import { type DimensionRules, dimensionRows } from '../../../generator/prove/oracle/dimension-rows.js';
import { factState, validRow } from '../../../generator/prove/oracle/fact-rows.js';
import { timelines } from '../../../generator/prove/oracle/timeline.js';
import type { Row } from '../../../generator/prove/value.js';

/** Stories told by hand, from the definition of history. Days stand for instants: both compare as texts. */
const timestamp = { kind: 'timestamp' } as const;
const stream: TableRules = {
  shape: 'cdc',
  key: ['id'],
  columns: ['id', 'a', 'b', 'op', 'seq', 'day'],
  changedAt: { column: 'day', type: timestamp },
  sequence: [{ column: 'seq', type: { kind: 'integer' } }],
  operation: { column: 'op', delete: ['D'], truncate: ['T'] },
  carried: [],
};
const names = { validFrom: 'from', validTo: 'to', isCurrent: 'current' };
const versioned: DimensionRules = {
  naturalKey: ['id'],
  versioned: true,
  attributes: [
    { name: 'a', scd: 2, value: (state) => state['a'] ?? null },
    { name: 'b', scd: 1, value: (state) => state['b'] ?? null },
  ],
  deletes: 'close',
  firstVersion: 'at_event',
  overwrite: 'all_versions',
  openStart: '00',
  openEnd: null,
  names,
  flagged: false,
};

/** A row: day, value of a, and what else it says. */
const row = (day: string, a: string | null, rest: Row = {}): Row => ({
  ...{ id: '1', a, b: null, op: 'U', seq: null, day },
  ...rest,
});
const loadsOf = (...loads: readonly (readonly Row[])[]): Load[] =>
  loads.map((rows, index) => ({ at: `load ${index + 1}`, rows }));

/** The versions as texts: value, start, end. */
function versions(table: TableRules, loads: readonly Load[], rules: Partial<DimensionRules> = {}): string[] {
  const all = { ...versioned, ...rules };
  const sequence = table.sequence.map(({ type }) => type);
  const deletes = all.deletes === 'ignore' ? 'ignored' : 'heeded';
  return timelines(deliveredEvents(table, loads), { key: ['id'], sequence, deletes })
    .flatMap((timeline) => dimensionRows(timeline, all))
    .map((line) =>
      [line['a'], line['b'], line['from'], line['to']].map((value) => value ?? 'null').join(' '),
    );
}

describe('the oracle', () => {
  test('splits a version where a late event says so', () => {
    expect(versions(stream, loadsOf([row('1', 'A'), row('3', 'A')]))).toEqual(['A null 1 null']);
    expect(versions(stream, loadsOf([row('1', 'A'), row('3', 'A')], [row('2', 'B')]))).toEqual([
      'A null 1 2',
      'B null 2 3',
      'A null 3 null',
    ]);
  });

  test('takes null, the empty text and trailing blanks for different values', () => {
    const loads = loadsOf([row('1', null), row('2', ''), row('3', ' '), row('4', null), row('5', null)]);
    expect(versions(stream, loads)).toEqual(['null null 1 2', ' null 2 3', '  null 3 4', 'null null 4 null']);
  });

  test('lets the sequence decide within an instant, as a number', () => {
    const loads = loadsOf([row('1', 'B', { seq: '10' }), row('1', 'A', { seq: '9' })]);
    expect(versions(stream, loads)).toEqual(['B null 1 null']);
  });

  test('lets a delete win over an upsert that nothing orders', () => {
    expect(versions(stream, loadsOf([row('1', 'A'), row('2', 'B'), row('2', 'B', { op: 'D' })]))).toEqual([
      'A null 1 2',
    ]);
  });

  test('lets the later delivery win, and an exact repeat be no event', () => {
    const loads = loadsOf([row('1', 'A')], [row('1', 'B')], [row('1', 'A')]);
    expect(versions(stream, loads)).toEqual(['B null 1 null']);
  });

  test('leaves a gap between a delete and a revival', () => {
    const loads = loadsOf([row('1', 'A'), row('2', null, { op: 'D' }), row('4', 'A')]);
    expect(versions(stream, loads)).toEqual(['A null 1 2', 'A null 4 null']);
    expect(versions(stream, loads, { deletes: 'ignore' })).toEqual(['A null 1 null']);
    expect(versions(stream, loads, { deletes: 'flag', flagged: true })).toEqual([
      'A null 1 2',
      'A null 2 4',
      'A null 4 null',
    ]);
  });

  test('writes the last state of an overwritten attribute on all versions, but no payload of a delete', () => {
    const loads = loadsOf([
      row('1', 'A', { b: 'x' }),
      row('2', 'B', { b: 'y' }),
      row('3', 'C', { b: 'z', op: 'D' }),
    ]);
    expect(versions(stream, loads)).toEqual(['A y 1 2', 'B y 2 3']);
  });

  test('has no version of a key that was never alive', () => {
    expect(versions(stream, loadsOf([row('1', 'A', { op: 'D' })]))).toEqual([]);
  });

  test('opens the first version to the past, and only that one', () => {
    const loads = loadsOf([row('1', 'A'), row('2', 'B')]);
    expect(versions(stream, loads, { firstVersion: 'open_past' })).toEqual(['A null 00 2', 'B null 2 null']);
  });

  test('ends every known key with a truncate, which has none', () => {
    const loads = loadsOf([
      row('1', 'A'),
      row('3', 'B'),
      row('1', 'C', { id: '2' }),
      row('2', null, { id: null, op: 'T' }),
    ]);
    expect(versions(stream, loads)).toEqual(['A null 1 2', 'B null 3 null', 'C null 1 2']);
  });

  test('carries what was not sent, but not across a delete', () => {
    const loads = loadsOf([
      row('1', 'A', { b: 'x' }),
      row('2', null, { b: 'y' }),
      row('3', null, { op: 'D' }),
      row('4', null, { b: 'z' }),
    ]);
    expect(versions({ ...stream, carried: ['a', 'b'] }, loads)).toEqual(['A z 1 3', 'null z 4 null']);
  });

  test('takes absence from a snapshot for a delete, within the partitions that came', () => {
    const snapshot: TableRules = {
      ...{ shape: 'snapshot', key: ['id'], columns: ['id', 'a', 'b', 'day'] },
      ...{ changedAt: { column: 'day', type: timestamp }, sequence: [], carried: [] },
    };
    const here = row('1', 'A', { b: 'north' });
    const there = row('1', 'B', { id: '2', b: 'south' });
    expect(versions(snapshot, loadsOf([here, there], [there]))).toEqual([
      'A north 1 load 2',
      'B south 1 null',
    ]);
    expect(versions({ ...snapshot, scope: ['b'] }, loadsOf([here, there], [there]))).toEqual([
      'A north 1 null',
      'B south 1 null',
    ]);
    // What comes back with a date from before its absence comes back with the load.
    expect(versions(snapshot, loadsOf([here, there], [there], [here, there]))).toEqual([
      'A north 1 load 2',
      'A north load 3 null',
      'B south 1 null',
    ]);
  });

  test('reads a log as a whole, whatever load brought what', () => {
    const log: TableRules = { ...stream, shape: 'log' };
    expect(versions(log, loadsOf([row('2', 'B')], [row('2', 'B'), row('1', 'A')]))).toEqual([
      'A null 1 2',
      'B null 2 null',
    ]);
  });

  test('says where nothing decides', () => {
    const rules = { key: ['id'], sequence: [{ kind: 'integer' }], deletes: 'heeded' } as const;
    const of = (...rows: readonly Row[]) =>
      timelines(deliveredEvents(stream, loadsOf(rows)), rules).map(({ isDecided }) => isDecided);
    expect(of(row('1', 'A'), row('1', 'B'))).toEqual([false]);
    expect(of(row('1', 'A'), row('1', 'B', { seq: '1' }))).toEqual([true]);
    expect(of(row('1', 'A', { op: 'D' }), row('1', 'B', { op: 'D' }))).toEqual([true]);
  });

  test('gives a fact the last state of its row, and the version that was valid', () => {
    const told = (...rows: readonly Row[]) =>
      timelines(deliveredEvents(stream, loadsOf(rows)), {
        ...{ key: ['id'], sequence: [{ kind: 'integer' }], deletes: 'heeded' },
      })[0]!;
    const deleted = told(row('1', 'A'), row('2', null, { op: 'D' }));
    expect(factState(deleted, 'remove')).toBeUndefined();
    expect(factState(deleted, 'flag')).toMatchObject({ values: { a: 'A' }, isDeleted: true });
    const rows = [
      { a: 'A', from: '1', to: '2', current: 'false' },
      { a: 'B', from: '3', to: null, current: 'true' },
    ];
    expect(['0', '1', '2', '3', '9'].map((at) => validRow(rows, at, names)?.a)).toEqual([
      ...[undefined, 'A', undefined, 'B', 'B'],
    ]);
    expect(validRow(rows, null, names)).toBeUndefined();
  });

  test('shares no code with what makes SQL', () => {
    const folder = fileURLToPath(new URL('../../../generator/prove/oracle', import.meta.url));
    const imports = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/^import (.*) from '(.*)';$/gm)].map(
        ([, words, path]) => `${words?.startsWith('type') === true ? 'type ' : ''}${path}`,
      ),
    );
    expect(
      imports.filter(
        (path) =>
          !/^(type )?\.\//.test(path) &&
          ![
            '../value.js',
            '../group-by.js',
            'type ../value.js',
            'type ../../../dialects/logical-type.js',
          ].includes(path),
      ),
    ).toEqual([]);
  });
});
