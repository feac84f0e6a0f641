/** The warehouses that dbtgen knows, in the order of the documentation: the words that `dialect:` takes. */
export const dialectNames = ['snowflake', 'bigquery', 'redshift', 'spark', 'duckdb'] as const;

export type DialectName = (typeof dialectNames)[number];
