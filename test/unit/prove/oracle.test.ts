import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { deliveredEvents, type Load, type TableRules } from '../../../generator/prove/oracle/deliveries.js';
import { type DimensionRules, dimensionRows } from '../../../generator/prove/oracle/dimension-rows.js';
import { factState, validRow } from '../../../generator/prove/oracle/fact-rows.js';
import type { Event } from '../../../generator/prove/oracle/event.js';
import { judgeEvents } from '../../../generator/prove/oracle/late-events.js';
import { statedTimelines, type ValidRules } from '../../../generator/prove/oracle/stated-periods.js';
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

  describe('of events that come too late', () => {
    const late = (loads: readonly Load[], rules: Partial<DimensionRules> = {}): string[] => {
      const all = { ...versioned, ...rules };
      const told = (events: readonly Event[]) =>
        timelines(events, { key: ['id'], sequence: [{ kind: 'integer' }], deletes: 'heeded' });
      const starts = (events: readonly Event[]) =>
        told(events)
          .flatMap((timeline) => dimensionRows(timeline, all))
          .map((line) => line['from'] ?? '');
      const judged = judgeEvents(deliveredEvents({ ...stream, keptLog: true }, loads), ['id'], (timely) =>
        starts(timely).sort().at(-1),
      );
      return told(judged.timely)
        .flatMap((timeline) => dimensionRows(timeline, all))
        .map((line) => [line['a'], line['from'], line['to']].map((value) => value ?? 'null').join(' '));
    };

    test('sets aside what is older than the newest version that earlier loads made', () => {
      const first = [row('1', 'A'), row('5', 'B')];
      expect(late(loadsOf(first, [row('3', 'C')]))).toEqual(['A 1 5', 'B 5 null']);
      expect(late(loadsOf(first, [row('3', 'C'), row('6', 'C')]))).toEqual(['A 1 5', 'B 5 6', 'C 6 null']);
      // Its own start is not before it, and events of one load are never late against each other.
      expect(late(loadsOf(first, [row('5', 'C', { seq: '1' })]))).toEqual(['A 1 5', 'C 5 null']);
      expect(late(loadsOf([...first, row('3', 'C')]))).toEqual(['A 1 3', 'C 3 5', 'B 5 null']);
    });

    test('judges by what was not late itself', () => {
      // The late event would have made the newest version begin at 3.
      const loads = loadsOf([row('1', 'A'), row('5', 'B')], [row('3', 'B')], [row('4', 'C')]);
      expect(late(loads)).toEqual(['A 1 5', 'B 5 null']);
    });

    test('judges by a version that has ended, and by the start that was opened to the past', () => {
      const ended = loadsOf([row('2', 'A'), row('5', null, { op: 'D' })], [row('3', 'B')], [row('2', 'C')]);
      expect(late(ended)).toEqual(['A 2 3', 'B 3 5']);
      const before = loadsOf([row('2', 'A')], [row('1', 'B')]);
      expect(late(before)).toEqual(['A 2 null']);
      expect(late(before, { firstVersion: 'open_past' })).toEqual(['B 00 2', 'A 2 null']);
    });

    test('takes the load of a kept log that found a row first', () => {
      const log = { ...stream, shape: 'log' as const, keptLog: true as const };
      const loads = loadsOf([row('2', 'B')], [row('2', 'B'), row('1', 'A')]);
      expect(deliveredEvents(log, loads).map(({ at, broughtBy }) => `${at} ${broughtBy}`)).toEqual([
        '2 load 1',
        '1 load 2',
      ]);
    });
  });

  describe('of stated periods', () => {
    const valid: ValidRules = {
      from: { column: 'day', type: timestamp },
      to: { column: 'until', type: timestamp },
      end: 'exclusive',
    };
    const { changedAt: _none, ...undated } = stream;
    const table: TableRules = { ...undated, columns: [...stream.columns, 'until'] };
    const states = (rules: TableRules, ...loads: readonly (readonly Row[])[]): string[] =>
      statedTimelines(rules, valid, loadsOf(...loads), { deletes: 'heeded' }).flatMap((timeline) =>
        timeline.isDecided
          ? timeline.states.map(({ at, isDelete, values }) => `${at} ${isDelete ? '-' : values['a']}`)
          : ['undecided'],
      );
    const period = (from: string, until: string | null, a: string, rest: Row = {}): Row =>
      row(from, a, { until, ...rest });

    test('lets the one that started last hold, and the earlier one go on', () => {
      expect(states(table, [period('1', '9', 'A'), period('3', '5', 'B')])).toEqual([
        '1 A',
        '3 B',
        '5 A',
        '9 -',
      ]);
    });

    test('lets what was said last of a period count, by sequence, then delivery', () => {
      const loads = [[period('1', null, 'A')], [period('1', '4', 'B')], [period('1', null, 'A')]];
      expect(states(table, ...loads)).toEqual(['1 A']);
      expect(states(table, ...loads.slice(0, 2), [])).toEqual(['1 B', '4 -']);
      const sequenced = [[period('1', null, 'A', { seq: '2' })], [period('1', '4', 'B', { seq: '1' })]];
      expect(states(table, ...sequenced)).toEqual(['1 A']);
      expect(states(table, [period('1', null, 'A'), period('1', null, 'B')])).toEqual(['undecided']);
    });

    test('forgets a period that is taken back, or that never holds', () => {
      const first = [period('1', null, 'A'), period('3', '5', 'B')];
      expect(states(table, first, [period('3', '5', 'B', { op: 'D' })])).toEqual(['1 A']);
      expect(states(table, first, [period('3', '3', 'C')])).toEqual(['1 A']);
      const snapshot: TableRules = { ...table, shape: 'snapshot' };
      expect(states(snapshot, first, [period('1', null, 'A')])).toEqual(['1 A']);
    });

    test('takes the last day that there is for no end', () => {
      expect(states(table, [period('1', '9999-12-31 00:00:00.000000', 'A')])).toEqual(['1 A']);
    });
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
