import { bigquery } from './bigquery/index.js';
import type { Dialect } from './dialect.js';
import { duckdb } from './duckdb/index.js';
import type { DialectName } from './names.js';
import { redshift } from './redshift/index.js';
import { snowflake } from './snowflake/index.js';
import { spark } from './spark/index.js';

export { dialectNames, type DialectName } from './names.js';

/** Every warehouse that dbtgen knows, by its name. */
export const dialects = { snowflake, bigquery, redshift, spark, duckdb } as const satisfies Record<
  DialectName,
  Dialect
>;
