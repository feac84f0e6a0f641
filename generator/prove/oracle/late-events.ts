import { groupBy } from '../group-by.js';
import { identity } from '../value.js';
import { compareTexts, type Event } from './event.js';

/**
 * The events that came in time: an event is late where its instant is before the start of its key's newest version, as
 * the events of earlier loads made it that were not late themselves.
 *
 * @param key the columns whose values have a history each
 * @param newestFrom since when the newest version holds that some events of a key make; undefined where they make none
 * @throws Error where nothing says which load brought an event
 */
export function timelyEvents(
  events: readonly Event[],
  key: readonly string[],
  newestFrom: (timely: readonly Event[]) => string | undefined,
): Event[] {
  return [...groupBy(events, (event) => identity(event.values, key)).values()].flatMap((own) => {
    const timely: Event[] = [];
    const loads = [...groupBy(own, loadOf)].sort(([left], [right]) => compareTexts(left, right));
    for (const [, brought] of loads) {
      const from = newestFrom(timely);
      timely.push(...brought.filter(({ at }) => from === undefined || at >= from));
    }
    return timely;
  });
}

function loadOf({ broughtBy }: Event): string {
  if (broughtBy === undefined) throw new Error('an event that no load brought can not be late');
  return broughtBy;
}
