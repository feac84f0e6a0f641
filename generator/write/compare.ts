import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { FileAction } from './classify.js';
import { LOCK_FILE } from './lock-file.js';
import type { TreePlan } from './plan-tree.js';

export type Status = 'missing' | 'outdated' | 'edited' | 'extra' | 'blocked';

/** One way in which a tree on the disk is not what the blueprints say. */
export interface Difference {
  readonly path: string;
  readonly status: Status;
  /** Unified diff from the disk to what is generated, where both exist. */
  readonly diff?: string;
}

const STATUS = {
  created: 'missing',
  updated: 'outdated',
  kept: 'edited',
  removed: 'extra',
  released: 'extra',
  conflict: 'blocked',
  unchanged: undefined,
  adopted: undefined,
} as const satisfies Record<FileAction['action'], Status | undefined>;

/** Lists the differences of one tree, sorted by path. */
export async function compareTree(plan: TreePlan): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const action of plan.actions) {
    const status = STATUS[action.action];
    if (status === undefined) continue;
    const diff =
      action.action === 'updated' || action.action === 'kept'
        ? await diffOf(plan, action.path, action.text)
        : undefined;
    differences.push({ path: action.path, status, ...(diff === undefined ? {} : { diff }) });
  }
  if (differences.length > 0 || plan.lock === 'current') return differences;
  return [{ path: LOCK_FILE, status: plan.lock }];
}

/** What `check` has to say about a tree beside the warnings of its plan. */
export function judge(plan: TreePlan, differences: readonly Difference[]): Diagnostic[] {
  const { output } = plan.tree;
  const interrupted = plan.leftovers.kind === 'journal' ? [report('DG614', { output }, undefined)] : [];
  if (differences.length === 0) return interrupted;
  return [...interrupted, report('DG610', { output, differences: countByStatus(differences) }, undefined)];
}

function countByStatus(differences: readonly Difference[]): string {
  const counts = new Map<Status, number>();
  for (const { status } of differences) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(', ');
}

async function diffOf(plan: TreePlan, path: string, wanted: string): Promise<string> {
  // A tree without a difference should not pay for loading it.
  const { createTwoFilesPatch, FILE_HEADERS_ONLY } = await import('diff');
  const onDisk = readFileSync(join(plan.tree.output, path), 'utf8').replaceAll('\r\n', '\n');
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, onDisk, wanted, undefined, undefined, {
    headerOptions: FILE_HEADERS_ONLY,
  });
}
