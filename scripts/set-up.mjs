/** Sets the checkout up and does nothing else: for CI, which wants the tools before it calls them. */
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runEntry } = await import('./setup/entry.mjs');
const { prepareEverything } = await import('./setup/everything.mjs');

await runEntry(async (steps) => {
  await prepareEverything(steps);
  return 0;
});
