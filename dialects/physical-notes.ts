import type { Physical } from './storage.js';

/** The words of a `physical:` block. */
export type PhysicalWord = 'partition_by' | 'cluster_by' | 'distribute_by' | 'sort_by' | 'format';

/** The words that a blueprint said, in the order of the language. */
export function requested(physical: Physical): readonly PhysicalWord[] {
  const said: readonly [PhysicalWord, boolean][] = [
    ['partition_by', physical.partitionBy !== undefined],
    ['cluster_by', physical.clusterBy.length > 0],
    ['distribute_by', physical.distributeBy !== undefined],
    ['sort_by', physical.sortBy.length > 0],
    ['format', physical.format !== undefined],
  ];
  return said.filter(([, isSaid]) => isSaid).map(([word]) => word);
}

/** The note about a word that a warehouse can't follow. */
export function noted(word: PhysicalWord, warehouse: string, reason: string): string {
  return `${word} has no effect on ${warehouse}: ${reason}`;
}
