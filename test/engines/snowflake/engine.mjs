/** Snowflake: dbt-snowflake on fakesnow, inside the session's own process, so nothing has to be started. */
import { fileURLToPath } from 'node:url';
import { python as interpreter } from '../lib/environment.mjs';
import { pinnedPython } from '../lib/pins.mjs';
import { checked } from '../lib/self-check.mjs';

export const python = 'dbt';

/** What it is executed on. */
export function label() {
  const pin = (name) => pinnedPython('duckdb/requirements.txt', name);
  return `dbt-snowflake ${pin('dbt-snowflake')} on fakesnow ${pin('fakesnow')} (DuckDB ${pin('duckdb')}), with adjustments`;
}

/** Whether it is the warehouse itself. */
export const real = 'no; never run on Snowflake';

/** What this stand-in cannot show. */
export const limits = [
  "Nothing was compared with a real Snowflake: statements are parsed as Snowflake's, translated, and executed by DuckDB.",
  'It accepts functions of DuckDB that Snowflake lacks.',
  'Roles, privileges, warehouses, policies, tags, streams, tasks, dynamic tables and time travel are not emulated.',
  'Clustering keys and transient tables are accepted without effect.',
  'The lengths of VARCHAR and BINARY are not enforced, nor the precision of NUMBER everywhere.',
  'The case rules of quoted names differ: DuckDB finds a name in any case.',
  'Collations, session parameters and the rules of implicit casts are those of DuckDB where fakesnow does not translate them.',
  'Constraints other than not null are not even noted; Snowflake notes them without enforcing.',
  'Statements are not concurrent, and locks and the isolation of transactions are those of DuckDB.',
  'The known gaps, statement by statement, are the notes `gap` in snowflake/statements.sql.',
];

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

/** Does it still answer as statements.sql notes? {ok, passed, total, output} */
export async function selfCheck() {
  const check = fileURLToPath(new URL('check.py', import.meta.url));
  return checked(await interpreter(python), [check]);
}
