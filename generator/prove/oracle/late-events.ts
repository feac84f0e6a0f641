import { groupBy } from '../group-by.js';
import { identity } from '../value.js';
import { compareTexts, type Event } from './event.js';

/** Events, by whether they came in time. */
export interface JudgedEvents {
  readonly timely: Event[];
  readonly late: Event[];
}

/**
 * Tells the events that came in time from those that didn't: one is late where its instant is before the start of its
 * key's newest version, as the events of earlier loads made it that were not late themselves.
 *
 * @param key the columns whose values have a history each
 * @param newestFrom since when the newest version holds that some events of a key make; undefined where they make none
 * @throws Error where nothing says which load brought an event
 */
export function judgeEvents(
  events: readonly Event[],
  key: readonly string[],
  newestFrom: (timely: readonly Event[]) => string | undefined,
): JudgedEvents {
  const judged: JudgedEvents = { timely: [], late: [] };
  for (const own of groupBy(events, (event) => identity(event.values, key)).values()) {
    const timely: Event[] = [];
    const loads = [...groupBy(own, loadOf)].sort(([left], [right]) => compareTexts(left, right));
    for (const [, brought] of loads) {
      const from = newestFrom(timely);
      for (const event of brought)
        (from === undefined || event.at >= from ? timely : judged.late).push(event);
    }
    judged.timely.push(...timely);
  }
  return judged;
}

function loadOf({ broughtBy }: Event): string {
  if (broughtBy === undefined) throw new Error('an event that no load brought can not be late');
  return broughtBy;
}
