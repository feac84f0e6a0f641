/** The Python process that holds the warehouse, spoken to in JSON lines (session/session.py). */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { openSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { ENGINES, PYTHON_VARIABLES } from './environment.mjs';

const ENVIRONMENT = {
  ...PYTHON_VARIABLES,
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DBT_USE_COLORS: 'false',
  DBT_VERSION_CHECK: 'false',
  TZ: 'UTC',
};

/** A process for each warehouse: `open` starts it, `leave` waits until it has ended. */
export function processEach() {
  let session;
  return {
    async open(wanted) {
      session = await openSession(wanted);
      return session;
    },
    leave: () => session.close(),
    kill: () => session?.kill(),
  };
}

/** One process for several warehouses of an engine, one after another: its JVM stays warm. `close` ends it. */
export function processForAll() {
  let session;
  return {
    async open(wanted) {
      if (session)
        await session.must({ open: wanted.options }, `opening the next warehouse in ${wanted.folder}`);
      else session = await openSession(wanted);
      return session;
    },
    async leave() {},
    kill: () => session?.kill(),
    async close() {
      await session?.close();
    },
  };
}

/** Starts the process and waits until the warehouse answers. */
export async function openSession({ python, folder, options, log }) {
  const script = path.join(ENGINES, 'session', 'session.py');
  const child = spawn(python, [script, path.join(ENGINES, folder), JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', openSync(log, 'a')],
    env: { ...process.env, ...ENVIRONMENT },
  });
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the session ended (${await exited}): see ${log}`);
    return JSON.parse(value);
  };
  const ask = (step) => {
    child.stdin.write(`${JSON.stringify(step)}\n`);
    return answer();
  };
  await answer();
  return {
    /** The answer to a step, whether it went well or not. */
    ask,
    /** The answer to a step without which there is nothing to go on with: `what` says what it was for. */
    async must(step, what) {
      const given = await ask(step);
      if (!given.ok) throw new Error(`${what}: ${given.error}`);
      return given;
    },
    async close() {
      child.stdin.end();
      await exited;
    },
    kill: () => child.kill(),
  };
}
