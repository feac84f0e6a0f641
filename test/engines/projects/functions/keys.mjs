/**
 * Natural keys that hurt, of every type whose text in a key is defined, and the surrogate keys that they have to get:
 * computed here from the encoding that ARCHITECTURE.md ("Keys") describes, by no code of the generator.
 */
import { createHash } from 'node:crypto';

/** Types and values; `[value, its text in a key]`, or the value alone where that is its text. */
export const keys = {
  string: [
    '',
    ' ',
    'a',
    'A',
    'a ',
    ' a',
    'a|b',
    'a||b',
    '|',
    ';',
    '|;',
    "it's",
    '"quoted"',
    'back\\slash',
    'Äpfel 🍎',
    '🇩🇪',
    'e\u0301',
    '\u00e9',
    'tab\tand\u00a0space',
    '{{ jinja }}',
    'null',
    '-1',
    '0',
  ],
  integer: ['0', '-1', '1', '2147483647', '-2147483648'],
  bigint: ['0', '-1', '9223372036854775807', '-9223372036854775808'],
  'decimal(10,2)': [
    ['0', '0.00'],
    ['-2.5', '-2.50'],
    ['0.05', '0.05'],
    ['99999999.99', '99999999.99'],
    ['-0.01', '-0.01'],
  ],
  'decimal(30,1)': [['0', '0.0'], '99999999999999999999999999999.9', '-99999999999999999999999999999.9'],
  'decimal(20,9)': [
    ['0', '0.000000000'],
    ['0.000000001', '0.000000001'],
    ['-12345678901.123456789', '-12345678901.123456789'],
  ],
  boolean: ['true', 'false'],
  date: ['1899-12-31', '1900-01-01', '2024-02-29', '9999-12-31', '1582-10-15'],
  timestamp: [
    ['1899-12-31 23:59:59.999999', '1899-12-31 23:59:59.999999'],
    ['2024-02-29 00:00:00', '2024-02-29 00:00:00.000000'],
    ['2024-02-29 12:34:56.000001', '2024-02-29 12:34:56.000001'],
    ['2024-02-29 12:34:56.1', '2024-02-29 12:34:56.100000'],
    ['9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999999'],
  ],
  timestamp_tz: [
    ['2024-03-10 23:30:00-04:00', '2024-03-11 03:30:00.000000'],
    ['1969-12-31 23:59:59.999999+00:00', '1969-12-31 23:59:59.999999'],
    ['2024-02-29 12:34:56.000001+05:30', '2024-02-29 07:04:56.000001'],
  ],
  uuid: ['00000000-0000-0000-0000-000000000000', '123e4567-e89b-12d3-a456-426614174000'],
};

/** When the first version of each key starts. */
export const start = '2024-01-01 06:00:00.000001';

export const md5 = (text) => createHash('md5').update(text, 'utf8').digest('hex');

/** The key of a row of a dimension without versions: the text alone. */
export const durableKey = (text) => md5(text);

/** The key of a version: the natural key's parts and the start; pipes are doubled, parts joined by `|;`. */
export const versionKey = (parts) => md5(parts.map((part) => part.replaceAll('|', '||')).join('|;'));
