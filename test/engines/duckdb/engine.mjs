/** DuckDB: the one engine here that is itself and not a stand-in. */
import path from 'node:path';
import { pinnedPython } from '../lib/pins.mjs';

export const python = 'dbt';

/** What it is executed on. */
export function label() {
  const pin = (name) => pinnedPython('duckdb/requirements.txt', name);
  return `dbt-duckdb ${pin('dbt-duckdb')} on DuckDB ${pin('duckdb')} itself`;
}

/** Whether it is the warehouse itself. */
export const real = 'yes';

/** What this cannot show. */
export const limits = [
  'Grants are a line in the log, partitions and clustering have no effect.',
  'Two source rows for one target row of a MERGE are taken silently; the other warehouses refuse them.',
];

export function output({ path: file = 'lab.duckdb' } = {}) {
  return { type: 'duckdb', path: file, schema: 'dw', threads: 1 };
}

export async function start({ work }) {
  const file = path.join(work, 'lab.duckdb');
  return { output: output({ path: file }), options: { path: file }, stop() {} };
}
