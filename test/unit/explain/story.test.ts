import { describe, expect, test } from 'vitest';
import { type KeyStory, storyOf } from '../../../generator/explain/explain-key.js';
import { storyLines } from '../../../generator/explain/story-lines.js';
import type { Row, Value } from '../../../generator/prove/value.js';
import { day, resolvedFrom } from '../prove/told-by-hand.js';

/** A story by hand, as data and as lines. Its table is empty, so it ends with the rows that are missing there. */
async function tell(attributes: readonly object[], history: object, events: readonly Row[]) {
  const texts = ['a', 'b', 'op'].map((name) => ({ name, type: 'string' }));
  const project = await resolvedFrom([
    {
      ...{ source: 's', schema: 'raw_s', description: 'Made up' },
      tables: [
        {
          ...{ table: 'things', description: 'Things', shape: 'cdc', key: ['id'], changed_at: 'said_at' },
          ...{ operation: { column: 'op', delete: ['D'], truncate: ['T'] }, nulls: 'unchanged' },
          columns: [{ name: 'id', type: 'bigint' }, ...texts, { name: 'said_at', type: 'timestamp' }],
        },
      ],
    },
    {
      ...{ dimension: 'thing', description: 'Things', from: 's.things', natural_key: ['id'] },
      ...{ attributes, history },
    },
  ]);
  const rows = { told: events, stored: [], setAside: [] };
  const table = project.sources[0]?.tables[0];
  const story = storyOf(project.dimensions[0]!, table, { id: '7' }, rows, project);
  const lines = storyLines(story, project.conventions).filter((line) => /^(2024| {2})/.test(line));
  return { story, lines: lines.map((line) => line.replaceAll(/ 00:00:00|; loaded [\d-]+/g, '')) };
}

function said(number: number, a: Value, b: Value, op = 'U'): Row {
  const marks = { _event_at: day(number), _is_deleted: String(op === 'D'), _loaded_at: day(9) };
  return { id: op === 'T' ? null : '7', a, b, op, said_at: day(number), ...marks };
}

const overwrites = ({ events }: KeyStory) => events.map((told) => told.overwrites);

describe('the story of a key', () => {
  const events = [said(1, 'p', 'x'), said(2, 'q', 'y'), said(3, null, null, 'D'), said(4, 'r', 'z')];
  const mixed = [
    { name: 'a', scd: 3 },
    { name: 'b', scd: 1 },
  ];

  test.each(['version', 'current'])(
    'beside overwrite: %s has values of scd 3 overwritten on all versions, those of scd 1 on one',
    async (overwrite) => {
      const { story, lines } = await tell(mixed, { versions: 'existence', overwrite }, events);
      expect(lines).toMatchInlineSnapshot(`
        [
          "2024-01-01  state",
          "    opens version 1: a = 'p', b = 'x'",
          "2024-01-02  state",
          "    no new version: version 1 is still alive",
          "    overwrites a 'p' -> 'q', on all versions",
          "    overwrites b 'x' -> 'y', on this version",
          "    sets previous_a = 'p', on all versions",
          "2024-01-03  delete: op = 'D'",
          "    closes version 1",
          "2024-01-04  state",
          "    opens version 2, because it is back: a = 'r', b = 'z'",
          "    overwrites a 'q' -> 'r', on all versions",
          "    sets previous_a = 'q', on all versions",
          "  it lacks the version from 2024-01-01: id = 7, a = 'r', previous_a = 'q', b = 'y', valid_from = 2024-01-01, valid_to = 2024-01-03, is_current = false",
          "  it lacks the version from 2024-01-04: id = 7, a = 'r', previous_a = 'q', b = 'z', valid_from = 2024-01-04, valid_to = null, is_current = true",
        ]
      `);
      const a = { name: 'a', scope: 'all_versions' };
      expect(overwrites(story)).toEqual([
        [],
        [
          { ...a, from: 'p', to: 'q' },
          { name: 'b', from: 'x', to: 'y', scope: 'version' },
        ],
        [],
        [{ ...a, from: 'q', to: 'r' }],
      ]);
    },
  );

  test('has values of scd 3 overwritten on all versions where a change of another opens one', async () => {
    const attributes = [
      { name: 'a', scd: 3 },
      { name: 'b', scd: 2 },
      { name: 'c', from: 'b', scd: 1 },
    ];
    const { lines } = await tell(attributes, { overwrite: 'version' }, events.slice(0, 2));
    expect(lines).toMatchInlineSnapshot(`
      [
        "2024-01-01  state",
        "    opens version 1: a = 'p', b = 'x', c = 'x'",
        "2024-01-02  state",
        "    closes version 1 and opens version 2: b 'x' -> 'y'",
        "    overwrites a 'p' -> 'q', on all versions",
        "    sets previous_a = 'p', on all versions",
        "  it lacks the version from 2024-01-01: id = 7, a = 'q', previous_a = 'p', b = 'x', c = 'x', valid_from = 2024-01-01, valid_to = 2024-01-02, is_current = false",
        "  it lacks the version from 2024-01-02: id = 7, a = 'q', previous_a = 'p', b = 'y', c = 'y', valid_from = 2024-01-02, valid_to = null, is_current = true",
      ]
    `);
  });

  test('has values of scd 1 and 3 overwritten together where both are on all versions, or on the only row', async () => {
    const { lines } = await tell(mixed, { versions: 'existence' }, events.slice(0, 2));
    expect(lines).toMatchInlineSnapshot(`
      [
        "2024-01-01  state",
        "    opens version 1: a = 'p', b = 'x'",
        "2024-01-02  state",
        "    no new version: version 1 is still alive",
        "    overwrites a 'p' -> 'q', b 'x' -> 'y', on all versions",
        "    sets previous_a = 'p', on all versions",
        "  it lacks the version from 2024-01-01: id = 7, a = 'q', previous_a = 'p', b = 'y', valid_from = 2024-01-01, valid_to = null, is_current = true",
      ]
    `);
    const unversioned = await tell(mixed, {}, events.slice(0, 2));
    expect(unversioned.lines).toMatchInlineSnapshot(`
      [
        "2024-01-01  state",
        "    opens the row: a = 'p', b = 'x'",
        "2024-01-02  state",
        "    the row stays the same one",
        "    overwrites a 'p' -> 'q', b 'x' -> 'y'",
        "    sets previous_a = 'p'",
        "  it lacks the row: id = 7, a = 'q', previous_a = 'p', b = 'y', is_deleted = false",
      ]
    `);
  });

  test('carries values onto states, not onto deletes and truncates', async () => {
    const attributes = [
      { name: 'a', scd: 2 },
      { name: 'b', scd: 2 },
    ];
    const { story, lines } = await tell(attributes, {}, [
      ...[said(1, 'p', 'x'), said(2, null, 'y'), said(3, null, 'z', 'D')],
      ...[said(4, 'q', 'z'), said(5, null, null, 'T')],
    ]);
    expect(lines).toMatchInlineSnapshot(`
      [
        "2024-01-01  state",
        "    opens version 1: a = 'p', b = 'x'",
        "2024-01-02  state; not sent and carried on: a",
        "    closes version 1 and opens version 2: b 'x' -> 'y'",
        "2024-01-03  delete: op = 'D'",
        "    closes version 2",
        "2024-01-04  state",
        "    opens version 3, because it is back: a = 'q', b = 'z'",
        "2024-01-05  truncate of the whole table",
        "    closes version 3",
        "  it lacks the version from 2024-01-01: id = 7, a = 'p', b = 'x', valid_from = 2024-01-01, valid_to = 2024-01-02, is_current = false",
        "  it lacks the version from 2024-01-02: id = 7, a = 'p', b = 'y', valid_from = 2024-01-02, valid_to = 2024-01-03, is_current = false",
        "  it lacks the version from 2024-01-04: id = 7, a = 'q', b = 'z', valid_from = 2024-01-04, valid_to = 2024-01-05, is_current = false",
      ]
    `);
    expect(story.events.map(({ event }) => [event.attributes, event.carried])).toEqual([
      [{ a: 'p', b: 'x' }, []],
      [{ a: 'p', b: 'y' }, ['a']],
      [{ a: null, b: 'z' }, []],
      [{ a: 'q', b: 'z' }, []],
      [{ a: null, b: null }, []],
    ]);
  });

  test('opens a version with the values that it has: the first ones of scd 0', async () => {
    const attributes = [
      { name: 'a', scd: 0 },
      { name: 'b', scd: 1 },
    ];
    const back = [...events.slice(0, 1), said(2, null, null, 'D'), said(3, null, 'z')];
    const { lines } = await tell(attributes, { versions: 'existence' }, back);
    expect(lines).toMatchInlineSnapshot(`
      [
        "2024-01-01  state",
        "    opens version 1: a = 'p', b = 'x'",
        "2024-01-02  delete: op = 'D'",
        "    closes version 1",
        "2024-01-03  state",
        "    opens version 2, because it is back: a = 'p', b = 'z'",
        "    overwrites b 'x' -> 'z', on all versions",
        "    keeps the first values, and does not take a = null",
        "  it lacks the version from 2024-01-01: id = 7, a = 'p', b = 'z', valid_from = 2024-01-01, valid_to = 2024-01-02, is_current = false",
        "  it lacks the version from 2024-01-03: id = 7, a = 'p', b = 'z', valid_from = 2024-01-03, valid_to = null, is_current = true",
      ]
    `);
  });
});
