// Compiles into dist/ and puts the files that the program reads at run time beside the compiled modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
const memory = join(root, '.cache/build.tsbuildinfo');
const sources = ['generator', 'dialects'];

/**
 * @param {string} folder
 * @returns {string[]}
 */
const filesBelow = (folder) =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(path) : [path];
  });

const kept = new Set([join(dist, 'fingerprint')]);
/**
 * @param {string} path
 * @param {string} extension
 */
const compiled = (path, extension) => join(dist, relative(root, path)).replace(/\.ts$/, extension);
for (const path of sources.flatMap((folder) => filesBelow(join(root, folder)))) {
  if (path.endsWith('.ts')) {
    kept.add(compiled(path, '.js')).add(compiled(path, '.d.ts'));
    continue;
  }
  const copy = join(dist, relative(root, path));
  kept.add(copy);
  if (existsSync(copy) && statSync(copy).mtimeMs >= statSync(path).mtimeMs) continue;
  mkdirSync(dirname(copy), { recursive: true });
  copyFileSync(path, copy);
}
// What no source stands for any more would still be found, imported and published.
if (existsSync(dist)) for (const path of filesBelow(dist)) if (!kept.has(path)) rmSync(path);

// Without its memory the compiler writes everything anew; with it, but without the output, it would write nothing.
const isComplete = [...kept].every((path) => !path.endsWith('.js') || existsSync(path));
if (!isComplete) rmSync(memory, { force: true });
const tsc = join(root, 'node_modules/typescript/bin/tsc');
const options = [
  '-p',
  'tsconfig.build.json',
  '--incremental',
  '--tsBuildInfoFile',
  memory,
  ...process.argv.slice(2),
];
const { status } = spawnSync(process.execPath, [tsc, ...options], { cwd: root, stdio: 'inherit' });

const cli = join(dist, 'generator/cli.js');
if (existsSync(cli)) chmodSync(cli, 0o755);

// The fast path trusts its memory only as long as the program that wrote it is the same.
const hash = createHash('sha256');
for (const path of filesBelow(dist)
  .filter((file) => !/fingerprint$|\.d\.ts$/.test(file))
  .sort()) {
  hash.update(`${relative(dist, path)}\0`).update(readFileSync(path));
}
hash.update(readFileSync(join(root, 'package.json')));
writeFileSync(join(dist, 'fingerprint'), hash.digest('hex'));
process.exitCode = status ?? 1;
