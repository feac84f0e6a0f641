import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { generate, resolveProject } from '../../generator/pipeline.js';
import { prove } from '../../generator/prove/prove.js';
import { anyHistories } from '../property/any-histories.js';
import { dbtProgram } from './dbt.js';

/** Any warehouses with history, several in one project: `DBTGEN_RUNS=40 FC_SEED=7` proves forty others. */
const wanted = Number(process.env['DBTGEN_RUNS'] ?? 10);
const seed = Number(process.env['FC_SEED'] ?? 1);
/** Some of what comes by chance is refused, most of it isn't. */
const tried = wanted * 4;

const project = { project: 'anything', dialect: 'duckdb', output: '../dbt', description: 'Any histories' };

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-any-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Puts the documents, and nothing else, into the folder. */
async function write(documents: readonly object[]): Promise<void> {
  const texts = [project, ...documents].map((document) => stringify(document));
  await writeFile(path.join(folder, 'any.yml'), texts.join('---\n'));
}

it('proves any histories right', async () => {
  const taken: object[][] = [];
  for (let index = 0; index < tried && taken.length < wanted; index += 1) {
    const [documents = []] = fc.sample(anyHistories(`_${index}`), { seed: seed * tried + index, numRuns: 1 });
    await write(documents);
    const { diagnostics } = await generate(folder, {});
    if (!diagnostics.some(({ severity }) => severity === 'error')) taken.push([...documents]);
  }
  expect(taken).toHaveLength(wanted);

  await write(taken.flat());
  const resolved = await resolveProject(folder);
  const proof = await prove(resolved.project!, {
    ...{ seed, keys: 150, loads: 3, dbt: dbtProgram },
    ...{ progress: () => undefined, complain: () => undefined },
  });
  if (proof.kind !== 'held') throw new Error(JSON.stringify(proof, null, 2));
  const begun = proof.coverage.filter(({ begins }) => begins !== 'none');
  expect(begun.length).toBeGreaterThan(wanted * 2);
});
