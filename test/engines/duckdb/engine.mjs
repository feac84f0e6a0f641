/** DuckDB: the one engine here that is itself and not a stand-in. */
import path from 'node:path';

export const python = 'dbt';

export function output({ path: file = 'lab.duckdb' } = {}) {
  return { type: 'duckdb', path: file, schema: 'dw', threads: 1 };
}

export async function start({ work }) {
  const file = path.join(work, 'lab.duckdb');
  return { output: output({ path: file }), options: { path: file }, stop() {} };
}
