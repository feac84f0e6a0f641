import type { Attribute, Conventions, Dimension } from '../resolve/project.js';
import type { DimensionRules } from './oracle/dimension-rows.js';
import { isFlagged } from './reading.js';
import type { Row, Value } from './value.js';

/**
 * A dimension as the oracle reads it.
 *
 * @param valueOf an attribute's value in a state of the dimension's source
 */
export function dimensionRules(
  dimension: Dimension,
  { validFrom, validTo, isCurrent, openStart, openEnd }: Conventions,
  valueOf: (attribute: Attribute, state: Row) => Value,
): DimensionRules {
  return {
    naturalKey: dimension.naturalKey.map(({ name }) => name),
    versioned: dimension.versioned,
    attributes: dimension.attributes.map((attribute) => ({
      name: attribute.name,
      scd: attribute.scd,
      ...(attribute.companion === undefined ? {} : { companion: attribute.companion.name }),
      value: (state) => valueOf(attribute, state),
    })),
    deletes: dimension.deletes,
    firstVersion: dimension.firstVersion,
    overwrite: dimension.overwrite,
    openStart: conventionalInstant(openStart),
    openEnd: openEnd === null ? null : conventionalInstant(openEnd),
    names: { validFrom, validTo, isCurrent },
    flagged: isFlagged(dimension),
  };
}

/** An instant of a convention, with all its digits. */
export function conventionalInstant(instant: string): string {
  const [day, time = '00:00:00'] = instant.split(' ') as [string, string?];
  const [seconds, fraction = ''] = time.split('.') as [string, string?];
  return `${day} ${seconds}.${fraction.padEnd(6, '0')}`;
}
