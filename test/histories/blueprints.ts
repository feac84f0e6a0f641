import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stringify } from 'yaml';
import { columns, type HistoryTable } from './tables.js';

/** A project of these tables and their dimensions, as the YAML that a user would write. */
export async function writeBlueprints(
  folder: string,
  tables: readonly HistoryTable[],
  conventions: Record<string, unknown>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const documents = [
    {
      project: 'histories',
      dialect: 'duckdb',
      description: 'Random histories',
      ...(Object.keys(conventions).length > 0 ? { conventions } : {}),
    },
    {
      source: 'told',
      schema: 'raw_told',
      description: 'Tables of every shape',
      tables: tables.map((table) => ({
        table: table.name,
        description: 'Random histories',
        key: table.rules.key,
        ...table.blueprint,
        columns: Object.entries(columns).map(([name, type]) => ({ name, type })),
      })),
    },
    ...tables.flatMap((table) =>
      table.dimensions.map((dimension) => ({
        dimension: dimension.name,
        description: 'A thing with a history',
        from: `told.${table.name}`,
        natural_key: dimension.rules.naturalKey,
        ...dimension.blueprint,
      })),
    ),
  ];
  await writeFile(
    path.join(folder, 'histories.yml'),
    documents.map((document) => stringify(document)).join('---\n'),
  );
}
