/** Attributes of every scd, integer and durable keys, tables joined in time, attributes added to history, with late and deleted rows. */
import { fileURLToPath } from 'node:url';

export const about =
  'attributes of every scd in one dimension, integer and durable keys, tables joined in time, attributes added to history';

/** The path of the plan that lies here. */
export async function plan() {
  return fileURLToPath(new URL('plan.json', import.meta.url));
}
