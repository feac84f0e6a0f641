import { movementShape, movementSources, registerShape, sourceName, sourceNumbers } from './sources.mjs';

export const dimensionNumbers = Array.from({ length: 500 }, (_, number) => number);

/** Two dimensions per register of accounts, then those that are read off the movements. */
const registers = sourceNumbers.length;
const movementLogs = movementSources.filter((number) => movementShape(number) === 'log');

/** @param {number} number of a source */
export const accountDimension = (number) => `${sourceName(number)}_account`;

/** @param {number} number */
export function dimensionText(number) {
  if (number < registers) return accountText(number);
  if (number < 2 * registers) return contactText(number - registers);
  return rankText(number - 2 * registers);
}

/**
 * The account with its history, where this version keeps one for the shape.
 *
 * @param {number} source
 */
function accountText(source) {
  const shape = registerShape(source);
  const versioned = shape === 'snapshot' || shape === 'log' ? 2 : 1;
  return `dimension: ${accountDimension(source)}
description: Accounts of ${sourceName(source)} with the history of their segment
from: ${sourceName(source)}.accounts
natural_key: [account_id]
owner: ${sourceName(source)}-team
attributes:
  - {name: full_name, scd: 1}
  - {name: segment, scd: ${versioned}}
  - {name: status, scd: ${versioned}, accepted: [active, dormant, closed]}
  - {name: credit_limit, scd: ${versioned}}
  - {name: country, scd: 1}
  - {name: opened_on, scd: 0}
  - {name: limit_band, type: string(10), scd: 1, expression: case when credit_limit > 10000 then 'high' when credit_limit > 1000 then 'medium' else 'low' end}
tests:
  - {name: credit_limit_is_not_negative, expression: credit_limit >= 0}
`;
}

/**
 * The same accounts as someone to write to: one row per key.
 *
 * @param {number} source
 */
function contactText(source) {
  return `dimension: ${sourceName(source)}_contact
description: Whom to write to about an account of ${sourceName(source)}
from: ${sourceName(source)}.accounts
natural_key: [account_id]
attributes:
  - {name: full_name, scd: 1}
  - {name: email, scd: 1, description: "Hashed, for counting only"}
  - {name: is_business, scd: 1}
  - {name: salutation, type: string(20), scd: 1, expression: "case when is_business then 'Dear Sirs' else concat('Dear ', left(full_name, 15)) end"}
`;
}

/**
 * What a log of movements tells about an account.
 *
 * @param {number} number
 */
function rankText(number) {
  const source = movementLogs[number % movementLogs.length] ?? 0;
  const column = ['channel', 'currency', 'agent_id'][Math.floor(number / movementLogs.length)] ?? 'channel';
  return `dimension: ${sourceName(source)}_${column}_of_account
description: The ${column} that an account last used, as its movements say
from: ${sourceName(source)}.movements
natural_key: [account_id]
attributes:
  - {name: ${column}, scd: 2}
  - {name: partner_id, scd: 1}
`;
}
