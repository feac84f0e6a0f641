/** The shop of blueprints/retail and the three loads of its README; the last one is repeated. Raw rows are text, as files are. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const LOADS = fileURLToPath(new URL('../../../end-to-end/retail/loads', import.meta.url));

/** Tables that keep what they had: a load's file is appended. All others hold what the file holds. */
const LOGS = new Set(['shop.price_changes', 'shop.order_lines', 'web.visits']);

export const about = 'the shop of `blueprints/retail/`, in three loads and a repeat';

export const blueprints = fileURLToPath(new URL('../../../../blueprints/retail', import.meta.url));

/** Writes the plan into `scratch` and answers its path. */
export async function plan(scratch) {
  const loads = await Promise.all(
    [1, 2, 3].map(async (number) => ({ seeds: await seeds(number), load_at: `2024-03-0${number} 06:00:00` })),
  );
  // Repeated loads bring the whole files again; what was appended stays as it is.
  const repeat = { load_at: '2024-03-03 06:00:00', command: ['run'] };
  const file = path.join(scratch, 'plan.json');
  await writeFile(
    file,
    JSON.stringify({ env: { PII_SALT: 'pepper' }, loads: [...loads, repeat], dump: 'models' }, null, 2),
  );
  return file;
}

async function seeds(number) {
  const folder = path.join(LOADS, String(number));
  const files = (await readdir(folder)).sort();
  return Promise.all(
    files.map(async (file) => {
      const [source, table] = file.split('.');
      const csv = path.join(folder, file);
      const [header] = (await readFile(csv, 'utf8')).split('\n', 1);
      return {
        schema: `raw_${source}`,
        table,
        csv,
        columns: header.split(',').map((name) => ({ name, type: 'string' })),
        mode: LOGS.has(`${source}.${table}`) ? 'append' : 'replace',
      };
    }),
  );
}
