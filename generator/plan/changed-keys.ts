import type { EventRelation } from '../resolve/project.js';
import { sameKey } from '../resolve/relations.js';

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
