/** What a load wrote although it should have written nothing. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * One line for each dump that is not byte for byte what it was after the load before, `_loaded_at` included.
 * A relation that was there must still be there.
 *
 * @param {string} before folder of the dumps of the load before
 * @param {string} after folder of the dumps of the load
 * @param {readonly string[]} except models that may be written
 */
export function changedDumps(before, after, except = []) {
  const dumps = readdirSync(before).filter(
    (file) => file.endsWith('.csv') && !except.includes(file.slice(0, -'.csv'.length)),
  );
  if (dumps.length === 0) return ['nothing was dumped that could be compared'];
  return dumps.flatMap((file) => {
    const [was, is] = [path.join(before, file), path.join(after, file)];
    if (!existsSync(is)) return [`${file} is gone`];
    return readFileSync(was, 'utf8') === readFileSync(is, 'utf8') ? [] : [`${file} was written to`];
  });
}
