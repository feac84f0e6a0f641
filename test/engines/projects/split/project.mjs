/**
 * The current rows of a dimension in a table beside its history, in four loads with late, deleted and revived rows.
 * Orders come before some of what they refer to. Cards point to what is current of dimensions of every kind, memberships to
 * the versions of each time.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFolderPlan } from '../../lib/folder-plan.mjs';

export const about =
  'current rows and history in two tables, facts that point to the history and infer members, references between dimensions';

const folder = path.dirname(fileURLToPath(import.meta.url));

const tables = {
  'raw_shop.customers': {
    columns: {
      customer_id: 'bigint',
      segment: 'string',
      email: 'string',
      op: 'string',
      changed_at: 'timestamp',
    },
  },
  'raw_shop.stores': { columns: { country: 'string', store_number: 'integer', city: 'string' } },
  'raw_shop.cards': {
    columns: {
      card_id: 'bigint',
      kind: 'string',
      customer_id: 'bigint',
      payer_id: 'bigint',
      country: 'string',
      store_number: 'integer',
      issued_at: 'timestamp',
      op: 'string',
      changed_at: 'timestamp',
    },
  },
  'raw_shop.orders': {
    columns: {
      order_id: 'bigint',
      customer_id: 'bigint',
      country: 'string',
      store_number: 'integer',
      ordered_at: 'timestamp',
    },
  },
};

/** Writes the plan into a scratch folder and answers its path. */
export async function plan(scratch) {
  return writeFolderPlan(scratch, folder, {
    tables,
    dump: 'models',
    loads: [
      { load_at: '2024-01-10 06:00:00' },
      { load_at: '2024-02-10 06:00:00', command: ['run'] },
      { load_at: '2024-03-10 06:00:00' },
      { load_at: '2024-03-11 06:00:00', from: 3, command: ['run'], unchanged: true },
      { load_at: '2024-03-12 06:00:00', from: null, command: ['run', '--full-refresh'] },
    ],
  });
}
