import process from 'node:process';
import { requireCommand } from './command.mjs';
import { fingerprint } from './fingerprint.mjs';
import { at } from './places.mjs';
import { isStamped, stamp } from './stamp.mjs';

/** Everything that decides what dist/ holds. */
const inputs = [
  'generator',
  'dialects',
  'scripts/build.mjs',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
];

/**
 * Compiles dbtgen where dist/ is not what the sources say.
 *
 * @param {import('./steps.mjs').Steps} steps
 */
export async function prepareBuild(steps) {
  await steps.run('build of dbtgen', async () => {
    const wanted = await fingerprint(inputs);
    if (await isStamped(at('dist'), wanted)) return 'ready';
    await requireCommand('dbtgen does not compile: see above.', process.execPath, [
      at('scripts', 'build.mjs'),
    ]);
    await stamp(at('dist'), wanted);
    return 'built';
  });
}
