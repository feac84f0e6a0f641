import type { LogicalType } from '../../dialects/logical-type.js';
import type { Value } from './value.js';

/** Texts that tools confuse: empty and blank, case, trailing blanks, separators, quotes, code points beyond 16 bits. */
const texts = [
  ...['', ' ', 'a', 'A', 'a ', 'b', 'a|b', 'a|', '|;', 'a||b', '1', '01', 'null', 'none', 'n/a'],
  ...['é', 'e\u0301', '😀', "it's", '"', '\\', '\\n', '\n', '\t', '{{ a }}', '%', 'a,b'],
];

/** The values of a type that hurt: extremes, neighbors of extremes, and what looks like something else. */
const wild = {
  string: ({ length }: { readonly length?: number }) =>
    texts.filter((text) => length === undefined || Buffer.byteLength(text) <= length),
  text: () => texts,
  integer: () => ['0', '1', '-1', '2', '2147483647', '-2147483648'],
  bigint: () => ['0', '1', '-1', '9007199254740993', '9223372036854775807', '-9223372036854775808'],
  decimal: ({ precision, scale }: { readonly precision: number; readonly scale: number }) => {
    const point = scale === 0 ? '' : '.';
    const whole = '9'.repeat(precision - scale) || '0';
    const largest = `${whole}${point}${'9'.repeat(scale)}`;
    const smallest = scale === 0 ? '1' : `0.${'0'.repeat(scale - 1)}1`;
    const zero = scale === 0 ? '0' : `0.${'0'.repeat(scale)}`;
    return [zero, smallest, `-${smallest}`, largest, `-${largest}`];
  },
  float: () => ['0', '0.1', '-1.5', '1e+308', '5e-324', '0.30000000000000004'],
  boolean: () => ['true', 'false'],
  date: () => ['1970-01-01', '2024-02-29', '2024-03-01', '0001-01-01', '9999-12-30'],
  timestamp: () => [
    '1969-12-31 23:59:59.999999',
    '2024-03-31 02:30:00.000000',
    '2024-03-31 02:30:00.000001',
    '0001-01-01 00:00:00.000000',
    '9999-12-30 23:59:59.999999',
  ],
  timestamp_tz: () => [
    '1969-12-31 23:59:59.999999',
    '2024-03-31 02:30:00.000000',
    '2024-10-27 01:30:00.000001',
  ],
  time: () => ['00:00:00.000000', '12:30:00.000001', '23:59:59.999999'],
  json: () => ['{}', '{"a": 1}', '{"a": "1"}', '[1, null]', '"a"'],
  binary: () => ['', '00', '7C', 'FF00'],
  uuid: () => [
    '00000000-0000-0000-0000-000000000000',
    '00000000-0000-0000-0000-000000000001',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
  ],
} satisfies {
  [Kind in LogicalType['kind']]: (type: Extract<LogicalType, { kind: Kind }>) => readonly string[];
};

/** The values of a column that nothing reckons with. */
export function painfulValues(type: LogicalType): readonly Value[] {
  return (wild[type.kind] as (type: LogicalType) => readonly string[])(type);
}

/** Values for a column that expressions, calendars or lookups read: in no sum or product do they overflow. */
export function tameValues(type: LogicalType, instants: readonly string[]): readonly Value[] {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return ['0', '1', '2', '3'];
    case 'decimal':
      return ['0', '1'].map((digit) =>
        type.scale === 0 ? digit : `0.${'0'.repeat(type.scale - 1)}${digit === '0' ? '0' : '7'}`,
      );
    case 'float':
      return ['0', '1', '-1.5'];
    case 'date':
      return [...new Set(instants.map((instant) => instant.slice(0, 10)))];
    case 'timestamp':
    case 'timestamp_tz':
      return instants;
    default:
      return painfulValues(type);
  }
}

/** How many values `keyValue` has for a type; a table has no more keys than that. */
export function keyCapacity(type: LogicalType): number {
  if (type.kind === 'boolean') return 2;
  if (type.kind === 'string' && type.length !== undefined && type.length < plainLength)
    return 36 ** type.length;
  if (type.kind === 'decimal') return 10 ** Math.min(15, type.precision - type.scale) - 1;
  return Number.POSITIVE_INFINITY;
}

/** Below this length texts have no room for anything but a number. */
const plainLength = 12;

/** Texts of which some would be one if somebody joined two of them with a separator, or dropped case or blanks. */
const decorations = [
  [(n: string) => `${n}|;x`, (n: string) => n, (n: string) => `${n}|`, (n: string) => `${n} `],
  [(n: string) => `y${n}`, (n: string) => `x|;y${n}`, (n: string) => `|x|y${n}`, (n: string) => `Y${n}`],
  [(n: string) => `${n}é`, (n: string) => `${n}É`, (n: string) => `${n}😀|;`, (n: string) => `${n}'`],
] as const;

/** How many numbers in a row have decorations of their own; the one after them starts over. */
export const keyPeriod = 4;

/**
 * The key with a number: no two numbers have the same.
 *
 * @param style which kind of decoration a text has
 */
export function keyValue(type: LogicalType, number: number, style: number): string {
  switch (type.kind) {
    case 'string':
    case 'text': {
      if (type.kind === 'string' && type.length !== undefined && type.length < plainLength)
        return number.toString(36).padStart(Math.min(type.length, 4), '0').slice(-type.length);
      const decorate = decorations[style % decorations.length]?.[number % keyPeriod];
      return decorate?.(Math.floor(number / keyPeriod).toString(36)) ?? number.toString(36);
    }
    case 'integer':
    case 'bigint':
      return String(number + 1);
    case 'decimal':
      return type.scale === 0 ? String(number + 1) : `${number + 1}.${'0'.repeat(type.scale)}`;
    case 'float':
      return String(number + 1);
    case 'boolean':
      return String(number % 2 === 1);
    case 'date':
      return new Date(Date.UTC(1990, 0, 1 + number)).toISOString().slice(0, 10);
    case 'timestamp':
    case 'timestamp_tz':
      return `${new Date(Date.UTC(1990, 0, 1, number)).toISOString().slice(0, 19).replace('T', ' ')}.000000`;
    case 'time':
      return `${new Date(number * 1000).toISOString().slice(11, 19)}.000000`;
    case 'uuid':
      return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
    case 'binary':
      return number.toString(16).toUpperCase().padStart(8, '0');
    case 'json':
      return String(number);
  }
}
