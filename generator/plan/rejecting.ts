import type { Column, Dimension, EventRelation, LateEvents } from '../resolve/project.js';
import { type PlanContext, timestamp } from './context.js';

/** A dimension that sets late events aside, and the events that it takes them from. */
export interface Rejecting {
  readonly dimension: Dimension;
  readonly events: EventRelation;
  readonly late: LateEvents;
}

/** The dimension as one that sets late events aside; undefined where it takes every event. */
export function rejecting(dimension: Dimension): Rejecting | undefined {
  const { from, late } = dimension;
  return late === undefined || from.form === 'states' ? undefined : { dimension, events: from, late };
}

/** The same dimension over the events that are not late: what its own models read. */
export function withTimelyEvents(dimension: Dimension): Dimension {
  const { from, late } = dimension;
  return late === undefined ? dimension : { ...dimension, from: { ...from, model: late.timely } };
}

/** The columns that say which load of which key an event is of. */
export function sameLoad({ dimension }: Rejecting, { project }: PlanContext): string[] {
  return [...dimension.naturalKey.map(({ name }) => name), project.conventions.loadedAt];
}

/** Since when the newest version held that the loads before had made. */
export const newestFrom: Column = {
  name: '_newest_from',
  type: timestamp,
  notNull: false,
  description:
    'Since when the newest version of the key held before this load, in UTC; null where it had none',
};
