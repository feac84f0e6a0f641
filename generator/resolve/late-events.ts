import type { DimensionBlueprint } from '../parse/schema/index.js';
import type { ResolveContext } from './context.js';
import type { Dimension, Relation } from './project.js';
import { keptRelation, type Relations } from './relations.js';

/**
 * What a dimension with `late: reject` has more than others, and the events that it reads: which load brought an event
 * decides whether it is late, and a log doesn't say, so its events are kept as those of a table that forgets.
 *
 * @param from what the dimension would read otherwise
 */
export function resolveLateEvents(
  { dimension, from: name, history }: DimensionBlueprint,
  from: Relation,
  relations: Relations,
  context: ResolveContext,
): Pick<Dimension, 'from' | 'late'> {
  // Rows without events have no versions, which was told.
  if (history.late === 'exact' || from.form === 'states') return { from };
  const table = relations.tables.get(name);
  const { names } = context;
  return {
    from: table?.shape === 'log' ? keptRelation(name, table, relations, context) : from,
    late: {
      loads: names.lateLoads(dimension),
      model: names.lateEvents(dimension),
      timely: names.timelyEvents(dimension),
    },
  };
}

/** The logs (`<source>.<table>`) whose events are kept, because a dimension sets late ones aside. */
export function keptLogs(dimensions: readonly DimensionBlueprint[]): ReadonlySet<string> {
  return new Set(dimensions.flatMap(({ history, from }) => (history.late === 'reject' ? [from] : [])));
}
