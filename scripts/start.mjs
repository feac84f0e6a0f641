/** `npm start`: sets everything up, then builds a warehouse of real flights and asks it a few questions. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareEverything } = await import('./setup/everything.mjs');

await runEntry(async (steps) => {
  await prepareEverything(steps);
  // Only now: it uses npm packages, which the line above may have installed.
  const { runDemo } = await import('./demo/run-demo.mjs');
  return runDemo(steps);
});
