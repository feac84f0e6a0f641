import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { resolveProject } from '../../generator/pipeline.js';
import { prove } from '../../generator/prove/prove.js';
import { dbtProgram } from './dbt.js';

/** What the blueprints of the goldens ask for beyond plain history, proven in whole. */
const blueprintsOf = (feature: string): string =>
  fileURLToPath(new URL(`../golden/features/${feature}/blueprints`, import.meta.url));

async function proofOf(feature: string, tampered?: (path: string, text: string) => string) {
  const { project } = await resolveProject(blueprintsOf(feature));
  return prove(project!, {
    ...{ seed: 1, keys: 60, loads: 2, dbt: dbtProgram, progress: () => undefined, complain: () => undefined },
    ...(tampered === undefined ? {} : { tampered }),
  });
}

describe('prove', () => {
  it.each([
    // An appended row says for good what its dimension said in its load.
    { feature: 'inferred-members', left: ['the keys of rows that were written before (strategy: append)'] },
    { feature: 'mini-dimensions', left: [] },
    { feature: 'inferred-by-dimensions', left: [] },
    { feature: 'references', left: [] },
    { feature: 'followed-versions', left: [] },
    { feature: 'joins-temporal', left: ['what int_employees_joined makes of its sources'] },
  ])('finds $feature right, and leaves out no more than it says', async ({ feature, left }) => {
    const proof = await proofOf(feature);
    if (proof.kind !== 'held') throw new Error(JSON.stringify(proof, null, 2));
    const without = proof.coverage.flatMap((subject) => subject.without);
    expect(without.filter((words) => !words.startsWith('a calendar'))).toEqual(left);
  });

  it('tells the rows of a member that never turns into one of its source', async () => {
    const proof = await proofOf('inferred-members', (file, text) =>
      file.endsWith('/dim_customer.sql') ? text.replace('false as is_inferred', 'true as is_inferred') : text,
    );
    if (proof.kind !== 'broken') throw new Error(JSON.stringify(proof, null, 2));
    const [failure] = proof.failures;
    expect(failure).toMatchObject({ finding: { kind: 'dimension', name: 'customer' }, isAlone: true });
    expect(failure?.finding.expected.map(({ is_inferred: inferred }) => inferred)).toEqual(['false']);
  });

  it('tells the row of a fact that should have brought a member', async () => {
    const proof = await proofOf('inferred-members', (file, text) =>
      file.endsWith('/int_store_referenced.sql') ? text.replace('country is not null', '1 = 0') : text,
    );
    if (proof.kind !== 'broken') throw new Error(JSON.stringify(proof, null, 2));
    const [failure] = proof.failures;
    expect(failure).toMatchObject({
      isAlone: true,
      finding: { kind: 'dimension', name: 'store', expected: [{ is_inferred: 'true' }], found: [] },
    });
    expect(failure?.story.match(/order_id:/g)).toHaveLength(1);
  });

  it('tells the row of a dimension that should have brought a member', async () => {
    const proof = await proofOf('inferred-by-dimensions', (file, text) =>
      file.endsWith('/int_manager_referenced.sql')
        ? text.replace(/from states_of_office\s+where not _is_deleted/, 'from states_of_office where false')
        : text,
    );
    if (proof.kind !== 'broken') throw new Error(JSON.stringify(proof, null, 2));
    const [failure] = proof.failures;
    expect(failure).toMatchObject({
      finding: { kind: 'dimension', name: 'manager', expected: [{ is_inferred: 'true' }], found: [] },
    });
    expect(failure?.story.match(/office_id:/g)).toHaveLength(1);
  });
});
