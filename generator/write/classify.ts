import { contentHash } from './content-hash.js';
import type { OwnedFiles } from './lock-file.js';
import type { Observed, Stamp } from './observe.js';
import type { Claim, Claims } from './ownership.js';
import { foldersOf } from './tree-path.js';

/** What happens to one path of a tree. */
export type FileAction =
  | { readonly action: 'created'; readonly path: string; readonly text: string; readonly hash: string }
  | {
      readonly action: 'updated';
      readonly path: string;
      readonly text: string;
      readonly hash: string;
      readonly seen: Seen;
    }
  | { readonly action: 'removed'; readonly path: string; readonly seen: Seen }
  | { readonly action: 'unchanged'; readonly path: string; readonly hash: string }
  /** A foreign file with exactly the content that is wanted: dbtgen owns it from now on. */
  | { readonly action: 'adopted'; readonly path: string; readonly hash: string }
  /** Edited by a person. */
  | { readonly action: 'kept'; readonly path: string; readonly text: string; readonly listed: string }
  /** Edited by a person and no longer generated: not dbtgen's any more. */
  | { readonly action: 'released'; readonly path: string; readonly listed: string }
  | { readonly action: 'conflict'; readonly path: string; readonly obstacle: Obstacle };

export interface Seen {
  readonly hash: string;
  readonly stamp: Stamp;
}

export type Obstacle = { readonly kind: 'foreign-file' } | Exclude<Observed, { kind: 'absent' | 'file' }>;

export interface Classified {
  /** Sorted by path. */
  readonly actions: readonly FileAction[];
  /** What the lock lists once the actions are done. */
  readonly owned: OwnedFiles;
  /** Folders to remove where nothing is left in them, innermost first. */
  readonly prunable: readonly string[];
}

export interface WantedFile {
  readonly path: string;
  readonly text: string;
}

/** Compares what is wanted with what is there and what dbtgen owns. `edited` says what happens to a person's edits. */
export function classify(
  wanted: readonly WantedFile[],
  claims: Claims,
  observe: (path: string) => Observed,
  edited: 'keep' | 'overwrite',
  alreadyPrunable: readonly string[] = [],
): Classified {
  const wantedPaths = new Set(wanted.map((file) => file.path));
  const stale = [...claims].filter(([path]) => !wantedPaths.has(path));
  const staleActions = stale.flatMap(([path, claim]) => staleAction(path, claim, observe(path)));
  const removed = new Set(staleActions.filter(({ action }) => action === 'removed').map(({ path }) => path));
  const prunable = new Set([...alreadyPrunable, ...stale.flatMap(([path]) => foldersOf(path))]);

  const yields = (obstacle: Observed): boolean => {
    if (obstacle.kind === 'below-file') return removed.has(obstacle.file);
    if (obstacle.kind === 'case') return removed.has(obstacle.other);
    if (obstacle.kind !== 'folder') return false;
    return obstacle.holds.every((entry) => removed.has(entry) || prunable.has(entry.slice(0, -1)));
  };

  const actions = [
    ...wanted.map((file) => wantedAction(file, claims.get(file.path), observe(file.path), edited, yields)),
    ...staleActions,
  ].sort((a, b) => (a.path < b.path ? -1 : 1));
  return {
    actions,
    owned: new Map(actions.flatMap(listedAfter)),
    prunable: [...prunable].sort((a, b) => b.split('/').length - a.split('/').length || (a < b ? -1 : 1)),
  };
}

function wantedAction(
  file: WantedFile,
  claim: Claim | undefined,
  observed: Observed,
  edited: 'keep' | 'overwrite',
  yields: (obstacle: Observed) => boolean,
): FileAction {
  const { path, text } = file;
  const hash = contentHash(text);
  if (observed.kind === 'absent' || yields(observed)) return { action: 'created', path, text, hash };
  if (observed.kind !== 'file') return { action: 'conflict', path, obstacle: observed };
  if (observed.hash === hash)
    return { action: claim?.edits === 'ours' ? 'unchanged' : 'adopted', path, hash };
  const update: FileAction = { action: 'updated', path, text, hash, seen: observed };
  if (claim?.hashes.has(observed.hash)) return update;
  if (claim?.edits !== 'ours' || claim.listed === undefined) {
    return { action: 'conflict', path, obstacle: { kind: 'foreign-file' } };
  }
  return edited === 'overwrite' ? update : { action: 'kept', path, text, listed: claim.listed };
}

function staleAction(path: string, claim: Claim, observed: Observed): FileAction[] {
  if (observed.kind === 'file' && claim.hashes.has(observed.hash))
    return [{ action: 'removed', path, seen: observed }];
  if (observed.kind === 'absent' || observed.kind === 'case' || observed.kind === 'below-file') return [];
  return claim.edits === 'ours' && claim.listed !== undefined
    ? [{ action: 'released', path, listed: claim.listed }]
    : [];
}

function listedAfter(action: FileAction): [string, string][] {
  switch (action.action) {
    case 'created':
    case 'updated':
    case 'unchanged':
    case 'adopted':
      return [[action.path, action.hash]];
    case 'kept':
      return [[action.path, action.listed]];
    case 'removed':
    case 'released':
    case 'conflict':
      return [];
  }
}
