import type { Column, EventRelation, Fact, Lookup } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import type { PlanContext } from './context.js';
import { latestOf, lastFirst } from './event-order.js';
import { booleans, call, namedList } from './guard-call.js';
import { calendarDay, instant } from './instants.js';

/**
 * Stops the run where a row of a fact's source has a key that the dimension does not know: `missing: error`.
 *
 * @param judged whether each event of the source points somewhere, as where versions do, or the last of each key
 */
export function missingMembersGuard(
  lookup: Lookup,
  { from }: Pick<Fact, 'from'>,
  judged: 'events' | LastEvents,
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
    ...(judged === 'events' || from.form === 'states' ? [] : lastArguments(from, judged)),
  ]);
}

/** A source's last events; `living` where a deleted key keeps what it said last. */
export interface LastEvents {
  readonly last: 'any' | 'living';
}

/** What makes a row the last of its key, as arguments; none where every row has to be judged. */
function lastArguments(events: EventRelation, { last }: LastEvents): string[] {
  // What ends a key, or what a null stands for, is told by other rows than its own.
  if (events.periods !== undefined || events.truncate !== undefined || events.carriesNulls) return [];
  const order = latestOf(events, lastFirst(events, []));
  const living = last === 'living' && events.isDeleted !== undefined ? [events.isDeleted] : [];
  if (order.length === 0) return [];
  return [namedList('key', events.key), namedList('newest_first', [...living, ...order])];
}
