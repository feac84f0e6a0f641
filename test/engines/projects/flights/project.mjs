/** The first two days of January 2013 of blueprints/flights, in two loads; the second is repeated. */
import { blueprints, flightsPlan } from '../../lib/flights.mjs';

export { blueprints };

export const about = 'the first two days of the flights of `blueprints/flights/`, in two loads and a repeat';

const periods = [
  ['01-01', '01-01'],
  ['01-02', '01-02'],
];

/** Writes the plan into `scratch` and answers its path. */
export function plan(scratch) {
  return flightsPlan(scratch, { periods, repeat: 'last load', dumped: 'models' });
}
