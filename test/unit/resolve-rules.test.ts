import { afterAll, describe, expect, test } from 'vitest';
import { dialects } from '../../dialects/index.js';
import { positionAt } from '../../generator/diagnostics/position.js';
import { validate } from '../../generator/pipeline.js';
import { put, scratch } from './write-scratch.js';

/** Rules about blueprints, many examples of each; what a message looks like is shown in test/diagnostics. */
const place = scratch();
afterAll(() => place.remove());

let folder = 0;

/** `CODE line` of each finding in `marts.yml`, or in the file that is named instead. */
async function found(
  marts: string,
  about = 'marts.yml',
  extra: Record<string, string> = {},
): Promise<string[]> {
  folder += 1;
  const root = `${place.folder}/${folder}`;
  put(root, {
    'project.yml': 'project: shop\ndescription: A shop\ndialect: duckdb\n',
    'shop.yml': source,
    'marts.yml': marts,
    ...extra,
  });
  const { diagnostics } = await validate(root, {});
  return diagnostics.map(({ code, location }) => {
    const line = location === undefined ? 0 : positionAt(location.source, location.start).line;
    const path = location?.source.path ?? '';
    return `${code} ${path === about ? '' : `${path}:`}${line}`;
  });
}

const columns = [
  'string',
  'string(5)',
  'text',
  'integer',
  'bigint',
  'decimal(10,2)',
  'float',
  'boolean',
  'date',
  'timestamp',
  'timestamp_tz',
  'time',
  'json',
  'binary',
  'uuid',
];
const nameOf = (type: string) => `a_${type.replaceAll(/\W+/g, '_').replace(/_$/, '')}`;
const typed = columns.map((type) => `      - {name: ${nameOf(type)}, type: "${type}"}\n`).join('');
const source = `source: shop
schema: raw
description: A shop
tables:
${['snapshot', 'log', 'delta', 'cdc']
  .map(
    (shape) => `  - table: ${shape}s
    description: One row per thing
    shape: ${shape}
    key: [thing_id]
    changed_at: a_timestamp
${shape === 'cdc' ? '    operation: {column: a_string, delete: [D]}\n' : ''}    columns:
      - {name: thing_id, type: bigint}
${typed}`,
  )
  .join('')}`;

const dimension = (name: string, extra = '', from = 'shop.snapshots') =>
  `dimension: ${name}\ndescription: Things\nfrom: ${from}\nnatural_key: [thing_id]\n${extra}attributes: [a_text]\n`;
const fact = (rest: string, from = 'shop.logs') =>
  `fact: happenings\ntype: transaction\ndescription: What happened\nfrom: ${from}\ngrain: {statement: One row per thing, key: [thing_id]}\nevent_time: a_timestamp\n${rest}`;

describe('names', () => {
  const reserved = [...new Set(Object.values(dialects).flatMap((dialect) => [...dialect.reserved]))].filter(
    (word) => /^[a-z_][a-z0-9_]*$/.test(word),
  );

  test('no word that any dialect reserves', async () => {
    expect(reserved.length).toBeGreaterThan(200);
    const documents = reserved.map((word) => dimension(`"${word}"`)).join('---\n');
    const codes = (await found(documents)).filter((line) => /^DG32[23]/.test(line));
    expect(codes).toHaveLength(reserved.length);
  });

  test.each(['Customer', 'customer-segment', '1st', 'kunde_ä', 'a.b', 'a b', '{{ x }}', ''])(
    '%j is none',
    async (name) => {
      expect((await found(dimension(JSON.stringify(name))))[0]).toMatch(/^DG(320|207) 1$/);
    },
  );

  test('50 characters are enough', async () => {
    expect(await found(dimension('a'.repeat(50)))).toEqual([]);
    expect(await found(dimension('a'.repeat(51)))).toEqual(['DG321 1']);
  });

  test('each once in its namespace, also across files', async () => {
    expect(await found(`${dimension('thing')}---\n${dimension('thing')}`)).toEqual(['DG310 7']);
    expect(
      await found(dimension('thing'), 'marts.yml', {
        'z.yml': 'calendar: thing\nstart: 2020-01-01\nend: 2020-12-31\n',
      }),
    ).toEqual(['DG310 z.yml:1']);
    // A source and a dimension may share a name.
    expect(await found(dimension('shop'))).toEqual([]);
  });
});

describe('shapes and deletes', () => {
  test.each([
    ['snapshots', 'close', []],
    ['snapshots', 'flag', []],
    ['cdcs', 'close', []],
    ['cdcs', 'flag', []],
    ['logs', 'close', ['DG504 5']],
    ['logs', 'ignore', []],
    ['deltas', 'flag', ['DG504 5']],
    ['deltas', 'ignore', []],
  ])('of %s: %s', async (table, deletes, expected) => {
    expect(await found(dimension('thing', `history: {deletes: ${deletes}}\n`, `shop.${table}`))).toEqual(
      expected,
    );
  });
});

describe('types', () => {
  const families = [
    ['string', 'string(5)', 'text'],
    ['integer', 'bigint', 'decimal(10,2)'],
    ['boolean'],
    ['date'],
    ['timestamp'],
    ['timestamp_tz'],
    ['time'],
    ['uuid'],
  ];
  const keyable = families.flat();

  test.each(keyable)('a lookup of a %s key takes its own family only', async (type) => {
    const target = `dimension: other\ndescription: Others\nfrom: others\nnatural_key: [other_id]\nattributes: [{name: a_text, scd: 1}]\n---\nintermediate: others\ndescription: Others\nfrom: shop.logs\nkey: [other_id]\ngroup_by: [other_id]\ncolumns:\n  - {name: other_id, from: ${nameOf(type)}}\n  - {name: a_text, type: text, expression: max(a_text)}\n---\n`;
    for (const here of keyable) {
      const alike = families.some((family) => family.includes(here) && family.includes(type));
      const lines = await found(
        target + fact(`dimensions:\n  - {dimension: other, on: {${nameOf(here)}: other_id}}\n`),
      );
      expect(lines, here).toEqual(alike ? [] : ['DG430 23']);
    }
  });

  test.each(columns)('%s as event_time', async (type) => {
    const codes = await found(fact('').replace('a_timestamp', nameOf(type)));
    expect(codes).toEqual(['date', 'timestamp', 'timestamp_tz'].includes(type) ? [] : ['DG434 6']);
  });

  test.each(columns)('%s as a measure that is added', async (type) => {
    const codes = await found(
      fact(`measures:\n  - {name: sum_of_it, from: ${nameOf(type)}, additivity: additive}\n`),
    );
    expect(codes).toEqual(['integer', 'bigint', 'decimal(10,2)', 'float'].includes(type) ? [] : ['DG538 8']);
  });

  test.each(['float', 'json', 'binary'])('%s is part of no key', async (type) => {
    const grain = fact('').replace('key: [thing_id]', `key: [thing_id, ${nameOf(type)}]`);
    expect(await found(grain)).toEqual(['DG433 5']);
  });
});

describe('references', () => {
  test.each([
    ['from', dimension('thing', '', 'shop.nothing'), 'DG303 3'],
    ['from a source alone', dimension('thing', '', 'shop'), 'DG306 3'],
    ['from another source', dimension('thing', '', 'other.nothing'), 'DG304 3'],
    ['from nothing', dimension('thing', '', 'nothing'), 'DG302 3'],
    ['a natural key', dimension('thing').replace('thing_id', 'nothing'), 'DG401 4'],
    ['an attribute', dimension('thing').replace('a_text', 'nothing'), 'DG401 5'],
    ['a lookup', fact('dimensions:\n  - {dimension: nothing}\n'), 'DG301 8'],
    [
      'as_of',
      `${fact('dimensions:\n  - {dimension: thing, as_of: nothing}\n')}---\n${dimension('thing')}`,
      'DG401 8',
    ],
    ['a measure', fact('measures:\n  - {name: nothing, additivity: additive}\n'), 'DG401 8'],
    ['a degenerate', fact('degenerate: [nothing]\n'), 'DG401 7'],
    [
      'an expression',
      fact('measures:\n  - {name: x, type: integer, expression: nothing + 1, additivity: additive}\n'),
      'DG401 8',
    ],
    ['a test', fact('tests:\n  - {name: x_is_small, expression: nothing < 1}\n'), 'DG401 8'],
    ['physical', fact('physical:\n  sort_by: [nothing]\n'), 'DG437 8'],
    [
      'over',
      fact('measures:\n  - {name: a_integer, from: a_integer, additivity: semi_additive, over: nothing}\n'),
      'DG538 8',
    ],
  ])('%s leads somewhere', async (_, marts, expected) => {
    expect(await found(marts)).toContain(expected);
  });

  test('what is wrong itself is told where it stands only', async () => {
    const broken =
      'intermediate: shaped\ndescription: Shaped\nfrom: shop.logs\nkey: [thing_id]\njoins:\n  - {with: shop.nothing}\n';
    expect(
      await found(`${broken}---\n${fact('', 'shaped')}---\n${dimension('thing', '', 'shaped')}`),
    ).toEqual(['DG303 6']);
    const circle = 'intermediate: shaped\ndescription: Shaped\nfrom: shaped\nkey: [thing_id]\n';
    expect(await found(`${circle}---\n${fact('', 'shaped')}`)).toEqual(['DG330 1']);
  });
});
