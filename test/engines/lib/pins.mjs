/** Versions as they are pinned, so that what a run is said to have used is what it used. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ENGINES = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** The version of a package in a requirements file, as `1.11.0` for `dbt-spark[session]==1.11.0`. */
export function pinnedPython(file, name) {
  return found(file, new RegExp(`^${name}(?:\\[[^\\]]*\\])?==(\\S+)`, 'm'), name);
}

/** The version of a dependency in a package.json. */
export function pinnedNode(file, name) {
  return found(file, new RegExp(`"${name}": "([^"]+)"`), name);
}

/** The version in a property of a Maven file. */
export function pinnedJar(file, property) {
  return found(file, new RegExp(`<${property.replaceAll('.', '\\.')}>([^<]+)<`), property);
}

function found(file, pattern, name) {
  const version = pattern.exec(readFileSync(path.join(ENGINES, file), 'utf8'))?.[1];
  if (!version) throw new Error(`${file} pins no ${name}`);
  return version;
}
