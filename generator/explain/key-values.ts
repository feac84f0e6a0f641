import { keyDecimal } from '../../dialects/key-decimal.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { Column } from '../resolve/project.js';
import type { Row } from '../prove/value.js';

/** The values of a natural key, each as the one text that stands for it, or what is wrong with the words. */
export type KeyValues =
  { readonly kind: 'values'; readonly key: Row } | { readonly kind: 'problem'; readonly problem: string };

/**
 * Reads the words of `--key`: values in the order of the key's columns, or `column=value`.
 *
 * @param words as the command line has them
 * @param columns the natural key
 */
export function keyValues(words: readonly string[], columns: readonly Column[]): KeyValues {
  const named = new Map<string, string>();
  const ordered: string[] = [];
  for (const word of words) {
    const column = columns.find(({ name }) => word.startsWith(`${name}=`));
    if (column === undefined) ordered.push(word);
    else if (named.has(column.name)) return problem(`--key says twice what ${column.name} is`);
    else named.set(column.name, word.slice(column.name.length + 1));
  }
  const open = columns.filter(({ name }) => !named.has(name));
  if (ordered.length !== open.length) {
    const names = columns.map(({ name }) => name);
    return problem(
      `the natural key is ${names.join(', ')}: --key must be given ${names.length === 1 ? 'once' : `${names.length} times`}, not ${words.length === 1 ? 'once' : `${words.length} times`}`,
    );
  }
  open.forEach(({ name }, index) => named.set(name, ordered[index] ?? ''));
  const key: Record<string, string> = {};
  for (const { name, type } of columns) {
    const word = named.get(name) ?? '';
    const value = canonicalText(word, type);
    if (value === undefined)
      return problem(`${JSON.stringify(word)} is no value of ${name}: ${expectation(type)}`);
    key[name] = value;
  }
  return { kind: 'values', key };
}

function problem(text: string): KeyValues {
  return { kind: 'problem', problem: text };
}

/** The text that `keyText` of every dialect gives for the value; undefined where the word is no value of the type. */
function canonicalText(word: string, type: LogicalType): string | undefined {
  switch (type.kind) {
    case 'string':
    case 'text':
    case 'json':
      return word;
    case 'integer':
    case 'bigint':
      return integer(word);
    case 'decimal':
      return decimal(word, type.scale);
    case 'float':
      return decimal(word, keyDecimal.scale);
    case 'boolean':
      return /^(?:true|false)$/i.test(word) ? word.toLowerCase() : undefined;
    case 'date':
      return isDay(word) ? word : undefined;
    case 'timestamp':
    case 'timestamp_tz':
      return instant(word);
    case 'time':
      return time(word);
    case 'uuid':
      return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(word) ? word.toLowerCase() : undefined;
    case 'binary':
      return /^(?:[0-9a-f]{2})*$/i.test(word) ? word.toLowerCase() : undefined;
  }
}

function expectation(type: LogicalType): string {
  switch (type.kind) {
    case 'integer':
    case 'bigint':
      return 'it is a whole number';
    case 'decimal':
      return `it is a number with at most ${type.scale} decimals`;
    case 'float':
      return `it is a number with at most ${keyDecimal.scale} decimals`;
    case 'boolean':
      return 'it is true or false';
    case 'date':
      return 'it is a day such as 2024-01-31';
    case 'timestamp':
    case 'timestamp_tz':
      return 'it is an instant of UTC such as 2024-01-31 06:00:00';
    case 'time':
      return 'it is a time such as 06:00:00';
    case 'binary':
      return 'it is written in pairs of hexadecimal digits';
    case 'uuid':
      return 'it is a UUID';
    case 'string':
    case 'text':
    case 'json':
      return 'it is a text';
  }
}

const largest = 2n ** 63n;

function integer(word: string): string | undefined {
  if (!/^[+-]?\d{1,30}$/.test(word)) return undefined;
  const value = BigInt(word.replace('+', ''));
  return value >= -largest && value < largest ? String(value) : undefined;
}

function decimal(word: string, scale: number): string | undefined {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d{1,40})(?:\.(\d+))?$/.exec(word) ?? [];
  const told = fraction.replace(/0+$/, '');
  if (whole === '' || told.length > scale) return undefined;
  const digits = scale === 0 ? String(BigInt(whole)) : `${BigInt(whole)}.${told.padEnd(scale, '0')}`;
  return sign === '-' && /[1-9]/.test(digits) ? `-${digits}` : digits;
}

function isDay(word: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(word)) return false;
  const day = new Date(`${word}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(word);
}

function instant(word: string): string | undefined {
  const [, day = '', clock] = /^(\d{4}-\d\d-\d\d)(?:[ T]([\d:.]+)Z?)?$/.exec(word) ?? [];
  const told = time(clock ?? '00:00:00');
  return isDay(day) && told !== undefined ? `${day} ${told}` : undefined;
}

function time(word: string): string | undefined {
  const [, hour = '', minute = '', second = '00', fraction = ''] =
    /^([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(?:\.(\d{1,6}))?)?$/.exec(word) ?? [];
  return hour === '' ? undefined : `${hour}:${minute}:${second}.${fraction.padEnd(6, '0')}`;
}
