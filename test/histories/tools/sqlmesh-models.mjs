/** A SQLMesh project with a model of each history's table. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param {string} folder of the project
 * @param {string} database path of the DuckDB file
 * @param {readonly object[]} histories
 * @param {'BY_COLUMN' | 'BY_TIME'} kind `BY_TIME`: of the histories whose rows have an instant
 * @returns {{id: string, table: string, from: string, to: string}[]} where each history's versions are
 */
export function writeModels(folder, database, histories, kind) {
  const chosen = histories.filter((history) => kind === 'BY_COLUMN' || history.effective_at);
  const name = (history) => `${history.name}_${kind.toLowerCase()}`;
  mkdirSync(path.join(folder, 'models'), { recursive: true });
  writeFileSync(path.join(folder, 'config.yaml'), config(database));
  for (const history of chosen)
    writeFileSync(path.join(folder, 'models', `${name(history)}.sql`), model(history, name(history), kind));
  return chosen.map((history) => ({
    id: history.id,
    table: `kept.${name(history)}`,
    from: 'valid_from',
    to: 'valid_to',
  }));
}

const config = (database) => `gateways:
  told:
    connection: {type: duckdb, database: ${JSON.stringify(database)}}
default_gateway: told
model_defaults: {dialect: duckdb, start: '2020-01-01'}
disable_anonymized_analytics: true
`;

function model(history, name, kind) {
  const quoted = (names) => `(${names.map((each) => `"${each}"`).join(', ')})`;
  const tracked = history.tracked.length ? `[${history.tracked.map((each) => `"${each}"`).join(', ')}]` : '*';
  const how = kind === 'BY_COLUMN' ? `columns ${tracked}` : `updated_at_name "${history.effective_at}"`;
  const deletes = history.deletes === 'ignore' ? '' : ', invalidate_hard_deletes true';
  const columns = history.columns.map(({ from, type }) =>
    from === history.effective_at
      ? `cast("${from}" as timestamp) as "${from}"`
      : `cast("${from}" as ${sqlType(type)}) as "${from}"`,
  );
  return `MODEL (
  name kept.${name},
  kind SCD_TYPE_2_${kind} (unique_key ${quoted(history.natural_key)}, ${how}${deletes}),
  cron '@daily'
);

select ${columns.join(', ')}
from raw_${history.name}.told
`;
}

const sqlType = (type) => (type === 'string' ? 'text' : type);
