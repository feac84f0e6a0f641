/**
 * The settings and the one calendar that all facts share.
 *
 * @param {string} output
 */
export const projectText = (output) => `project: estate
description: A large warehouse that exists for measuring only
dialect: duckdb
output: ${JSON.stringify(output)}
---
calendar: date
description: Days
start: 2015-01-01
end: 2035-12-31
`;
