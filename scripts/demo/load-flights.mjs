import path from 'node:path';
import { flightTables } from '../setup/flight-data.mjs';
import { flightData } from '../setup/places.mjs';

/**
 * Loads the CSV files as a first landing zone would: every column as text under its own name, `NA` for a
 * missing value left as it stands. Making sense of it is the business of the staging models.
 *
 * @param {import('@duckdb/node-api').DuckDBConnection} connection
 */
export async function loadFlights(connection) {
  await connection.run('create schema raw_flights');
  for (const table of Object.keys(flightTables)) {
    const file = path.join(flightData, `${table}.csv`).replaceAll("'", "''");
    await connection.run(
      `create table raw_flights.${table} as select * from read_csv('${file}', header = true, all_varchar = true)`,
    );
  }
}
