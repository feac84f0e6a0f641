import { copyFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

/** The database file of a contender. @param {string} place its folder */
export const warehouseFile = (place) => path.join(place, 'warehouse.duckdb');
const before = (/** @type {string} */ place) => path.join(place, 'before.duckdb');

/** Keeps the warehouse as it is now; what a tool left in the log beside the file is written into it first. @param {string} place */
export async function keepWarehouse(place) {
  await inWarehouse(place, (run) => run('checkpoint'));
  await copyFile(warehouseFile(place), before(place));
}

/** The warehouse as it was kept. @param {string} place */
export async function bringBack(place) {
  await rm(`${warehouseFile(place)}.wal`, { force: true });
  await copyFile(before(place), warehouseFile(place));
}

/**
 * DuckDB lets one process write at a time: the file is closed again before a contender opens it.
 *
 * @template T
 * @param {string} place folder with `warehouse.duckdb`
 * @param {(run: (statements: string) => Promise<number>) => Promise<T>} use `run` answers the first number of the result
 * @returns {Promise<T>}
 */
export async function inWarehouse(place, use) {
  const instance = await DuckDBInstance.create(warehouseFile(place));
  try {
    const connection = await instance.connect();
    try {
      return await use(async (statements) => {
        const reader = await connection.runAndReadAll(statements);
        return Number(reader.getRows()[0]?.[0] ?? 0);
      });
    } finally {
      connection.closeSync();
    }
  } finally {
    instance.closeSync();
  }
}
