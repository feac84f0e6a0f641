import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { jars, python } from '../../../test/engines/lib/environment.mjs';
import { requireJava17 } from '../../../test/engines/lib/machine.mjs';
import { openSession } from '../../../test/engines/lib/session.mjs';
import { secondsInNodes } from '../history/dbt-run.mjs';

/**
 * Spark with Delta in one process, which dbt is run in as well.
 *
 * @param {string} folder for tables and logs
 * @throws where the machine lacks Java 17
 */
export async function openSpark(folder) {
  requireJava17();
  const session = await openSession({
    python: await python('spark'),
    folder: 'spark',
    options: { work: folder, format: 'delta', ansi: 'off', jars: await jars(), sized_for: 'many_rows' },
    log: path.join(folder, 'spark.log'),
  });
  return {
    /** @param {readonly string[]} statements @returns {Promise<readonly (readonly unknown[])[]>} rows of the last */
    async sql(statements) {
      const { rows = [] } = await session.must({ sql: statements }, `Spark: ${statements.at(-1)}`);
      return rows;
    },
    /**
     * Runs the project in `<place>/dbt`.
     *
     * @param {string} place
     * @param {string} schema of its tables
     * @param {readonly string[]} command
     * @returns {Promise<number>} seconds in its nodes, hooks included
     */
    async dbt(place, schema, command) {
      await writeFile(path.join(place, 'profiles.yml'), profile(schema));
      const places = ['--project-dir', path.join(place, 'dbt'), '--profiles-dir', place];
      const target = path.join(place, 'target');
      const printed = path.join(place, 'console.log');
      const answer = await session.ask({
        dbt: [...command, ...places, '--target-path', target, '--log-path', place],
        console: printed,
        env: {},
      });
      if (!answer.ok) throw new Error(`dbt ${command[0]} failed:\n${await readFile(printed, 'utf8')}`);
      return secondsInNodes(target);
    },
    close: () => session.close(),
  };
}

/** @typedef {Awaited<ReturnType<typeof openSpark>>} Spark */

/** @param {string} schema */
const profile = (schema) =>
  `bench:\n  target: bench\n  outputs:\n    bench: {type: spark, method: session, host: none, schema: ${schema}, threads: 1}\n`;
