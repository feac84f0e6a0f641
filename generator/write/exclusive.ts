import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  rmdirSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TEMPORARY_FOLDER } from './journal.js';

/** The right to write a tree, held by one process at a time. */
export interface Hold {
  /** Whether the tree is still this process's: a process that slept too long loses it. */
  readonly isHeld: () => boolean;
  readonly release: () => void;
}

export interface HoldOptions {
  /** Told once, when another build has the tree. */
  readonly onWait?: () => void;
  readonly patience?: number;
}

const HEARTBEAT = 2_000;
const DEAD_AFTER = 30_000;
const PATIENCE = 30_000;
const CLAIM = /^hold\.([0-9a-f]{8})\.(\d+)\.[0-9a-f]+$/;
const HOST = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * Waits for the right to write the tree at `root`; undefined when another build kept it too long.
 *
 * Every contender writes a claim under a name of its own and then looks whether there are others; who sees
 * another takes its claim back. Of two at least one sees the other, and as no name is ever used twice, removing
 * the claim of a dead process can't hit a living one (which is the race of every lock with one name).
 */
export async function holdTree(root: string, options: HoldOptions = {}): Promise<Hold | undefined> {
  const folder = join(root, TEMPORARY_FOLDER);
  const isNew = !existsSync(root);
  const deadline = Date.now() + (options.patience ?? PATIENCE);
  for (let attempt = 0; ; attempt += 1) {
    const claim = join(folder, `hold.${HOST}.${process.pid}.${randomBytes(6).toString('hex')}`);
    if (placeClaim(folder, claim)) {
      if (!hasRival(folder, claim)) return held(root, claim, isNew);
      rmSync(claim, { force: true });
    }
    if (attempt === 1) options.onWait?.();
    if (Date.now() > deadline) return undefined;
    // Two that met must not meet again in step.
    await sleep(attempt === 0 ? 5 + Math.random() * 20 : 50 + Math.random() * 100);
  }
}

function placeClaim(folder: string, claim: string): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(claim, '', { flag: 'wx' });
    return true;
  } catch (error) {
    // The build that just ended took the folder with it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}

function hasRival(folder: string, own: string): boolean {
  const rivals = readdirSync(folder)
    .filter((name) => CLAIM.test(name) && join(folder, name) !== own)
    .filter((name) => {
      if (isAlive(folder, name)) return true;
      rmSync(join(folder, name), { force: true });
      return false;
    });
  return rivals.length > 0;
}

/** Whether the entry of a temporary folder is the claim of a process that still runs. */
export function isAlive(folder: string, name: string): boolean {
  const [, host, pid] = CLAIM.exec(name) ?? [];
  if (host === undefined) return false;
  if (host === HOST && !processExists(Number(pid))) return false;
  const beat = statSync(join(folder, name), { throwIfNoEntry: false })?.mtimeMs;
  return beat !== undefined && Date.now() - beat < DEAD_AFTER;
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

function held(root: string, claim: string, isNew: boolean): Hold {
  const heart = setInterval(() => {
    const now = new Date();
    try {
      utimesSync(claim, now, now);
    } catch {
      clearInterval(heart);
    }
  }, HEARTBEAT);
  heart.unref();
  return {
    isHeld: () => existsSync(claim),
    release: () => {
      clearInterval(heart);
      rmSync(claim, { force: true });
      removeIfEmpty(join(root, TEMPORARY_FOLDER));
      if (isNew) removeIfEmpty(root);
    },
  };
}

function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something is in it, or it is gone: both are fine.
  }
}
