/** `npm test`: sets everything up, then runs every test and reports coverage; `npm test -- <filter>` runs some. */
import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareEverything } = await import('./setup/everything.mjs');

await runEntry(async (steps) => {
  await prepareEverything(steps);
  const { runTests } = await import('./test/run-tests.mjs');
  return runTests(process.argv.slice(2));
});
