import { spawn } from 'node:child_process';

/** How a run of dbt ended. */
export type DbtOutcome =
  | { readonly kind: 'done'; readonly printed: string }
  | { readonly kind: 'failed'; readonly printed: string }
  /** There is no such program. */
  | { readonly kind: 'missing' };

export interface DbtProject {
  /** The program: a name to be found on PATH, or a path. */
  readonly program: string;
  /** The folder of dbt_project.yml. */
  readonly project: string;
  /** The folder of profiles.yml; where it is left out dbt looks for it itself. */
  readonly profiles?: string;
}

/** Runs one dbt command to its end. */
export function runDbt(
  { program, project, profiles }: DbtProject,
  words: readonly string[],
  variables?: Readonly<Record<string, string>>,
): Promise<DbtOutcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      program,
      [
        '--no-use-colors',
        ...words,
        ...['--project-dir', project],
        ...(profiles === undefined ? [] : ['--profiles-dir', profiles]),
        // Other variables than those of the last command would cost a full parse.
        ...(variables === undefined ? [] : ['--vars', JSON.stringify(variables)]),
      ],
      {
        cwd: project,
        // No usage statistics: they are sent over the network, and waited for.
        env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'EACCES') resolve({ kind: 'missing' });
      else reject(error);
    });
    child.on('close', (code) => resolve({ kind: code === 0 ? 'done' : 'failed', printed: printed.join('') }));
  });
}
