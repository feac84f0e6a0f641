import { dialect } from '../lib/dialects.mjs';

/**
 * Whether a target runs a project: some projects name their targets, and some targets their projects.
 *
 * @param {{ name: string, targets?: readonly string[] }} project
 * @param {string} target
 * @param {'everything' | 'chosen'} extent what is chosen by name is not left to another target
 */
export function runsOn({ name, targets: only }, target, extent) {
  const { projects: small, leaves = [] } = dialect(target);
  if (extent === 'everything' && leaves.includes(name)) return false;
  return (!only || only.includes(target)) && (!small || small.includes(name));
}
