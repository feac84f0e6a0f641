import { z } from 'zod';
import { mapping } from './mapping.js';
import { dialectNames, type DialectName } from '../../../dialects/names.js';
import { text } from './text.js';

/** Portable SQL, or the SQL of single dialects as it stands. */
export type Expression = string | Readonly<Partial<Record<DialectName | 'default', string | undefined>>>;

const constant = z.union([text, z.number(), z.boolean()], { error: 'an expression' }).transform(String);

const perDialect = mapping(
  {
    ...record(dialectNames, (dialect) => constant.optional().describe(`SQL of ${dialect} as it stands`)),
    default: constant.optional().describe('Portable SQL for all other dialects'),
  },
  { error: 'an expression, or one for each dialect' },
).refine((value) => Object.keys(value).length > 0, { error: 'an expression for at least one dialect' });

/** An expression; a bare number or truth value is a constant. */
export const expression = z.union([constant, perDialect], { error: 'an expression' });

function record<K extends string, V>(keys: readonly K[], value: (key: K) => V): Record<K, V> {
  return Object.fromEntries(keys.map((key) => [key, value(key)])) as Record<K, V>;
}
