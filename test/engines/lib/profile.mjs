/**
 * The profiles.yml of a stand-in, for any emitted project.
 *
 *   node profile.mjs <dialect> <project> <folder> [next]      writes folder/profiles.yml for `dbt parse`, no engine started;
 *                                                              `next`: for the parser of dbt 2.0
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { dialect } from './dialects.mjs';

/** The profile that dbt_project.yml asks for. */
function profileName(project) {
  const file = path.join(project, 'dbt_project.yml');
  const found = /^profile:\s*(['"]?)([^'"#\s]+)\1\s*(#.*)?$/m.exec(readFileSync(file, 'utf8'));
  if (!found) throw new Error(`${file} names no profile`);
  return found[2];
}

/** Writes folder/profiles.yml; JSON is YAML. */
export function writeProfile(project, folder, output) {
  mkdirSync(folder, { recursive: true });
  const profile = { [profileName(project)]: { target: 'lab', outputs: { lab: output } } };
  writeFileSync(path.join(folder, 'profiles.yml'), `${JSON.stringify(profile, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [name, project, folder, version] = process.argv.slice(2);
  const { engine } = dialect(name);
  const output = version === 'next' && engine.nextOutput ? engine.nextOutput() : engine.output();
  writeProfile(project, folder, output);
}
