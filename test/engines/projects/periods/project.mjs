/** Periods that sources state, in tables of every shape: corrected, overlapping, taken back, with ends that are days. */
import { fileURLToPath } from 'node:url';

export const about = 'periods that sources of every shape state, corrected, overlapping and taken back';

/** The path of the plan that lies here. */
export async function plan() {
  return fileURLToPath(new URL('plan.json', import.meta.url));
}
