import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveProject } from '../../generator/pipeline.js';
import { chance } from '../../generator/prove/chance.js';
import { experiment } from '../../generator/prove/experiment.js';
import type { Finding } from '../../generator/prove/finding.js';
import type { Laboratory } from '../../generator/prove/laboratory.js';
import { openEmbeddedLaboratory } from '../../generator/prove/embedded-laboratory.js';
import { prepare } from '../../generator/prove/prepare.js';
import { scene } from '../../generator/prove/scene.js';
import type { GeneratedFile } from '../../generator/render/repository.js';
import { type DimensionKind, mutantBlueprints, profileOf } from '../prove/mutant-blueprints.js';
import { type Mutant, mutants } from '../prove/mutants.js';
import { dbtProgram } from './dbt.js';

/**
 * Each mutant is a dimension or fact of its own in one project, its model changed after it was generated. So one
 * experiment tells of all of them, and of those that nobody changed.
 */
const seed = 7;
const keys = 150;

const kinds = [
  'changes',
  'resumed',
  'flagged',
  'opened',
  'present',
  'mixed',
  'inside',
  'lasting',
  'parted',
  'judged',
  'inferred',
  'remembered',
  'profiled',
  'referring',
  'following',
  'stated',
  'restated',
  'contested',
  'unsent',
  'wiped',
  'pairs',
  'snapshot',
] as const;
const control = (kind: DimensionKind): string => (kind === 'changes' ? 'd_control' : `control_${kind}`);
const subjects = {
  dimensions: Object.fromEntries(
    kinds.map((kind) => [
      kind,
      [control(kind), ...mutants.filter(({ of }) => of === kind).map(({ name }) => name)],
    ]),
  ) as unknown as Record<DimensionKind, string[]>,
  facts: ['control_fact', ...mutants.filter(({ of }) => of === 'fact').map(({ name }) => name)],
};

/** The file that a mutant changes, and how. */
function mutated(file: GeneratedFile, mutant: Mutant): GeneratedFile {
  const table = mutant.of === 'fact' ? `fct_${mutant.name}` : `dim_${mutant.name}`;
  // What a dimension's name stands for is the table of current rows where there is one.
  const model = mutant.of === 'parted' ? `${table}_history` : table;
  const target = {
    own: model,
    current_rows: table,
    events: `int_told__${mutant.name}_events`,
    loads: `int_${mutant.name}_loads`,
    referenced: `int_${mutant.name}_referenced`,
    combinations: `dim_${profileOf(mutant.name)}`,
    profiles: `int_${profileOf(mutant.name)}_history`,
    timely: `int_${mutant.name}_events`,
    late: `int_${mutant.name}_late`,
    changed_rows: model,
  }[mutant.model];
  if (!file.path.endsWith(`/${target}.sql`)) return file;
  if (mutant.model === 'changed_rows')
    return changed(file, '{{ changed_rows(', `{{ changed_rows_of_${mutant.name}(`, mutant);
  return changed(file, mutant.from, mutant.to, mutant);
}

function changed(file: GeneratedFile, from: string | RegExp, to: string, { name }: Mutant): GeneratedFile {
  const text = file.text.replace(from, to);
  if (text === file.text) throw new Error(`${name} changes nothing in ${file.path}`);
  return { ...file, text };
}

/** A macro of their own for the mutants that change it. */
function ownMacros(files: readonly GeneratedFile[]): GeneratedFile[] {
  const original = files.find(({ path: file }) => file.endsWith('/changed_rows.sql'));
  if (original === undefined) throw new Error('there is no changed_rows');
  return mutants
    .filter(({ model }) => model === 'changed_rows')
    .map((mutant) => {
      const name = `changed_rows_of_${mutant.name}`;
      const { text } = changed(original, mutant.from, mutant.to, mutant);
      return { path: `macros/${name}.sql`, text: text.replace('macro changed_rows(', `macro ${name}(`) };
    });
}

describe('prove, of faults in the emitted SQL,', () => {
  let folder: string;
  let laboratory: Laboratory;
  let findings: readonly Finding[];

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-mutants-'));
    await writeFile(path.join(folder, 'mutants.yml'), mutantBlueprints(subjects));
    const { project, diagnostics } = await resolveProject(folder);
    expect(diagnostics).toEqual([]);
    laboratory = await openEmbeddedLaboratory(dbtProgram);
    const { apparatus, instants, tree, bench } = prepare(project!, {
      keys,
      loads: 3,
      laboratory,
      progress: () => undefined,
    });
    const files = tree.map((file) => mutants.reduce(mutated, file));
    await laboratory.build([...files, ...ownMacros(tree)], bench);
    const deliveries = scene(apparatus.plans, { instants, loadTimes: apparatus.loadTimes }, chance(seed));
    const result = await experiment(apparatus, deliveries, { until: { kind: 'repeat' } });
    if (result.kind !== 'done') throw new Error(JSON.stringify(result, null, 2));
    findings = result.findings;
  }, 1_800_000);

  afterAll(async () => {
    await laboratory.remove();
    await rm(folder, { recursive: true, force: true });
  });

  it('tries more than twenty', () => {
    expect(mutants.length).toBeGreaterThan(20);
  });

  it.each(mutants.map(({ name }) => name))('finds %s', (name) => {
    const own = [name, profileOf(name)];
    expect(findings.filter((finding) => own.includes(finding.name)).length).toBeGreaterThan(0);
  });

  it('finds nothing wrong with what was not changed', () => {
    const controls = new Set([
      ...['control_fact', 'control_of_inferred', 'control_of_remembered'],
      ...kinds.map(control),
      profileOf(control('profiled')),
    ]);
    expect(findings.filter(({ name }) => controls.has(name)).slice(0, 5)).toEqual([]);
  });
});
