/** Mini-dimensions, in four loads with late, deleted and revived rows and values that are hard to tell apart. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFolderPlan } from '../../lib/folder-plan.mjs';

export const about = 'mini-dimensions: combinations that occurred, who had which when, the present one';

const folder = path.dirname(fileURLToPath(import.meta.url));

const tables = {
  'raw_shop.customers': {
    columns: {
      customer_id: 'bigint',
      segment: 'string',
      age: 'integer',
      income: 'string',
      op: 'string',
      changed_at: 'timestamp',
    },
  },
  'raw_shop.orders': { columns: { order_id: 'bigint', customer_id: 'bigint', ordered_at: 'timestamp' } },
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
