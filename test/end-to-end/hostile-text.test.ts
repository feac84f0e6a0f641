import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { generate } from '../../generator/pipeline.js';
import { writeTrees } from '../../generator/write/write-trees.js';
import { createWorkbench, runDbt, type Workbench } from './dbt.js';
import { changeDuckDb, queryDuckDb } from './duckdb.js';

/** Text that Jinja, YAML or SQL would each like to read in their own way: all of it must come out as it was written. */
const blueprints = fileURLToPath(new URL('hostile-text/blueprints', import.meta.url));

interface Documents {
  readonly source: {
    description: string;
    tables: {
      description: string;
      identifier: string;
      columns: { description: string; accepted?: string[] }[];
    }[];
  };
  readonly dimension: { description: string; owner: string; tests: { description: string }[] };
}

interface Node {
  readonly description: string;
  readonly identifier?: string;
  readonly source_description?: string;
  readonly config: { readonly meta: Record<string, unknown> };
  readonly columns: Record<string, { readonly description: string }>;
  readonly test_metadata?: { readonly name: string; readonly kwargs: Record<string, unknown> };
}

describe('hostile text', () => {
  let folder: string;
  let bench: Workbench;
  let written: Documents;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-hostile-'));
    const result = await generate(blueprints, { output: folder });
    expect(result.diagnostics.filter((diagnostic) => diagnostic.severity === 'error')).toEqual([]);
    await writeTrees(result.trees, { blueprintFolder: blueprints, edited: 'keep' });
    bench = await createWorkbench(path.join(folder, 'duckdb'), 'hostile');
    const [, source, dimension] = parseAllDocuments(
      await readFile(path.join(blueprints, 'shop.yml'), 'utf8'),
    ).map((document) => document.toJS() as unknown);
    written = { source, dimension } as Documents;
    const awkward = [
      '{{ 1/0 }}',
      '{% endraw %}',
      "it's",
      'say "hi"',
      'tab\there',
      'line\nbreak',
      'back\\slash',
      '🚀',
      'no',
      '1',
      '2024-01-01',
      '',
    ];
    await changeDuckDb(bench.database, [
      'create schema raw_shop',
      `create table raw_shop."Things {{ of }} 'all' sorts" ("Order" bigint, "first name" varchar, "select" varchar)`,
      ...awkward.map(
        (kind, index) =>
          `insert into raw_shop."Things {{ of }} 'all' sorts" values (${index}, '{{ null }}', '${kind.replaceAll("'", "''")}')`,
      ),
    ]);
  });

  afterAll(async () => {
    await bench.remove();
    await rm(folder, { recursive: true });
  });

  it('builds, and reads the awkward columns and null texts', async () => {
    const outcome = await runDbt({ ...bench, parameters: ['build'] });
    expect(outcome.exitCode, outcome.stdout).toBe(0);
    const rows = await queryDuckDb(
      bench.database,
      `select thing_id::integer as id, label, kind from dim_thing where thing_key <> '-1' order by 1`,
    );
    // A text that means null is null, in every column of the table.
    expect(rows.map(({ label }) => label)).toEqual(rows.map(() => null));
    expect(rows.map(({ kind }) => kind)).toEqual([
      '{{ 1/0 }}',
      '{% endraw %}',
      null,
      'say "hi"',
      'tab\there',
      'line\nbreak',
      'back\\slash',
      '🚀',
      'no',
      '1',
      '2024-01-01',
      '',
    ]);
  });

  it('arrives verbatim in what dbt shows', async () => {
    const manifest = JSON.parse(
      await readFile(path.join(bench.project, 'target', 'manifest.json'), 'utf8'),
    ) as {
      nodes: Record<string, Node>;
      sources: Record<string, Node>;
    };
    const table = written.source.tables[0];
    const source = manifest.sources['source.hostile.shop.things'];
    expect(source?.source_description).toBe(written.source.description);
    expect(source?.description).toBe(table?.description);
    expect(source?.identifier).toBe(table?.identifier);
    const dimension = manifest.nodes['model.hostile.dim_thing'];
    expect(dimension?.description.startsWith(written.dimension.description)).toBe(true);
    expect(dimension?.config.meta['owner']).toBe(written.dimension.owner);
    expect(dimension?.columns['label']?.description).toBe(table?.columns[1]?.description);
    expect(dimension?.columns['kind']?.description).toBe(table?.columns[2]?.description);
    const tests = Object.values(manifest.nodes).filter(
      (node) => node.test_metadata?.name === 'accepted_values',
    );
    expect(tests.length).toBeGreaterThan(0);
  });
});
