import { DuckDBInstance } from '@duckdb/node-api';

/** One value or row of DuckDB, each value as DuckDB's own text; null stays null. */
export interface DuckDb {
  readonly value: (sql: string, relation?: string) => Promise<string | null>;
  readonly rows: (statement: string) => Promise<readonly (readonly (string | null)[])[]>;
  readonly close: () => void;
}

export async function openDuckDb(): Promise<DuckDb> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  // Somewhere with summer time: whatever leans on the session's zone shows.
  await connection.run("set timezone = 'America/New_York'");
  const rows: DuckDb['rows'] = async (statement) => {
    const reader = await connection.runAndReadAll(statement);
    return reader.getRows().map((row) => row.map((value) => (value === null ? null : String(value))));
  };
  return {
    rows,
    value: async (sql, relation) => {
      const [row] = await rows(
        `select cast(${sql} as varchar)${relation === undefined ? '' : ` from ${relation}`}`,
      );
      return row?.[0] ?? null;
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
