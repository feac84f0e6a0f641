import { existsSync, lstatSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { GeneratedTree } from '../pipeline.js';
import { classify, type FileAction, type Obstacle } from './classify.js';
import { isAlive } from './exclusive.js';
import { readJournal, TEMPORARY_FOLDER, type Journal } from './journal.js';
import { LOCK_FILE, parseLock, printLock, type OwnedFiles } from './lock-file.js';
import { observer } from './observe.js';
import { claimsOf } from './ownership.js';
import { findClashes, whyUnsafe } from './tree-path.js';

/** What a build would do to one tree. Nothing is written as long as `problems` holds an error. */
export interface TreePlan {
  readonly tree: GeneratedTree;
  /** Sorted by path. */
  readonly actions: readonly FileAction[];
  readonly owned: { readonly before: OwnedFiles; readonly after: OwnedFiles };
  /** `current`: the lock on the disk is already the one that belongs to the result. */
  readonly lock: 'current' | 'outdated' | 'missing';
  readonly prunable: readonly string[];
  /** What an interrupted build left behind. */
  readonly leftovers: Leftovers;
  readonly problems: readonly Diagnostic[];
}

export type Leftovers =
  | { readonly kind: 'none' }
  /** It was killed before it changed anything. */
  | { readonly kind: 'debris' }
  | { readonly kind: 'journal'; readonly journal: Journal };

/** Compares a generated tree with the disk. Reads only. */
export function planTree(tree: GeneratedTree, edited: 'keep' | 'overwrite'): TreePlan {
  const { output } = tree;
  const pathProblems = findPathProblems(tree);
  if (pathProblems.length > 0) return refused(tree, pathProblems);
  const rootProblem = findRootProblem(output);
  if (rootProblem !== undefined) return refused(tree, [rootProblem]);

  const lock = readLock(output);
  if (lock.kind === 'unreadable')
    return refused(tree, [report('DG605', { output, reason: lock.reason }, undefined)]);
  const leftovers = findLeftovers(output);
  const journal = leftovers.kind === 'journal' ? leftovers.journal : undefined;
  const { actions, owned, prunable } = classify(
    tree.files,
    claimsOf(output, lock.owned, journal),
    observer(output),
    edited,
    journal?.prunable,
  );
  return {
    tree,
    actions,
    owned: { before: lock.owned, after: owned },
    lock: lock.kind === 'missing' ? 'missing' : printLock(owned) === lock.text ? 'current' : 'outdated',
    prunable,
    leftovers,
    problems: actions.flatMap((action) => problemOf(action, output)),
  };
}

/** Whether a build of the plan has anything to do. */
export function isSettled(plan: TreePlan): boolean {
  return plan.lock === 'current' && plan.leftovers.kind === 'none' && !plan.actions.some(changesDisk);
}

/** Whether the action creates, replaces or removes a file. */
export function changesDisk(
  action: FileAction,
): action is Extract<FileAction, { action: 'created' | 'updated' | 'removed' }> {
  return action.action === 'created' || action.action === 'updated' || action.action === 'removed';
}

type LockOnDisk =
  | { readonly kind: 'missing'; readonly owned: OwnedFiles }
  | { readonly kind: 'lock'; readonly owned: OwnedFiles; readonly text: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

function readLock(output: string): LockOnDisk {
  const path = join(output, LOCK_FILE);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return { kind: 'missing', owned: new Map() };
  if (!stats.isFile()) return { kind: 'unreadable', reason: 'it is not an ordinary file' };
  const text = readFileSync(path, 'utf8').replaceAll('\r\n', '\n');
  const parsed = parseLock(text);
  return parsed.kind === 'lock' ? { ...parsed, text } : parsed;
}

function findLeftovers(output: string): Leftovers {
  const journal = readJournal(output);
  if (journal !== undefined) return { kind: 'journal', journal };
  const folder = join(output, TEMPORARY_FOLDER);
  if (!existsSync(folder)) return { kind: 'none' };
  const names = readdirSync(folder);
  // The claim of this or another running build is none; an empty folder is one.
  const debris = names.length === 0 || names.some((name) => !isAlive(folder, name));
  return debris ? { kind: 'debris' } : { kind: 'none' };
}

function findRootProblem(output: string): Diagnostic | undefined {
  for (const path of [output, join(output, TEMPORARY_FOLDER)]) {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    const isRootLink = path === output && stats?.isSymbolicLink() === true;
    if (stats === undefined || stats.isDirectory() || isRootLink) continue;
    const name = path === output ? '.' : TEMPORARY_FOLDER;
    return report('DG604', { path: name, output, obstacle: 'it is not a folder' }, undefined);
  }
  return undefined;
}

function findPathProblems(tree: GeneratedTree): Diagnostic[] {
  const paths = tree.files.map((file) => file.path);
  const unsafe = paths.flatMap((path) => {
    const reason = whyUnsafe(path);
    return reason === undefined ? [] : [report('DG607', { path, reason }, undefined)];
  });
  const clashes = findClashes(paths).map(({ path, other }) => report('DG606', { path, other }, undefined));
  return [...unsafe, ...clashes];
}

function refused(tree: GeneratedTree, problems: readonly Diagnostic[]): TreePlan {
  const none: OwnedFiles = new Map();
  return {
    tree,
    actions: [],
    owned: { before: none, after: none },
    lock: 'missing',
    prunable: [],
    leftovers: { kind: 'none' },
    problems,
  };
}

function problemOf(action: FileAction, output: string): Diagnostic[] {
  const { path } = action;
  if (action.action === 'kept') return [report('DG602', { path, output }, undefined)];
  if (action.action === 'released') return [report('DG603', { path, output }, undefined)];
  if (action.action !== 'conflict') return [];
  if (action.obstacle.kind === 'foreign-file') return [report('DG601', { path, output }, undefined)];
  return [report('DG604', { path, output, obstacle: describe(action.obstacle) }, undefined)];
}

function describe(obstacle: Exclude<Obstacle, { kind: 'foreign-file' }>): string {
  switch (obstacle.kind) {
    case 'folder':
      return 'a folder is there';
    case 'below-file':
      return `"${obstacle.file}" is a file`;
    case 'link':
      return `"${obstacle.at}" is a symbolic link`;
    case 'special':
      return 'what is there is no ordinary file';
    case 'case':
      return `"${obstacle.other}" differs from it only in upper and lower case`;
  }
}
