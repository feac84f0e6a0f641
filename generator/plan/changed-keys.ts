import type { EventRelation } from '../resolve/project.js';
import { sameKey } from '../resolve/relations.js';
import type { PlanContext } from './context.js';

/**
 * True where a run needs to look at the keys with new events only: events that are kept say which keys a load brought.
 * A truncate, or a value joined to the events, may concern any key.
 */
export function readsChangedKeys(events: EventRelation, key: readonly string[]): boolean {
  return (
    events.origin === 'kept' &&
    events.truncate === undefined &&
    !events.followsOthers &&
    sameKey(key, events.key)
  );
}

/** The latest load of a relation, or a time before every load. */
export function lastLoad(qualifier: string, { project, dialect }: PlanContext): string {
  const everything = dialect.timestampLiteral('0001-01-01 00:00:00');
  return `coalesce(max(${qualifier}${project.conventions.loadedAt}), ${everything})`;
}

/**
 * The clause that takes the events which a table has not read: those of later loads than its last one, and those of
 * this load time, which a run may have read that died.
 *
 * @param readUpTo the load up to which it has read, as a subquery; that of its own last rows where left out
 */
export function unreadEvents(
  { deliveredAt }: EventRelation,
  context: PlanContext,
  readUpTo = `(\n        select ${lastLoad('stored.', context)}\n        from {{ this }} as stored\n    )`,
): string {
  return ['where', `    ${deliveredAt} > ${readUpTo}`, `    or ${deliveredAt} = {{ load_at() }}`].join('\n');
}

/**
 * The same as one comparison, by which an engine skips storage: those of loads after the last one before this load time.
 * A run that repeats the load that wrote all rows reads all events.
 */
export function unreadEventsInOne({ deliveredAt }: EventRelation, context: PlanContext): string {
  return [
    'where',
    `    ${deliveredAt} > (`,
    `        select ${lastLoad('stored.', context)}`,
    '        from {{ this }} as stored',
    `        where stored.${context.project.conventions.loadedAt} < {{ load_at() }}`,
    '    )',
  ].join('\n');
}
