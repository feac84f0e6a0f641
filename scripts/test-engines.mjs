/** `npm run test:engines`: sets the checkout up, then runs the emitted repos on the engine of every dialect. */
import { spawn } from 'node:child_process';
import process from 'node:process';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareEverything } = await import('./setup/everything.mjs');
const { at } = await import('./setup/places.mjs');

await runEntry(async (steps) => {
  await prepareEverything(steps);
  const suite = spawn(process.execPath, [at('test', 'engines', 'suite.mjs'), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  return new Promise((resolve) => suite.on('close', (code) => resolve(code ?? 1)));
});
