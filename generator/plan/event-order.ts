import type { EventRelation } from '../resolve/project.js';

/**
 * The order that makes the last of several events at one instant come first: sequence, delete after
 * upsert, delivery, and where all of that is equal the row's own content, so that every engine picks the same row.
 *
 * @param content columns that decide when nothing else does
 */
export function lastFirst(
  events: Pick<EventRelation, 'sequence' | 'isDeleted' | 'arrivedAt' | 'deliveredAt'>,
  content: readonly string[],
): string[] {
  return [
    ...events.sequence.map((column) => `${column.name} desc nulls last`),
    ...(events.isDeleted === undefined ? [] : [`${events.isDeleted} desc`]),
    ...(events.arrivedAt === undefined ? [] : [`${events.arrivedAt} desc nulls last`]),
    ...(events.deliveredAt === undefined ? [] : [`${events.deliveredAt} desc nulls last`]),
    ...content.map((column) => `${column} desc nulls last`),
  ];
}

/**
 * The order that makes the latest instant come first. Kept events have one; in a log it is checked by the tables that
 * read it, but not by the views between, and engines disagree about where a null comes.
 */
export function latestFirst({ eventAt, origin }: EventRelation): string[] {
  return eventAt === undefined ? [] : [`${eventAt.name} desc${origin === 'log' ? ' nulls last' : ''}`];
}

/**
 * The order that makes a key's last event come first.
 *
 * @param newest what orders several events of one instant, of which there are none where periods were made into events
 */
export function latestOf(events: EventRelation, newest: readonly string[]): string[] {
  return events.periods === undefined ? [...latestFirst(events), ...newest] : latestFirst(events);
}

/** All events of a key from the first to the last. */
export function firstFirst(events: EventRelation, content: readonly string[]): string[] {
  return [...latestFirst(events), ...lastFirst(events, content)].map((item) =>
    item.replace(' desc nulls last', ' nulls first').replace(' desc', ''),
  );
}
