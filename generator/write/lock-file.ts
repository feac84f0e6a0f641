import { whyUnsafe } from './tree-path.js';

/** The file in a generated tree that lists what dbtgen owns. */
export const LOCK_FILE = '.dbtgen.lock';

/** What dbtgen owns in a tree: path → content hash as it was written. */
export type OwnedFiles = ReadonlyMap<string, string>;

const FORMAT = 1;
const HASH = /^[0-9a-f]{64}$/;

/** The lock's text: sorted, and nothing in it depends on machine, time or version. */
export function printLock(owned: OwnedFiles): string {
  const files = Object.fromEntries([...owned].sort(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: FORMAT, files }, null, 2)}\n`;
}

export type ParsedLock =
  | { readonly kind: 'lock'; readonly owned: OwnedFiles }
  | { readonly kind: 'unreadable'; readonly reason: string };

/**
 * Reads a lock. Its paths decide what may be removed, so a lock that points outside the tree
 * is refused as a whole.
 */
export function parseLock(text: string): ParsedLock {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const reason = /^<{7} /m.test(text) ? 'it holds the conflict markers of a merge' : 'it is not JSON';
    return { kind: 'unreadable', reason };
  }
  if (!isRecord(value)) return { kind: 'unreadable', reason: 'it is not a JSON object' };
  if (value['version'] !== FORMAT) {
    return {
      kind: 'unreadable',
      reason: `its version is ${JSON.stringify(value['version'])}, this dbtgen knows ${FORMAT}`,
    };
  }
  const files = value['files'];
  if (!isRecord(files)) return { kind: 'unreadable', reason: '`files` is missing' };
  const owned = new Map<string, string>();
  for (const [path, hash] of Object.entries(files)) {
    const unsafe = whyUnsafe(path);
    if (unsafe !== undefined)
      return { kind: 'unreadable', reason: `the path ${JSON.stringify(path)} ${unsafe}` };
    if (typeof hash !== 'string' || !HASH.test(hash))
      return { kind: 'unreadable', reason: `the hash of ${path} is malformed` };
    owned.set(path, hash);
  }
  return { kind: 'lock', owned };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
