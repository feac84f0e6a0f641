import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type DbtOutcome, python, runDbt, type Workbench } from './dbt.js';

/** Several dbt commands over one project, which is parsed once: each has its own `--vars`, and those cost a parse. */
export interface DbtSession {
  readonly run: (
    parameters: readonly string[],
    variables?: Readonly<Record<string, unknown>>,
  ) => Promise<Pick<DbtOutcome, 'exitCode' | 'stdout'>>;
  readonly close: () => void;
}

const program = fileURLToPath(new URL('dbt-session.py', import.meta.url));

/** Opens a session; where processes can't be forked every command is a dbt of its own. */
export function openDbtSession(workbench: Workbench): DbtSession {
  if (process.platform === 'win32') {
    return {
      run: (parameters, variables) =>
        runDbt({ ...workbench, parameters, ...(variables === undefined ? {} : { variables }) }),
      close: () => undefined,
    };
  }
  const child = spawn(python, [program, workbench.project, workbench.profiles], {
    cwd: workbench.project,
    env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const complaints: string[] = [];
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    run: async (parameters, variables) => {
      const handedOver = variables === undefined ? [] : ['--vars', JSON.stringify(variables)];
      child.stdin.write(`${JSON.stringify([...parameters, ...handedOver])}\n`);
      const answer = await answers.next();
      if (answer.done === true) throw new Error(complaints.join(''));
      return JSON.parse(answer.value) as { exitCode: number; stdout: string };
    },
    close: () => {
      child.stdin.end();
    },
  };
}
