/**
 * Snowflake: dbt-snowflake on fakesnow, inside the session's own process, so nothing has to be started.
 *
 * Shows that the statements parse as Snowflake's, that the adapter's macros accept the project, and which rows come out.
 * Cannot show privileges, warehouses, clustering, policies, streams, time travel, VARCHAR lengths, the case rules of
 * quoted names; and it accepts DuckDB functions that Snowflake lacks. statements.sql lists the known gaps.
 */
export const python = 'dbt';

export function output() {
  return {
    type: 'snowflake',
    account: 'fakesnow',
    user: 'fake',
    password: 'snow',
    role: 'transformer',
    warehouse: 'wh',
    database: 'LAB',
    schema: 'DW',
    threads: 1,
    connect_retries: 0,
  };
}

export async function start() {
  return { output: output(), options: {}, stop() {} };
}
