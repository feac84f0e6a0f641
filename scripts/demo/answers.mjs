import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { printTable } from './terminal-table.mjs';

const folder = new URL('./answers/', import.meta.url);
const truth = new URL('./truth.sql', import.meta.url);

/**
 * Prints the answer of each query in answers/, in the order of the file names, under the comment that opens
 * the file.
 *
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 */
export async function printAnswers(connection) {
  for (const file of (await readdir(fileURLToPath(folder))).sort())
    await printAnswer(connection, new URL(file, folder));
}

/**
 * Prints what is known about the data beside what the warehouse says.
 *
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 * @returns {Promise<boolean>} whether all of it is the same
 */
export async function printTruth(connection) {
  const rows = await printAnswer(connection, truth);
  return rows.length > 0 && rows.every((row) => row.at(-1) === 'true');
}

/**
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 * @param {URL} file
 * @returns {Promise<readonly (readonly unknown[])[]>} the rows printed
 */
async function printAnswer(connection, file) {
  const query = await readFile(file, 'utf8');
  const reader = await connection.runAndReadAll(query);
  const rows = reader.getRowsJS();
  console.log(`\n${opening(query)}`);
  printTable(reader.columnNames(), rows);
  return rows;
}

/**
 * The comment lines a query opens with, as text.
 *
 * @param {string} query
 */
function opening(query) {
  const lines = query.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  return lines
    .slice(0, end)
    .map((line) => line.replace(/^-- ?/, ''))
    .join('\n');
}
