/** Every name and default that a project may choose; where the source is, the environment says. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFolderPlan } from '../../lib/folder-plan.mjs';

export const about =
  'every convention and default changed, schemas of their own, a source that is found by the environment';

const folder = path.dirname(fileURLToPath(import.meta.url));

const tables = {
  'raw_club.members': {
    columns: {
      member_id: 'integer',
      grade: 'string',
      club: 'string',
      version: 'integer',
      changed_at: 'date',
    },
  },
  'raw_club.visits': { columns: { visit_id: 'uuid', member_id: 'integer', visited_on: 'date' } },
};

/** Where raw tables are on each engine. dbt-spark has no databases: it takes one that is called like the schema. */
const targets = {
  duckdb: { vars: { club_database: 'lab' } },
  snowflake: { vars: { club_database: 'LAB' } },
  bigquery: { vars: { club_database: 'lab' } },
  redshift: { vars: { club_database: 'lab' } },
  postgres: { vars: { club_database: 'lab' } },
};

/** Writes the plan into a scratch folder and answers its path. */
export async function plan(scratch) {
  return writeFolderPlan(scratch, folder, {
    tables,
    targets,
    env: { CLUB_SCHEMA: 'raw_club' },
    dump: 'models',
    loads: [
      { load_at: '2024-02-01 06:00:00' },
      { load_at: '2024-02-02 06:00:00' },
      // the same load once more: without an instant of its own, at another time it would be news
      { load_at: '2024-02-02 06:00:00', from: null, command: ['run'], unchanged: true },
      { load_at: '2024-02-04 06:00:00', from: null, command: ['run', '--full-refresh'] },
    ],
  });
}
