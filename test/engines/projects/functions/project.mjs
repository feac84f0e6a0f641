/** Every function and operator of the expression language, on values that hurt; see cases.mjs. */
import { check } from './check.mjs';
import { blueprints as writeBlueprints, plan } from './plan.mjs';
import { deviations as known } from './deviations.mjs';

export { plan };

export const about = 'every function and operator on values that hurt, and keys of every type';

export const unlinted = 'its expressions are written to hurt, not to be read';

export const blueprints = (scratch) => writeBlueprints({ folder: scratch });

/** @returns {Promise<string[]>} each case whose value is not the one that was written by hand */
export async function verify({ out, target }) {
  const found = await check(out, target);
  return found.map(
    ({ case: name, expected, actual }) =>
      `${name}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`,
  );
}

export const deviations = known.map(({ target, case: what, why }) => ({ target, what, why }));
