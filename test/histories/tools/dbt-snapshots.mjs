/** A dbt project with a snapshot of each history's table. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stringify } from 'yaml';

/**
 * @param {string} folder of the project
 * @param {readonly object[]} histories
 * @param {'check' | 'timestamp'} strategy `timestamp`: of the histories whose rows have an instant
 * @returns {{id: string, table: string, from: string, to: string}[]} where each history's versions are
 */
export function writeSnapshots(folder, histories, strategy) {
  const chosen = histories.filter((history) => strategy === 'check' || history.effective_at);
  const name = (history) => `${history.name}_${strategy}`;
  mkdirSync(path.join(folder, 'snapshots'), { recursive: true });
  writeFileSync(
    path.join(folder, 'dbt_project.yml'),
    stringify({ name: 'told', version: '1.0.0', profile: 'told' }),
  );
  writeFileSync(
    path.join(folder, 'snapshots', `${strategy}.yml`),
    stringify({
      ...(strategy === 'check'
        ? {
            sources: histories.map((history) => ({
              name: history.name,
              schema: `raw_${history.name}`,
              tables: [{ name: 'told' }],
            })),
          }
        : {}),
      snapshots: chosen.map((history) => ({
        name: name(history),
        relation: `source('${history.name}', 'told')`,
        config: {
          schema: 'kept',
          unique_key: history.natural_key,
          ...(strategy === 'check'
            ? { strategy, check_cols: history.tracked.length ? history.tracked : 'all' }
            : { strategy, updated_at: history.effective_at }),
          hard_deletes: history.deletes === 'ignore' ? 'ignore' : 'invalidate',
        },
      })),
    }),
  );
  return chosen.map((history) => ({
    id: history.id,
    table: `main_kept.${name(history)}`,
    from: 'dbt_valid_from',
    to: 'dbt_valid_to',
  }));
}
