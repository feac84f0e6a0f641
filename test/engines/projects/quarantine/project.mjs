/** Rows without a key or an instant in tables of every shape, and late ones: set aside once, whatever is repeated, and all else goes on. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFolderPlan } from '../../lib/folder-plan.mjs';

export const about = 'rows without a key or an instant, and late ones, which are set aside';

const folder = path.dirname(fileURLToPath(import.meta.url));

/** As the raw tables are in the database. What a `log` gets is appended; everything else is what the file holds. */
const tables = {
  'raw_shop.customers': {
    columns: { customer_id: 'bigint', segment: 'string', email: 'string', changed_at: 'timestamp' },
  },
  'raw_shop.accounts': {
    columns: {
      bank: 'string',
      account: 'integer',
      owner: 'string',
      balance: 'decimal(12,2)',
      details: 'json',
      op: 'string',
      changed_at: 'timestamp',
      arrived_at: 'timestamp',
    },
  },
  'raw_shop.visits': {
    mode: 'append',
    columns: { visit_id: 'bigint', shop: 'string', score: 'float', visited_on: 'date' },
  },
  'raw_shop.brands': { columns: { brand: 'string', maker: 'string', changed_at: 'timestamp' } },
};

const loads = [
  { load_at: '2024-01-10 06:00:00' },
  {
    load_at: '2024-02-10 06:00:00',
    message: ['int_shop__customers_quarantine_is_empty', 'Got 4 results, configured to warn if != 0'],
  },
  // What was loaded already, valid or not, is no news.
  { load_at: '2024-02-11 06:00:00', from: null, command: ['run'], unchanged: true },
  { load_at: '2024-03-10 06:00:00', command: ['run'] },
  { load_at: '2024-03-11 06:00:00', from: null, command: ['run', '--full-refresh'] },
  // A run that dies when it has kept the events: what the next one brings is judged by them all the same.
  { load_at: '2024-03-12 06:00:00', command: ['run', '--select', 'int_shop__visits_events'] },
  { load_at: '2024-03-13 06:00:00' },
  { load_at: '2024-03-13 06:00:00', from: null, command: ['run'], unchanged: true },
];

/** Writes the plan into a scratch folder and answers its path. */
export async function plan(scratch) {
  return writeFolderPlan(scratch, folder, { dump: 'models', env: { PII_SALT: 'pepper' }, tables, loads });
}
