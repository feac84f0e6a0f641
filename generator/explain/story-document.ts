import type { KeyStory } from './explain-key.js';
import type { ToldEvent } from './narrate.js';

/** A story as it stands in a JSON document; every value is a text or null. */
export function storyDocument(story: KeyStory): object {
  const { dimension, key, periods, events, setAside, stored, differences } = story;
  return {
    outcome: differences.length === 0 ? 'told' : 'differs',
    dimension: dimension.name,
    model: dimension.model,
    from: dimension.from.model,
    key,
    events: events.map(eventDocument),
    periods: periods.map(({ from, to, isRetraction, load, fate, attributes }) => ({
      from,
      to,
      isRetraction,
      delivered: load === '' ? null : load,
      fate,
      values: attributes,
    })),
    setAside: setAside.map(({ reason, load, attributes }) => ({ reason, load, values: attributes })),
    rows: stored,
    differences,
  };
}

function eventDocument({ event, outcome, overwrites, companions, retained, isLate }: ToldEvent): object {
  const { at, isDelete, load, sequence, cause, attributes, carried } = event;
  return {
    // A source without history says only what is there now.
    at: at === '' ? null : at,
    kind: isDelete ? 'delete' : 'state',
    cause,
    delivered: load === '' ? null : load,
    sequence,
    isLate,
    values: attributes,
    carried,
    outcome,
    overwrites,
    companions,
    retained,
  };
}
