import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runDbt } from './dbt-runner.js';
import { writeFiles } from './write-files.js';

/** What dbt says of a target. */
export type TargetAnswer =
  | { readonly kind: 'adapter'; readonly adapter: string }
  | { readonly kind: 'no_dbt' }
  /** dbt does not get as far as the target: what it printed. */
  | { readonly kind: 'stopped'; readonly printed: string };

export interface TargetQuestion {
  /** dbt, as a name or a path. */
  readonly program: string;
  readonly profile: string;
  readonly target: string;
  /** The folder of profiles.yml; where it is left out dbt finds it. */
  readonly profiles?: string;
}

const mark = 'dbtgen adapter ';

/** Asks dbt which adapter a target of a profile has: profiles are templates, which only dbt can read. */
export async function adapterOfTarget({
  program,
  profile,
  target,
  profiles,
}: TargetQuestion): Promise<TargetAnswer> {
  const project = await mkdtemp(join(tmpdir(), 'dbtgen-prove-'));
  try {
    await writeFiles(project, [
      { path: 'dbt_project.yml', text: JSON.stringify({ name: 'dbtgen_target', profile }) },
      {
        path: 'macros/tell_adapter.sql',
        text: `{% macro tell_adapter() %}{{ print('${mark}' ~ target.type) }}{% endmacro %}\n`,
      },
    ]);
    const outcome = await runDbt({ program, project, ...(profiles === undefined ? {} : { profiles }) }, [
      '--quiet',
      'run-operation',
      'tell_adapter',
      '--target',
      target,
    ]);
    if (outcome.kind === 'missing') return { kind: 'no_dbt' };
    const { printed } = outcome;
    const adapter = new RegExp(`${mark}(\\w+)`).exec(printed)?.[1];
    return adapter === undefined ? { kind: 'stopped', printed } : { kind: 'adapter', adapter };
  } finally {
    await rm(project, { recursive: true, force: true });
  }
}
