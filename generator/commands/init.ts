import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { report } from '../diagnostics/report.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';

const SCHEMA_FILE = 'dbtgen.schema.json';

/** `dbtgen init`: writes a small project into `<folder>/blueprints`. Nothing is overwritten: one file there, and nothing is written. */
export async function init(
  folder: string,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { jsonSchema } = await import('../pipeline.js');
  const target = join(resolve(folder), 'blueprints');
  const starter = fileURLToPath(new URL('starter', import.meta.url));
  const files = [
    ...readdirSync(starter)
      .sort()
      .map((name) => ({ name, text: readFileSync(join(starter, name), 'utf8') })),
    { name: SCHEMA_FILE, text: `${JSON.stringify(await jsonSchema(), null, 2)}\n` },
  ];
  const problems = obstacles(
    target,
    files.map(({ name }) => join(target, name)),
  );
  if (problems.length === 0) problems.push(...write(target, files));
  const paths = problems.length > 0 ? [] : files.map(({ name }) => shown(join(target, name)));
  if (presentation.format === 'json') {
    const created = paths.map((path) => ({ path, action: 'created' }));
    writeJson(terminal, { version: 1, files: created, diagnostics: await diagnosticsForJson(problems) });
  } else {
    await printDiagnostics(problems, folder, presentation, terminal);
    for (const path of paths) terminal.out.write(`created ${path}\n`);
    if (paths.length > 0) terminal.out.write(`next: dbtgen build ${shown(target)}\n`);
  }
  return problems.length > 0 ? 1 : 0;
}

function obstacles(target: string, paths: readonly string[]): ReturnType<typeof report>[] {
  // A second project in a folder of blueprints could not be built.
  if (
    existsSync(target) &&
    paths.every((path) => !existsSync(path)) &&
    readdirOrNone(target).some((name) => /\.ya?ml$/i.test(name))
  ) {
    return [report('DG615', { path: shown(target) }, undefined)];
  }
  return paths
    .filter((path) => existsSync(path))
    .map((path) => report('DG615', { path: shown(path) }, undefined));
}

function write(
  target: string,
  files: readonly { readonly name: string; readonly text: string }[],
): ReturnType<typeof report>[] {
  try {
    mkdirSync(target, { recursive: true });
    for (const { name, text } of files) writeFileSync(join(target, name), text, { flag: 'wx' });
    return [];
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return [report('DG612', { output: shown(target), reason: message }, undefined)];
  }
}

function readdirOrNone(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function shown(path: string): string {
  return relative('', path) || '.';
}
