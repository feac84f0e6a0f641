/**
 * Five loads: the first, two with changed, late and deleted rows, a repeat that must write nothing, and a full refresh.
 * The sixth step asks how fresh the sources are.
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeFolderPlan } from '../../lib/folder-plan.mjs';

export const about = 'every feature of the language, with changed, late and deleted rows';

const folder = path.dirname(fileURLToPath(import.meta.url));

const VISIT = { visit_id: 'string', store_id: 'integer', campaign: 'string', visited_at: 'timestamp' };

/** As the raw tables are in the database. What a `log` gets is appended; everything else is what the file holds. */
const tables = {
  'raw_lab.things': {
    columns: {
      thing_id: 'bigint',
      a_string: 'string',
      a_short: 'string',
      a_text: 'text',
      an_integer: 'integer',
      a_bigint: 'bigint',
      a_decimal: 'decimal(18,4)',
      a_wide_decimal: 'decimal(38,10)',
      a_float: 'float',
      a_boolean: 'boolean',
      a_date: 'date',
      a_timestamp: 'timestamp',
      a_timestamp_tz: 'timestamp_tz',
      a_time: 'time',
      a_json: 'json',
      a_binary: 'binary',
      a_uuid: 'uuid',
    },
  },
  'raw_lab.keyed': {
    mode: 'append',
    columns: {
      k_string: 'string',
      k_short: 'string',
      k_text: 'text',
      k_integer: 'integer',
      k_bigint: 'bigint',
      k_decimal: 'decimal(18,4)',
      k_boolean: 'boolean',
      k_date: 'date',
      k_timestamp: 'timestamp',
      k_timestamp_tz: 'timestamp_tz',
      k_time: 'time',
      k_uuid: 'uuid',
      note: 'string',
      noted_at: 'timestamp',
    },
  },
  'raw_lab.Customers_2024': {
    columns: {
      id: 'bigint',
      'Full Name': 'string',
      email: 'string',
      phone: 'string',
      birthday: 'date',
      nickname: 'string',
      region: 'string',
      Größe: 'string',
      select: 'decimal(6,2)',
      is_test: 'boolean',
      updated_at: 'timestamp',
      _ingested_at: 'timestamp',
    },
  },
  'raw_lab.countries': { columns: { region: 'string', country: 'string' } },
  'raw_lab.prices': {
    mode: 'append',
    columns: {
      sku: 'string',
      price_cents: 'integer',
      promotion: 'string',
      revision: 'integer',
      action: 'string',
      changed_at: 'timestamp',
    },
  },
  'raw_lab.stores': {
    columns: {
      store_id: 'integer',
      name: 'string',
      city: 'string',
      opened_on: 'date',
      op: 'string',
      lsn: 'bigint',
      committed_at: 'timestamp',
    },
  },
  'raw_lab.visits': { columns: VISIT },
  'raw_branch.visits': { mode: 'append', columns: VISIT },
  'raw_lab.orders': {
    columns: {
      order_id: 'bigint',
      customer_id: 'bigint',
      store_id: 'integer',
      sku: 'string',
      status: 'string',
      amount: 'decimal(12,2)',
      shipped_on: 'date',
      ordered_at: 'timestamp',
      paid_at: 'timestamp_tz',
      op: 'string',
      lsn: 'bigint',
      committed_at: 'timestamp',
    },
  },
  'raw_lab.order_lines': {
    mode: 'append',
    columns: {
      order_id: 'bigint',
      line_number: 'integer',
      sku: 'string',
      quantity: 'integer',
      weight: 'float',
      action: 'string',
      changed_at: 'timestamp',
    },
  },
};

/** What `load: {strategy: full}` writes in every run, with the load's time. */
const rebuilt = ['fct_orders_full_flag', 'fct_orders_full_ignore', 'fct_orders_full_remove'];

/** Writes the plan into a scratch folder and answers its path. */
export async function plan(scratch) {
  return writeFolderPlan(scratch, folder, {
    tables,
    env: { PII_SALT: "it's \\ a secret" },
    dump: 'models',
    loads: [
      { load_at: '2024-03-01 06:00:00' },
      { load_at: '2024-03-02 06:00:00' },
      { load_at: '2024-03-03 06:00:00' },
      { load_at: '2024-03-04 06:00:00', from: null, command: ['run'], unchanged: { except: rebuilt } },
      { load_at: '2024-03-05 06:00:00', from: null, command: ['run', '--full-refresh'] },
      { from: null, command: ['source', 'freshness'], unchanged: true },
    ],
  });
}
