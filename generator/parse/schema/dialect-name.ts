import { z } from 'zod';

/** The warehouses that a blueprint may name, in the order of the documentation. */
export const dialectNames = ['snowflake', 'bigquery', 'redshift', 'spark', 'duckdb'] as const;

export type DialectName = (typeof dialectNames)[number];

export const dialectName = z.enum(dialectNames, { error: 'the name of a dialect' });
