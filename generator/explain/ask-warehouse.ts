import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedTarget } from '../../dialects/embedded-engine.js';
import type { PlanContext } from '../plan/context.js';
import { runDbt } from '../prove/dbt-runner.js';
import { type Answer, answersIn, type Inquiry, inquiryTemplate } from '../prove/inquiry.js';
import { whyDbtStopped } from '../prove/why-dbt-stopped.js';

/** How dbt reaches the warehouse. */
export interface WarehouseAccess {
  /** dbt, as a name or a path. */
  readonly program: string;
  /** The folder of the generated repo. */
  readonly project: string;
  readonly through:
    /** A profile of the user's; what is left out is dbt's to find. */
    | { readonly kind: 'profile'; readonly folder: string | undefined; readonly target: string | undefined }
    /** A database that is one file. */
    | { readonly kind: 'file'; readonly file: string };
}

export type Answers =
  | { readonly kind: 'answers'; readonly answers: readonly Answer[] }
  | { readonly kind: 'no_dbt' }
  | { readonly kind: 'stopped'; readonly reason: string };

/**
 * Asks the warehouse through dbt, in one command: a template that is compiled may query, whatever the adapter.
 *
 * @returns an answer for each inquiry
 */
export async function askWarehouse(
  inquiries: readonly Inquiry[],
  { program, project, through }: WarehouseAccess,
  context: PlanContext,
): Promise<Answers> {
  const words = ['--quiet', 'compile', '--inline', inquiryTemplate(inquiries, context)];
  if (through.kind === 'profile') {
    const target = through.target === undefined ? [] : ['--target', through.target];
    return ask(through.folder, target);
  }
  const folder = await mkdtemp(join(tmpdir(), 'dbtgen-explain-'));
  try {
    // JSON is YAML, and quotes any path rightly.
    const outputs = { explain: embeddedTarget(through.file, 1) };
    const profiles = { [context.project.profile]: { target: 'explain', outputs } };
    await writeFile(join(folder, 'profiles.yml'), JSON.stringify(profiles));
    return await ask(folder, []);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }

  async function ask(profiles: string | undefined, target: readonly string[]): Promise<Answers> {
    const run = { program, project, ...(profiles === undefined ? {} : { profiles }) };
    const outcome = await runDbt(run, [...words, ...target]);
    switch (outcome.kind) {
      case 'missing':
        return { kind: 'no_dbt' };
      case 'failed':
        return { kind: 'stopped', reason: whyDbtStopped(outcome.printed) };
      case 'done':
        return { kind: 'answers', answers: answersIn(outcome.printed, inquiries) };
    }
  }
}
