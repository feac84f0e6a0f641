import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { dialects } from '../../../dialects/index.js';
import { resolveProject } from '../../../generator/pipeline.js';
import { type ExpectedDimensions, expectedDimensions } from '../../../generator/prove/expected-dimensions.js';
import type { Laboratory } from '../../../generator/prove/laboratory.js';
import type { Load } from '../../../generator/prove/oracle/deliveries.js';
import { prepare } from '../../../generator/prove/prepare.js';
import type { Row } from '../../../generator/prove/value.js';
import type { Project } from '../../../generator/resolve/project.js';

const laboratory = {
  dialect: dialects.duckdb,
  places: { schemaOf: (source: string) => `raw_${source}`, nameOf: (_: string, table: string) => table },
  unwritable: new Set(),
} as unknown as Laboratory;

/** The project of some blueprints. */
export async function resolvedFrom(documents: readonly object[]): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), 'dbtgen-prove-unit-'));
  try {
    const own = { project: 'told', dialect: 'duckdb', description: 'Told by hand' };
    const texts = [own, ...documents].map((document) => stringify(document));
    writeFileSync(join(folder, 'told.yml'), texts.join('---\n'));
    const { project, diagnostics } = await resolveProject(folder);
    if (project === undefined) throw new Error(diagnostics.map(({ message }) => message).join());
    return project;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What prove makes of some blueprints. */
export async function preparedFor(documents: readonly object[]) {
  const project = await resolvedFrom(documents);
  return prepare(project, { keys: 10, loads: 2, laboratory, progress: () => undefined }).apparatus;
}

/** What loads brought, by source table. */
export type Brought = Readonly<Record<string, readonly (readonly Row[])[]>>;

/** A table's loads: the first of the month, the second, … */
export function loadsOf(rows: readonly (readonly Row[])[]): Load[] {
  return rows.map((own, index) => ({ at: day(index + 1, 3), rows: own }));
}

/** An instant: midnight of a day in 2024. */
export function day(number: number, month = 1): string {
  return `2024-0${month}-0${number} 00:00:00.000000`;
}

/** What the dimensions of blueprints have to hold after each of some loads. */
export async function expectedAfterLoads(
  documents: readonly object[],
  brought: Brought,
): Promise<ExpectedDimensions[]> {
  const { project, subjects } = await preparedFor(documents);
  const loads = Math.max(...Object.values(brought).map(({ length }) => length));
  const found: ExpectedDimensions[] = [];
  for (let count = 1; count <= loads; count += 1) {
    const told = {
      project,
      loads: (name: string) => loadsOf((brought[name] ?? []).slice(0, count)),
      computed: () => null,
    };
    found.push(expectedDimensions(subjects.dimensions, told, found.at(-1)?.inferred ?? new Map()));
  }
  return found;
}

/** The rows of a dimension as lines of these columns. */
export function lines({ keys }: ExpectedDimensions, dimension: string, columns: readonly string[]): string[] {
  const line = (row: Row): string =>
    columns.map((name) => (row[name] ?? 'null').replace(' 00:00:00.000000', '')).join(' ');
  return [...(keys.get(dimension)?.values() ?? [])]
    .flatMap(({ rows }) => rows?.map(line) ?? ['undecided'])
    .sort();
}
