import { movementSources, sourceName } from './sources.mjs';

/** The sources whose movements are enriched: every other one that has any. */
export const intermediateNumbers = movementSources.filter((number) => number % 4 === 0);

/** @param {number} number */
export const intermediateName = (number) => `${sourceName(number)}_movements_enriched`;

/** @param {number} number */
export const intermediateText = (number) => `intermediate: ${intermediateName(number)}
description: One row per movement, with what its account says
from: ${sourceName(number)}.movements
key: [movement_id]
joins:
  - {with: ${sourceName(number)}.accounts, on: {account_id: account_id}}
  - {with: ${sourceName(number + 1)}.accounts, as: partner, on: {partner_id: account_id}}
columns:
  - "*"
  - {name: country, from: accounts.country}
  - {name: partner_country, from: partner.country}
  - {name: is_domestic, type: boolean, expression: accounts.country = partner.country}
  - {name: net_amount, type: "decimal(18,2)", expression: "quantity * unit_price * (1 - coalesce(discount, 0))"}
filter: accounts.status <> 'closed'
`;
