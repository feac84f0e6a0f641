import { accountDimension } from './dimensions.mjs';
import { intermediateName, intermediateNumbers } from './intermediates.mjs';
import { movementSources, sourceName, sourceNumbers } from './sources.mjs';

const factsPerSource = ['movements', 'sales', 'contacts'];

export const factNumbers = Array.from(
  { length: movementSources.length * factsPerSource.length },
  (_, number) => number,
);

/**
 * Three facts read the movements of a source: each with a few lookups, every third one without a measure.
 *
 * @param {number} number
 */
export function factText(number) {
  const source = movementSources[Math.floor(number / factsPerSource.length)] ?? 0;
  const kind = factsPerSource[number % factsPerSource.length] ?? '';
  if (kind === 'contacts') return factlessText(source);
  return transactionText(source, kind, kind === 'sales' && intermediateNumbers.includes(source));
}

/**
 * @param {number} source
 * @param {string} kind
 * @param {boolean} enriched whether it reads the intermediate over the movements
 */
function transactionText(source, kind, enriched) {
  return `fact: ${sourceName(source)}_${kind}
type: transaction
description: ${kind} of ${sourceName(source)}
from: ${enriched ? intermediateName(source) : `${sourceName(source)}.movements`}
grain: {statement: One row per movement, key: [movement_id]}
event_time: booked_at
owner: ${sourceName(source)}-team
dimensions:
  - {dimension: date, on: booked_at, role: booking_date, time_zone: Europe/Berlin}
  - {dimension: date, on: due_on, role: due_date, null_key: not_yet}
  - {dimension: ${accountDimension(source)}}
  - {dimension: ${accountDimension(source)}, on: {counter_account_id: account_id}, role: counter_account}
  - {dimension: ${accountDimension(next(source))}, on: {partner_id: account_id}, role: partner, null_key: not_applicable}
degenerate: [channel, currency]
measures:
  - {name: quantity, additivity: additive, unit: pieces}
  - {name: unit_price, additivity: non_additive}
  - {name: amount, type: "decimal(18,2)", expression: "quantity * unit_price * (1 - coalesce(discount, 0))", additivity: additive, unit: eur, description: Revenue after discount}
tests:
  - {name: discount_is_a_share, expression: amount >= 0 or quantity < 0}
  - {row_count: {min: 1}}
`;
}

/** @param {number} source */
const factlessText = (source) => `fact: ${sourceName(source)}_contacts
type: factless
description: Who dealt with whom in ${sourceName(source)}
from: ${sourceName(source)}.movements
grain: {statement: One row per movement, key: [movement_id]}
event_time: booked_at
dimensions:
  - {dimension: date, on: booked_at}
  - {dimension: ${sourceName(source)}_contact}
  - {dimension: ${sourceName(next(source))}_contact, on: {agent_id: account_id}, role: agent}
`;

/** @param {number} source */
const next = (source) => (source + 1) % sourceNumbers.length;
