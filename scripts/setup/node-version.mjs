import { readFileSync } from 'node:fs';
import process from 'node:process';

/**
 * Ends the process with one line where Node is older than package.json allows. Imported statically and
 * first by every entry script, which loads the rest only afterwards: newer syntax elsewhere must not
 * fail before this has had its say.
 */
export function requireNode() {
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const wanted = engines.node.replace('>=', '');
  const [major = 0, minor = 0] = wanted.split('.').map(Number);
  const [ownMajor = 0, ownMinor = 0] = process.versions.node.split('.').map(Number);
  if (ownMajor > major || (ownMajor === major && ownMinor >= minor)) return;
  console.error(
    `Node ${wanted} or newer is needed, this is ${process.versions.node}: install a newer Node, then run this again.`,
  );
  process.exit(1);
}
