const areas = [
  ...['sales', 'billing', 'claims', 'credit', 'fleet', 'freight', 'grants', 'health', 'hiring', 'leasing'],
  ...['lending', 'loyalty', 'market', 'mining', 'parcel', 'payroll', 'pension', 'retail', 'travel', 'wages'],
];
const regions = ['east', 'west', 'north', 'south', 'nordic', 'iberia', 'baltic', 'balkan', 'alpine', 'gulf'];

export const sourceNumbers = Array.from({ length: areas.length * regions.length }, (_, number) => number);

/** Every other source records movements beside its register of accounts. */
export const movementSources = sourceNumbers.filter((number) => number % 2 === 0);

/** @param {number} number */
export const sourceName = (number) =>
  `${areas[number % areas.length]}_${regions[Math.floor(number / areas.length)]}`;

/** @typedef {'snapshot' | 'log' | 'cdc' | 'delta'} Shape */

const registerShapes = /** @type {const} */ (['snapshot', 'log', 'snapshot', 'cdc', 'delta']);
const movementShapes = /** @type {const} */ (['log', 'log', 'cdc', 'snapshot', 'delta']);

/**
 * @param {number} number
 * @returns {Shape}
 */
export const registerShape = (number) => registerShapes[number % registerShapes.length] ?? 'snapshot';

/**
 * @param {number} number
 * @returns {Shape}
 */
export const movementShape = (number) => movementShapes[(number / 2) % movementShapes.length] ?? 'log';

/** @param {Shape} shape */
const operationKey = (shape) => (shape === 'cdc' ? '\n    operation: {column: operation, delete: [D]}' : '');

/** @param {Shape} shape */
const operationColumn = (shape) =>
  shape === 'cdc'
    ? '\n      - {name: operation, from: op, type: string(1), description: What happened to the row}'
    : '';

/** @param {number} number */
export function sourceText(number) {
  const name = sourceName(number);
  const tables = movementSources.includes(number)
    ? registerText(number) + movementText(number)
    : registerText(number);
  return `source: ${name}
schema: raw_${name}
description: The system for ${name.replace('_', ', ')}
tables:${tables}`;
}

/** @param {number} number */
function registerText(number) {
  const shape = registerShape(number);
  return `
  - table: accounts
    description: One row per account
    shape: ${shape}
    key: [account_id]
    changed_at: updated_at${operationKey(shape)}
    null_values: ["", "n/a"]
    columns:
      - {name: account_id, from: id, type: bigint, description: Number of the account}
      - {name: parent_account_id, from: parent, type: bigint, description: Account that this one belongs to}
      - {name: full_name, type: string(200), description: "Name, as it is printed on letters"}
      - {name: email, type: string(320), pii: email, protect: hash, description: Where bills go}
      - {name: status, type: string(20), accepted: [active, dormant, closed], description: Whether the account is in use}
      - {name: segment, type: string(30), description: Group for pricing}
      - {name: country, type: string(2), expression: upper(trim(country_code)), description: ISO code}
      - {name: credit_limit, type: "decimal(18,2)", expression: credit_limit_cents / 100.0, description: In euros}
      - {name: rating, type: integer, description: From 1 to 9}
      - {name: opened_on, type: date, description: Day of the first contract}
      - {name: is_business, type: boolean, description: Whether it is a company's}${operationColumn(shape)}
      - {name: updated_at, type: timestamp, description: When the row last changed}
    filter: account_id > 0
`;
}

/** @param {number} number */
function movementText(number) {
  const shape = movementShape(number);
  return `
  - table: movements
    description: One row per movement on an account
    shape: ${shape}
    key: [movement_id]
    changed_at: booked_at${operationKey(shape)}
    columns:
      - {name: movement_id, from: id, type: bigint, description: Number of the movement}
      - {name: account_id, type: bigint, description: The account}
      - {name: counter_account_id, from: counter_account, type: bigint, description: The account on the other side}
      - {name: partner_id, type: bigint, description: Account of the partner who brought it}
      - {name: agent_id, type: bigint, description: Account of the agent who entered it}
      - {name: channel, type: string(20), accepted: [web, branch, phone], description: How it came in}
      - {name: currency, type: string(3), expression: "coalesce(upper(currency), 'EUR')", description: ISO code}
      - {name: quantity, type: integer, description: Units}
      - {name: unit_price, type: "decimal(18,4)", description: Price of one unit}
      - {name: discount, type: "decimal(5,4)", description: Share that was granted}
      - {name: due_on, type: date, description: When it has to be paid}${operationColumn(shape)}
      - {name: booked_at, type: timestamp, description: When it was booked}
    filter: quantity <> 0 or unit_price is not null
`;
}
