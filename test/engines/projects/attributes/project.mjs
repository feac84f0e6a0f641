/** Attributes of every scd, integer and durable keys, in four loads with late and deleted rows. */
import { fileURLToPath } from 'node:url';

export const about = 'attributes of every scd in one dimension, integer and durable keys';

/** The path of the plan that lies here. */
export async function plan() {
  return fileURLToPath(new URL('plan.json', import.meta.url));
}
