import type { Column, Fact, Lookup } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import type { PlanContext } from './context.js';
import { booleans, call } from './guard-call.js';
import { calendarDay, instant } from './instants.js';

/** Stops the run where a row of a fact's source has a key that the dimension does not know: `missing: error`. */
export function missingMembersGuard(
  lookup: Lookup,
  { from }: Pick<Fact, 'from'>,
  context: PlanContext,
): string {
  const { validFrom, validTo } = context.project.conventions;
  const here = (column: Column) =>
    lookup.target.kind === 'calendar'
      ? calendarDay(column, lookup.timeZone, column.name, context)
      : column.name;
  const deleted =
    from.form === 'states'
      ? undefined
      : from.periods === undefined
        ? from.isDeleted
        : from.periods.isRetracted;
  const on = lookup.on.map((pair) => `${jinjaText(here(pair.here))}: '${pair.there}'`).join(', ');
  return call('stop_on_missing_members', [
    `ref('${from.model}')`,
    `ref('${lookup.target.readFrom}')`,
    `on={${on}}`,
    ...booleans(
      lookup.on.map((pair) => pair.there),
      lookup.on.map((pair) => ({ ...pair.here, name: pair.there })),
      context,
    ),
    ...(lookup.asOf === undefined
      ? []
      : [
          `as_of=${jinjaText(instant(lookup.asOf, lookup.asOf.name, context))}`,
          `valid=['${validFrom}', '${validTo}']`,
        ]),
    ...(deleted === undefined ? [] : [`where='not ${deleted}'`]),
  ]);
}
