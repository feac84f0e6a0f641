/** The Python process that holds the warehouse, spoken to in JSON lines (session/session.py). */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ENGINES } from './environment.mjs';

const ENVIRONMENT = {
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DBT_USE_COLORS: 'false',
  DBT_VERSION_CHECK: 'false',
  PYTHONDONTWRITEBYTECODE: '1',
  TZ: 'UTC',
};

/** Starts the process and waits until the warehouse answers; `env` are variables that the project asks for. */
export async function openSession({ python, folder, options, log, env = {} }) {
  const script = path.join(ENGINES, 'session', 'session.py');
  const child = spawn(python, [script, path.join(ENGINES, folder), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', openSync(log, 'a')],
    env: { ...process.env, ...env, ...ENVIRONMENT },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the session ended (${await exited}): see ${log}`);
    return JSON.parse(value);
  };
  await answer();
  return {
    ask(step) {
      child.stdin.write(`${JSON.stringify(step)}\n`);
      return answer();
    },
    async close() {
      child.stdin.end();
      await exited;
    },
    kill: () => child.kill(),
  };
}
