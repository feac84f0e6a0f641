/** The whole year of blueprints/flights, in two loads, on the engines that bear it. */
import { blueprints, flightsPlan } from '../../lib/flights.mjs';

export { blueprints };

export const about = 'all 336,776 flights of the year, in two loads, marts compared at the end';

export const targets = ['duckdb', 'spark-iceberg'];

const periods = [
  ['01-01', '06-30'],
  ['07-01', '12-31'],
];

/** What people query; the small project of the same blueprints compares all models. */
const marts = ['dim_airline', 'dim_airport', 'dim_date', 'dim_plane', 'fct_flights'];

/** Writes the plan into `scratch` and answers its path. */
export function plan(scratch) {
  return flightsPlan(scratch, { periods, repeat: 'nothing', dumped: marts });
}
