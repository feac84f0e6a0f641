import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { duckdb } from '../../dialects/duckdb/index.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import { combinationEncoding, hashedKey, integerOfHash, keyEncoding } from '../../generator/sql/keys.js';
import { openDuckDb, type DuckDb } from './duckdb-connection.js';

describe('values executed on DuckDB', () => {
  let db: DuckDb;
  beforeAll(async () => {
    db = await openDuckDb();
  });
  afterAll(() => db.close());

  it('a text literal is its text', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: fc.constantFrom("'", '\\', '"', '\n', '\r', '{', '%', '🍎', 'é', 'a', '|', ';') }),
        async (text) => {
          expect(await db.value(duckdb.stringLiteral(text))).toBe(text);
        },
      ),
      { numRuns: 200 },
    );
  });

  const keyTexts: readonly [LogicalType, string, string][] = [
    [{ kind: 'boolean' }, 'false', 'false'],
    [{ kind: 'date' }, "date '2024-02-29'", '2024-02-29'],
    [{ kind: 'timestamp' }, "timestamp '2024-02-29 01:02:03'", '2024-02-29 01:02:03.000000'],
    [{ kind: 'timestamp' }, "timestamp '1900-01-01 00:00:00.000001'", '1900-01-01 00:00:00.000001'],
    [{ kind: 'timestamp_tz' }, "timestamptz '2024-02-29 01:02:03+02'", '2024-02-28 23:02:03.000000'],
    [{ kind: 'time' }, "time '01:02:03.5'", '01:02:03.500000'],
    [{ kind: 'decimal', precision: 10, scale: 2 }, 'cast(1.5 as decimal(10, 2))', '1.50'],
    [
      { kind: 'decimal', precision: 38, scale: 12 },
      'cast(0.000000000001 as decimal(38, 12))',
      '0.000000000001',
    ],
    [{ kind: 'float' }, 'cast(1e7 as double)', '10000000.000000000'],
    [{ kind: 'bigint' }, '9007199254740993', '9007199254740993'],
    [{ kind: 'binary' }, "'\\xAB\\xcd'::blob", 'abcd'],
    [
      { kind: 'uuid' },
      "cast('A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' as uuid)",
      'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
    ],
  ];
  it.each(keyTexts)('the key text of $kind', async (type, value, text) => {
    expect(await db.value(duckdb.keyText(value, type))).toBe(text);
  });

  it('a number made of a hash is its first 64 bits without the first', async () => {
    const hash = fc.array(fc.constantFrom(...Array.from('0123456789abcdef')), {
      minLength: 32,
      maxLength: 32,
    });
    await fc.assert(
      fc.asyncProperty(hash, async (digits) => {
        const text = digits.join('');
        const wanted = BigInt(`0x${text.slice(0, 16)}`) & (2n ** 63n - 1n);
        expect(await db.value(integerOfHash(duckdb.stringLiteral(text), duckdb))).toBe(String(wanted));
      }),
      { numRuns: 200 },
    );
  });

  it('keys of different parts are different', async () => {
    const text: LogicalType = { kind: 'string' };
    const part = fc.string({ unit: fc.constantFrom('|', ';', 'a'), maxLength: 4 });
    const encoding = ([a, b]: readonly [string, string]) =>
      db.value(
        keyEncoding(
          [
            { sql: duckdb.stringLiteral(a), type: text },
            { sql: duckdb.stringLiteral(b), type: text },
          ],
          duckdb,
        ),
      );
    await fc.assert(
      fc.asyncProperty(fc.tuple(part, part), fc.tuple(part, part), async (left, right) => {
        const same = left[0] === right[0] && left[1] === right[1];
        expect((await encoding(left)) === (await encoding(right))).toBe(same);
      }),
      { numRuns: 300 },
    );
  });

  it('a key with a null part is null', async () => {
    const key = hashedKey(
      [
        { sql: "'a'", type: { kind: 'string' } },
        { sql: 'cast(null as varchar)', type: { kind: 'string' } },
      ],
      duckdb,
    );
    expect(await db.value(key)).toBeNull();
  });

  it('a combination has a key of its own, nulls included', async () => {
    const part = fc.option(fc.string({ unit: fc.constantFrom('|', ';', '0', 'a'), maxLength: 4 }));
    const encoding = (values: readonly (string | null)[]) =>
      db.value(
        combinationEncoding(
          values.map((value) => ({
            sql: value === null ? 'cast(null as varchar)' : duckdb.stringLiteral(value),
            type: { kind: 'string' },
          })),
          duckdb,
        ),
      );
    await fc.assert(
      fc.asyncProperty(fc.tuple(part, part), fc.tuple(part, part), async (left, right) => {
        const same = left[0] === right[0] && left[1] === right[1];
        expect((await encoding(left)) === (await encoding(right))).toBe(same);
        expect((await encoding([left[0]])) === (await encoding([right[0]]))).toBe(left[0] === right[0]);
      }),
      { numRuns: 300 },
    );
  });

  it('local time knows summer time', async () => {
    expect(await db.value(duckdb.localTimestamp("timestamp '2024-07-01 22:30:00'", 'Europe/Berlin'))).toBe(
      '2024-07-02 00:30:00',
    );
    expect(await db.value(duckdb.localTimestamp("timestamp '2024-12-01 22:30:00'", 'Europe/Berlin'))).toBe(
      '2024-12-01 23:30:00',
    );
  });

  it('a date spine has every day once, both ends too', async () => {
    const rows = await db.rows(
      `select cast(date_day as varchar), typeof(date_day) from (${duckdb.dateSpine('2024-02-28', '2024-03-01')})`,
    );
    expect(rows).toEqual(['2024-02-28', '2024-02-29', '2024-03-01'].map((day) => [day, 'DATE']));
    expect(await db.rows(`select count(*) from (${duckdb.dateSpine('2024-02-28', '2024-02-28')})`)).toEqual([
      ['1'],
    ]);
  });

  it('the last value that is not null, up to here', async () => {
    const last = duckdb.lastNonNull('x', 'order by n rows between unbounded preceding and current row', {
      kind: 'text',
    });
    const rows = await db.rows(
      `select ${last} from (values (1, 'a'), (2, null), (3, 'b'), (4, null)) as t(n, x) order by n`,
    );
    expect(rows.flat()).toEqual(['a', 'a', 'b', 'b']);
  });
});
