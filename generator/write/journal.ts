import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { whyUnsafe } from './tree-path.js';

/** The folder in a tree that holds what a running build needs. It is gone when no build runs. */
export const TEMPORARY_FOLDER = '.dbtgen.tmp';

/** Two names in turn: the journal on the disk must keep pointing at its own staged files until it is replaced. */
export const STAGES = ['stage-a', 'stage-b'] as const;
export type Stage = (typeof STAGES)[number];

/** What a build is about to do with one path. */
export interface JournalEntry {
  /** Contents of this path that are dbtgen's, beside the one in the lock. */
  readonly hashes: readonly string[];
  /** `ours`: the file was dbtgen's already. `when-moved`: it becomes so when its staged file is moved. `removed`: it goes. */
  readonly claim: 'ours' | 'when-moved' | 'removed';
  /** Name of the staged file in the stage folder. */
  readonly staged?: string;
}

export interface Journal {
  readonly stage: Stage;
  readonly files: ReadonlyMap<string, JournalEntry>;
  /** Folders that may be left empty. */
  readonly prunable: readonly string[];
}

const FORMAT = 1;
const journalPath = (root: string): string => join(root, TEMPORARY_FOLDER, 'journal.json');

interface StoredJournal {
  readonly version: number;
  readonly stage: Stage;
  readonly files: Readonly<Record<string, JournalEntry>>;
  readonly prunable: readonly string[];
}

/** Reads the journal that an interrupted build left; undefined where there is none that can be read. */
export function readJournal(root: string): Journal | undefined {
  const path = journalPath(root);
  if (!existsSync(path)) return undefined;
  const stored = parsed(readFileSync(path, 'utf8'));
  if (stored?.version !== FORMAT || !STAGES.includes(stored.stage)) return undefined;
  const files = Object.entries(stored.files).filter(([file]) => whyUnsafe(file) === undefined);
  const prunable = stored.prunable.filter((folder) => whyUnsafe(folder) === undefined);
  return { stage: stored.stage, files: new Map(files), prunable };
}

/** Without its journal a build is repaired too, only that what it wrote may count as a person's. */
function parsed(text: string): StoredJournal | undefined {
  try {
    return JSON.parse(text) as StoredJournal;
  } catch {
    return undefined;
  }
}

/** Whether the build that wrote the journal came to the point of moving this file into place. */
export function wasMoved(root: string, journal: Journal, entry: JournalEntry): boolean {
  return entry.staged !== undefined && !existsSync(join(root, TEMPORARY_FOLDER, journal.stage, entry.staged));
}

/** Puts the journal in place of an earlier one, in one step, and on the disk before it returns. */
export function writeJournal(root: string, journal: Journal): void {
  const text = JSON.stringify({
    version: FORMAT,
    stage: journal.stage,
    files: Object.fromEntries(journal.files),
    prunable: journal.prunable,
  });
  const draft = join(root, TEMPORARY_FOLDER, 'journal.draft');
  writeDurably(draft, text);
  renameSync(draft, journalPath(root));
}

/** Writes a file and waits until the disk has it. */
export function writeDurably(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
