import { DuckDBInstance, type DuckDBConnection, type JS } from '@duckdb/node-api';

export type Row = Readonly<Record<string, JS>>;

/** By file, the use that has to end before the next begins. */
const uses = new Map<string, Promise<unknown>>();

/**
 * Opens a DuckDB file for as long as `use` runs. While it is open no other process may write it: close it
 * before dbt runs, and open it again afterwards. One use waits for another: two instances of one file in one
 * process don't see each other, and the first that closes writes the file beneath the second.
 */
export function withDuckDb<T>(file: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const used = (uses.get(file) ?? Promise.resolve()).then(() => opened(file, use));
  uses.set(
    file,
    used.catch(() => undefined),
  );
  return used;
}

async function opened<T>(file: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(file);
  try {
    const connection = await instance.connect();
    try {
      return await use(connection);
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}

/** The rows of one query, each as an object by column name. */
export const queryDuckDb = (file: string, sql: string): Promise<readonly Row[]> =>
  withDuckDb(file, async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJS());

/** Runs statements one after the other, for what a test loads. */
export const changeDuckDb = (file: string, statements: readonly string[]): Promise<void> =>
  withDuckDb(file, async (connection) => {
    for (const statement of statements) await connection.run(statement);
  });
