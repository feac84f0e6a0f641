import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  rmdirSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileAction } from './classify.js';
import type { Hold } from './exclusive.js';
import {
  STAGES,
  TEMPORARY_FOLDER,
  writeDurably,
  writeJournal,
  type JournalEntry,
  type Stage,
} from './journal.js';
import { LOCK_FILE, printLock } from './lock-file.js';
import { sameStamp, stampAt } from './observe.js';
import { changesDisk, isSettled, type TreePlan } from './plan-tree.js';
import { foldersOf } from './tree-path.js';

/** Called before every change of the disk; tests throw from it where a process could be killed. */
export type OnStep = (step: string) => void;

export type Applied =
  | { readonly kind: 'done' }
  /** A person changed this path between the look and the write. */
  | { readonly kind: 'changed-meanwhile'; readonly path: string }
  /** This process slept so long that another build took the tree. */
  | { readonly kind: 'hold-lost' };

type Write = Extract<FileAction, { action: 'created' | 'updated' }>;

/**
 * Makes the disk what the plan says. The new contents are staged first; the journal then says what is about to
 * happen; files go into place by rename, one by one; the lock is last. Killed anywhere in between, the next
 * build finds either no journal (nothing has changed) or one that tells it which contents are dbtgen's.
 */
export async function applyPlan(
  plan: TreePlan,
  hold: Pick<Hold, 'isHeld'>,
  onStep?: OnStep,
): Promise<Applied> {
  if (isSettled(plan)) return { kind: 'done' };
  const root = plan.tree.output;
  const temporary = join(root, TEMPORARY_FOLDER);
  const stage = freeStage(plan);
  const stageFolder = join(temporary, stage);
  const changes = plan.actions.filter(changesDisk);
  const writes = changes.filter((action): action is Write => action.action !== 'removed');

  onStep?.('clear stage');
  rmSync(stageFolder, { recursive: true, force: true });
  mkdirSync(stageFolder, { recursive: true });
  for (const [index, file] of writes.entries()) {
    onStep?.(`stage ${file.path}`);
    writeFileSync(join(stageFolder, String(index)), file.text);
    if (file.action === 'updated') chmodSync(join(stageFolder, String(index)), file.seen.stamp.mode & 0o777);
  }
  await syncFiles(writes.map((_, index) => join(stageFolder, String(index))));
  syncFolder(stageFolder);

  onStep?.('journal');
  if (!hold.isHeld()) return { kind: 'hold-lost' };
  writeJournal(root, { stage, files: journalEntries(plan, writes), prunable: plan.prunable });
  syncFolder(temporary);
  for (const other of STAGES.filter((name) => name !== stage)) {
    onStep?.(`drop ${other}`);
    rmSync(join(temporary, other), { recursive: true, force: true });
  }

  // Removals come first: a file may go where a folder was, or the other way round.
  for (const action of changes) {
    if (action.action !== 'removed') continue;
    onStep?.(`remove ${action.path}`);
    if (!hold.isHeld()) return { kind: 'hold-lost' };
    if (!sameStamp(stampAt(join(root, action.path)), action.seen.stamp))
      return { kind: 'changed-meanwhile', path: action.path };
    unlinkSync(join(root, action.path));
  }
  for (const folder of plan.prunable) {
    onStep?.(`prune ${folder}`);
    removeEmptyFolder(root, folder);
  }
  for (const [index, file] of writes.entries()) {
    onStep?.(`folder of ${file.path}`);
    mkdirSync(join(root, ...file.path.split('/').slice(0, -1)), { recursive: true });
    onStep?.(`move ${file.path}`);
    if (!hold.isHeld()) return { kind: 'hold-lost' };
    const expected = file.action === 'updated' ? file.seen.stamp : undefined;
    if (!sameStamp(stampAt(join(root, file.path)), expected))
      return { kind: 'changed-meanwhile', path: file.path };
    renameSync(join(stageFolder, String(index)), join(root, file.path));
  }
  // The lock must not reach the disk before the files that it speaks of.
  for (const folder of new Set(['', ...changes.flatMap((action) => foldersOf(action.path))]))
    syncFolder(join(root, folder));

  if (plan.lock !== 'current') {
    onStep?.('stage lock');
    writeDurably(join(stageFolder, 'lock'), printLock(plan.owned.after));
    onStep?.('move lock');
    if (!hold.isHeld()) return { kind: 'hold-lost' };
    renameSync(join(stageFolder, 'lock'), join(root, LOCK_FILE));
    syncFolder(root);
  }
  onStep?.('drop journal');
  rmSync(join(temporary, 'journal.json'), { force: true });
  for (const name of readdirSync(temporary).filter((entry) => !entry.startsWith('hold.'))) {
    onStep?.(`drop ${name}`);
    rmSync(join(temporary, name), { recursive: true, force: true });
  }
  return { kind: 'done' };
}

function freeStage(plan: TreePlan): Stage {
  const { leftovers } = plan;
  return leftovers.kind === 'journal' && leftovers.journal.stage === STAGES[0] ? STAGES[1] : STAGES[0];
}

/** Everything that the lock on the disk does not say already, so that an older journal can be replaced. */
function journalEntries(plan: TreePlan, writes: readonly Write[]): Map<string, JournalEntry> {
  const staged = new Map(writes.map((file, index) => [file.path, String(index)]));
  const entries = plan.actions.flatMap((action): [string, JournalEntry][] => {
    const { path } = action;
    switch (action.action) {
      case 'created':
        return [[path, { hashes: [action.hash], claim: 'when-moved', staged: staged.get(path) ?? '' }]];
      case 'updated':
        return [
          [path, { hashes: [action.seen.hash, action.hash], claim: 'ours', staged: staged.get(path) ?? '' }],
        ];
      case 'removed':
        return [[path, { hashes: [action.seen.hash], claim: 'removed' }]];
      case 'unchanged':
      case 'adopted':
        return plan.owned.before.get(path) === action.hash
          ? []
          : [[path, { hashes: [action.hash], claim: 'ours' }]];
      case 'kept':
        return plan.owned.before.has(path) ? [] : [[path, { hashes: [action.listed], claim: 'ours' }]];
      case 'released':
        // So that the warning is given again where nobody could read it.
        return [[path, { hashes: [action.listed], claim: 'ours' }]];
      case 'conflict':
        return [];
    }
  });
  return new Map(entries);
}

function removeEmptyFolder(root: string, folder: string): void {
  const way = [...foldersOf(folder), folder];
  // A link would lead to a folder that is not of this tree.
  if (way.some((part) => lstatSync(join(root, part), { throwIfNoEntry: false })?.isDirectory() !== true))
    return;
  try {
    rmdirSync(join(root, folder));
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Waits until the disk has the files; many at a time, as the disk takes them together. */
async function syncFiles(paths: readonly string[]): Promise<void> {
  const queue = [...paths];
  const worker = async (): Promise<void> => {
    for (let path = queue.pop(); path !== undefined; path = queue.pop()) {
      const file = await open(path, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  };
  await Promise.all(Array.from({ length: 16 }, worker));
}

function syncFolder(folder: string): void {
  if (!existsSync(folder)) return;
  try {
    const handle = openSync(folder, 'r');
    try {
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch {
    // Windows cannot open folders, and some network disks cannot sync them.
  }
}
