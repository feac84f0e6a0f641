/** Fails where a checked-in tree below test/golden/ is not what its example's blueprints build, for any dialect. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { pathToFileURL } from 'node:url';
import { requireNode } from './setup/node-version.mjs';

requireNode();
const { runCommand } = await import('./setup/command.mjs');
const { runEntry } = await import('./setup/entry.mjs');
const { at, dbtgenProgram } = await import('./setup/places.mjs');

await runEntry(async () => {
  let wrong = 0;
  const entries = await readdir(at('blueprints'), { withFileTypes: true });
  const examples = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const { dialects } = await import(pathToFileURL(at('dist', 'dialects', 'index.js')).href);
  const trees = examples.flatMap((example) => Object.keys(dialects).map((dialect) => ({ example, dialect })));
  for (const { example, dialect } of trees) {
    const parameters = [
      'check',
      path.join('blueprints', example),
      '--dialect',
      dialect,
      '--output',
      path.join('test', 'golden', example, dialect),
    ];
    const { exitCode, output } = await runCommand(process.execPath, [dbtgenProgram, ...parameters]);
    console.log(`dbtgen ${parameters.join(' ')}: ${exitCode === 0 ? 'clean' : 'differs'}`);
    if (exitCode === 0) continue;
    console.error(output);
    wrong += 1;
  }
  return wrong > 0 || examples.length === 0 ? 1 : 0;
});
