import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { WarehouseTarget } from '../prove/warehouse-laboratory.js';

/** The warehouse behind a target, or why there is none. */
export type FoundTarget =
  | { readonly kind: 'target'; readonly target: WarehouseTarget }
  | { readonly kind: 'no_dbt' }
  | { readonly kind: 'no_target'; readonly problem: string };

export interface WantedTarget {
  readonly name: string;
  /** The folder of profiles.yml, where the user named one. */
  readonly profilesDir: string | undefined;
  /** The profile that the project asks for. */
  readonly profile: string;
  /** dbt, as a name or a path. */
  readonly dbt: string;
}

/** Finds out from dbt what is behind a target of the user's profile. */
export async function findTarget({ name, profilesDir, profile, dbt }: WantedTarget): Promise<FoundTarget> {
  const { adapterOfTarget } = await import('../prove/adapter-of-target.js');
  const folder = profilesFolder(profilesDir);
  const profiles = folder === undefined ? {} : { profiles: folder };
  const answer = await adapterOfTarget({ program: dbt, profile, target: name, ...profiles });
  switch (answer.kind) {
    case 'no_dbt':
      return answer;
    case 'stopped': {
      const { whyDbtStopped } = await import('../prove/why-dbt-stopped.js');
      return {
        kind: 'no_target',
        problem: `dbt can't use the target "${name}" of the profile "${profile}": ${whyDbtStopped(answer.printed)}`,
      };
    }
    case 'adapter': {
      const { dialectOfAdapter } = await import('../pipeline.js');
      const dialect = dialectOfAdapter(answer.adapter);
      if (dialect !== undefined) return { kind: 'target', target: { name, dialect, ...profiles } };
      return {
        kind: 'no_target',
        problem: `the target "${name}" has the adapter ${answer.adapter}, which dbtgen has no dialect for`,
      };
    }
  }
}

/** Where dbt would look if it were run here; it is run elsewhere. Undefined: in the user's home. */
function profilesFolder(named: string | undefined): string | undefined {
  const folder = named ?? process.env['DBT_PROFILES_DIR'];
  if (folder !== undefined) return resolve(folder);
  return existsSync(join(process.cwd(), 'profiles.yml')) ? process.cwd() : undefined;
}
