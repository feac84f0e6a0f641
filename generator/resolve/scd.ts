import type { Scd } from './project.js';

/** True for an attribute whose changes open versions. */
export function isTracked(scd: Scd): boolean {
  return scd === 2 || scd === 6;
}
