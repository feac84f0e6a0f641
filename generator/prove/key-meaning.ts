import type { Conventions, Dimension } from '../resolve/project.js';
import { conventionalInstant } from './dimension-rules.js';
import { identity, type Row } from './value.js';

/** What tells a row of a dimension from all others. */
export function versionIdentity(row: Row, dimension: Dimension, validFrom: string): string {
  const names = dimension.naturalKey.map(({ name }) => name);
  return identity(row, dimension.versioned ? [...names, validFrom] : names);
}

/**
 * What a surrogate key has to stand for, from the first load to the last: a natural key and the start of a version.
 *
 * Where facts may have named the key before the source told of it, the first version has that of the open start,
 * whenever it began. Versions after it that begin no later have what key is left, which may change with the first one:
 * undefined.
 *
 * @param rows all rows of the same natural key
 */
export function keyMeaning(
  row: Row,
  rows: readonly Row[],
  dimension: Dimension,
  { validFrom, openStart }: Conventions,
): string | undefined {
  if (dimension.inference === undefined || !dimension.versioned)
    return versionIdentity(row, dimension, validFrom);
  const start = row[validFrom] ?? '';
  const opened = conventionalInstant(openStart);
  const isFirst = rows.every((other) => start <= (other[validFrom] ?? ''));
  if (isFirst) return versionIdentity({ ...row, [validFrom]: opened }, dimension, validFrom);
  return start <= opened ? undefined : versionIdentity(row, dimension, validFrom);
}
