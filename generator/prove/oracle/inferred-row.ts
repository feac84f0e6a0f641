import type { Row } from '../value.js';
import type { DimensionRules } from './dimension-rows.js';

/** The column that tells a member that only facts speak of from one that its source tells of. */
export const inferredColumn = 'is_inferred';

/**
 * The placeholder for a key that facts refer to and that the source does not tell of: its natural key and nothing else.
 * It holds from the open start on, as the first version will when the source catches up.
 */
export function inferredRow(
  key: Row,
  { naturalKey, versioned, openStart, openEnd, names, flagged }: Omit<DimensionRules, 'attributes'>,
): Row {
  return {
    ...Object.fromEntries(naturalKey.map((name) => [name, key[name] ?? null])),
    ...(versioned
      ? { [names.validFrom]: openStart, [names.validTo]: openEnd, [names.isCurrent]: 'true' }
      : {}),
    ...(flagged ? { is_deleted: 'false' } : {}),
    [inferredColumn]: 'true',
  };
}
