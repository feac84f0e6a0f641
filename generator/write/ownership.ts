import { wasMoved, type Journal } from './journal.js';
import type { OwnedFiles } from './lock-file.js';

/** What dbtgen knows of a path as its own. */
export interface Claim {
  /** Contents that are dbtgen's. */
  readonly hashes: ReadonlySet<string>;
  /** Whether any other content here is a person's edit of dbtgen's file, and not a foreign file. */
  readonly edits: 'ours' | 'foreign';
  /** The hash that the lock keeps while a person's edit stands. */
  readonly listed: string | undefined;
}

export type Claims = ReadonlyMap<string, Claim>;

/** Joins the lock with the journal that an interrupted build left. */
export function claimsOf(root: string, owned: OwnedFiles, journal: Journal | undefined): Claims {
  const claims = new Map<string, Claim>();
  for (const [path, hash] of owned)
    claims.set(path, { hashes: new Set([hash]), edits: 'ours', listed: hash });
  for (const [path, entry] of journal?.files ?? []) {
    const listed = owned.get(path);
    const moved = entry.claim === 'when-moved' && journal !== undefined && wasMoved(root, journal, entry);
    claims.set(path, {
      hashes: new Set([...(listed === undefined ? [] : [listed]), ...entry.hashes]),
      edits: listed !== undefined || entry.claim === 'ours' || moved ? 'ours' : 'foreign',
      listed: listed ?? entry.hashes.at(-1),
    });
  }
  return claims;
}
