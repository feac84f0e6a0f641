import { expect, test } from 'vitest';
import type { LogicalType } from '../../../dialects/logical-type.js';
import { keyValues } from '../../../generator/explain/key-values.js';

const column = (name: string, type: LogicalType) => ({ name, type, notNull: true });
const pair = [column('id', { kind: 'bigint' }), column('country', { kind: 'string' })];

test.each([
  [['42', 'DE']],
  [['country=DE', '42']],
  [['42', 'country=DE']],
  [['country=DE', 'id=42']],
  [['+042', 'DE']],
])('%j names a key of two columns', (words) => {
  expect(keyValues(words, pair)).toEqual({ kind: 'values', key: { id: '42', country: 'DE' } });
});

test.each([
  [['42'], 'the natural key is id, country: --key must be given 2 times, not once'],
  [['1', '2', '3'], 'the natural key is id, country: --key must be given 2 times, not 3 times'],
  [['id=1', 'id=2'], '--key says twice what id is'],
  [["1' or true --", 'DE'], `"1' or true --" is no value of id: it is a whole number`],
  [['9223372036854775808', 'DE'], '"9223372036854775808" is no value of id: it is a whole number'],
])('%j is refused', (words, problem) => {
  expect(keyValues(words, pair)).toEqual({ kind: 'problem', problem });
});

/** Each value as `keyText` gives it on every dialect. */
test.each<[LogicalType, string, string | undefined]>([
  [{ kind: 'text' }, '', ''],
  [{ kind: 'text' }, 'a=b', 'a=b'],
  [{ kind: 'integer' }, '-007', '-7'],
  [{ kind: 'integer' }, '1.0', undefined],
  [{ kind: 'decimal', precision: 6, scale: 2 }, '1.5', '1.50'],
  [{ kind: 'decimal', precision: 6, scale: 2 }, '-00.500', '-0.50'],
  [{ kind: 'decimal', precision: 6, scale: 2 }, '-0', '0.00'],
  [{ kind: 'decimal', precision: 6, scale: 2 }, '1.555', undefined],
  [{ kind: 'decimal', precision: 6, scale: 0 }, '12', '12'],
  [{ kind: 'float' }, '1.5', '1.500000000'],
  [{ kind: 'boolean' }, 'TRUE', 'true'],
  [{ kind: 'boolean' }, '1', undefined],
  [{ kind: 'date' }, '2024-02-29', '2024-02-29'],
  [{ kind: 'date' }, '2023-02-29', undefined],
  [{ kind: 'timestamp' }, '2024-02-29', '2024-02-29 00:00:00.000000'],
  [{ kind: 'timestamp' }, '2024-02-29T06:00Z', '2024-02-29 06:00:00.000000'],
  [{ kind: 'timestamp_tz' }, '2024-02-29 06:00:01.5', '2024-02-29 06:00:01.500000'],
  [{ kind: 'timestamp' }, '2024-02-29 24:00:00', undefined],
  [{ kind: 'time' }, '06:00', '06:00:00.000000'],
  [{ kind: 'uuid' }, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  [{ kind: 'uuid' }, 'a', undefined],
  [{ kind: 'binary' }, 'CAFE', 'cafe'],
  [{ kind: 'binary' }, 'abc', undefined],
])('of %j %j is %j', (type, word, text) => {
  const values = keyValues([`k=${word}`], [column('k', type)]);
  expect(values.kind === 'values' ? values.key['k'] : undefined).toBe(text);
});
