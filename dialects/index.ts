import { bigquery } from './bigquery/index.js';
import type { Dialect } from './dialect.js';
import { duckdb } from './duckdb/index.js';
import { redshift } from './redshift/index.js';
import { snowflake } from './snowflake/index.js';
import { spark } from './spark/index.js';

/** Every warehouse that dbtgen knows: the only list of them. */
export const dialects = { snowflake, bigquery, redshift, spark, duckdb } as const satisfies Record<string, Dialect>;

/** The words that `dialect:` takes. */
export type DialectName = keyof typeof dialects;

export const dialectNames = Object.keys(dialects) as readonly DialectName[];
