import { dialect } from '../lib/dialects.mjs';

/**
 * Whether a target runs a project: some projects name their targets, and some targets their projects.
 *
 * @param {{ name: string, targets?: readonly string[] }} project
 * @param {string} target
 */
export function runsOn({ name, targets: only }, target) {
  const { projects: small, leaves = [] } = dialect(target);
  return (!only || only.includes(target)) && (!small || small.includes(name)) && !leaves.includes(name);
}
