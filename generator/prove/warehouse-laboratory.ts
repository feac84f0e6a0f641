import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dialect } from '../../dialects/dialect.js';
import { type DbtOutcome, runDbt } from './dbt-runner.js';
import { type Answer, answersIn, type InquiredItem } from './inquiry.js';
import type { Laboratory } from './laboratory.js';
import { plainValue } from './plain-value.js';
import type { Row } from './value.js';
import {
  dropOperation,
  landingOf,
  landMacro,
  printedInquiries,
  statesOf,
  type WarehouseBench,
  warehouseMacros,
} from './warehouse-hooks.js';
import { writeFiles } from './write-files.js';

/** A warehouse of the user's, as dbt reaches it. */
export interface WarehouseTarget {
  /** The target of the profile. */
  readonly name: string;
  /** The folder of profiles.yml; where it is left out dbt finds it. */
  readonly profiles?: string;
  readonly dialect: Dialect;
}

/**
 * Makes a laboratory in a schema of a warehouse that nobody else has.
 *
 * @param program dbt, as a name or a path
 * @param tell told the name of the schema, and where it could not be dropped
 */
export async function openWarehouseLaboratory(
  program: string,
  { name, profiles, dialect }: WarehouseTarget,
  tell: { readonly progress: (what: string) => void; readonly complain: (what: string) => void },
): Promise<Laboratory> {
  const project = await mkdtemp(join(tmpdir(), 'dbtgen-prove-'));
  const schema = `dbtgen_prove_${randomBytes(6).toString('hex')}`;
  const landed = new Map<string, readonly Row[]>();
  let bench: WarehouseBench | undefined;
  let ground: 'bare' | 'laid' = 'bare';
  let answers = new Map<string, readonly Row[]>();
  // Other variables than those of the last command would cost a full parse.
  let variables: Readonly<Record<string, string>> = {};

  const dbt = (words: readonly string[]): Promise<DbtOutcome> =>
    runDbt(
      { program, project, ...(profiles === undefined ? {} : { profiles }) },
      [...words, '--target', name],
      variables,
    );
  const prepared = (): WarehouseBench => {
    if (bench === undefined) throw new Error('nothing was built');
    return bench;
  };
  const drop = async (): Promise<DbtOutcome | undefined> => {
    if (ground === 'bare') return undefined;
    const outcome = await dbt(['run-operation', dropOperation]);
    if (outcome.kind === 'done') ground = 'bare';
    return outcome;
  };

  return {
    dialect,
    places: {
      schemaOf: () => schema,
      nameOf: (source, table) =>
        `raw_${createHash('sha256').update(`${source}.${table}`).digest('hex').slice(0, 12)}`,
    },
    // No adapter spells their literals like another.
    unwritable: new Set(['binary']),
    build: async (files, { project: own, ...rest }) => {
      bench = { ...rest, project: own, context: { project: own, dialect }, schema };
      await writeFiles(project, [...files, ...warehouseMacros(bench)]);
    },
    empty: async () => {
      landed.clear();
      answers = new Map();
      const outcome = await drop();
      if (outcome !== undefined && outcome.kind !== 'done')
        throw new Error(`dbt could not drop the schema ${schema}`);
    },
    land: (table, rows) => {
      landed.set(landingOf(table, prepared()), rows);
      return Promise.resolve();
    },
    ask: (dimension, states) => {
      landed.set(statesOf(dimension), states);
      return Promise.resolve();
    },
    run: async (loadAt, options) => {
      if (ground === 'bare') tell.progress(`working in the schema ${schema} of the target ${name}`);
      await writeFiles(project, [landMacro(prepared(), landed, ground)]);
      variables = { load_at: loadAt };
      ground = 'laid';
      const outcome = await dbt(['run', ...options]);
      if (outcome.kind === 'done') {
        const inquiries = printedInquiries(prepared());
        const found = answersIn(outcome.printed, inquiries);
        answers = new Map(
          inquiries.map(({ model, items }, index) => [model, plainRows(found[index], items)]),
        );
      }
      return outcome;
    },
    answered: (dimension) => Promise.resolve(answers.get(statesOf(dimension)) ?? []),
    stored: (model) => Promise.resolve(answers.get(model) ?? []),
    remove: async () => {
      const outcome = await drop();
      if (outcome !== undefined && outcome.kind !== 'done')
        tell.complain(`the schema ${schema} of the target ${name} could not be dropped: drop it yourself`);
      await rm(project, { recursive: true, force: true });
    },
  };
}

function plainRows(answer: Answer | undefined, items: readonly InquiredItem[]): readonly Row[] {
  if (answer?.kind !== 'rows') return [];
  return answer.rows.map((row) =>
    Object.fromEntries(items.map(({ name, type }) => [name, plainValue(row[name] ?? null, type)])),
  );
}
