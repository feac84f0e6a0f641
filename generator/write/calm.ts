import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { TEMPORARY_FOLDER } from './journal.js';
import { LOCK_FILE } from './lock-file.js';
import { sameStamp, stampAt, type Stamp } from './observe.js';

/**
 * Begins to watch trees that this process has no right to write; the function returned says whether no build
 * wrote one of them since. A build leaves its folder in the tree, or has replaced the lock when the folder is gone.
 */
export function watchForBuilds(outputs: readonly string[]): () => boolean {
  const before = outputs.map(traceOf);
  return () =>
    outputs.map(traceOf).every((after, index) => {
      const earlier = before[index];
      return !after.building && earlier?.building === false && sameStamp(after.lock, earlier.lock);
    });
}

interface Trace {
  readonly building: boolean;
  readonly lock: Stamp | undefined;
}

function traceOf(output: string): Trace {
  try {
    const folder = lstatSync(join(output, TEMPORARY_FOLDER), { throwIfNoEntry: false });
    return { building: folder?.isDirectory() === true, lock: stampAt(join(output, LOCK_FILE)) };
  } catch {
    // Who looks at the tree meets the same refusal and reports it.
    return { building: false, lock: undefined };
  }
}
