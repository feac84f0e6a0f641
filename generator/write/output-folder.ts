import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, isAbsolute, join, parse, relative, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';

export interface OutputChoice {
  /** The folder of the project file. */
  readonly projectFolder: string;
  /** `output` of the project file. */
  readonly projectOutput: string;
  /** The option --output, relative to the working directory. */
  readonly optionOutput: string | undefined;
  /** The dialects that are built. */
  readonly dialects: readonly string[];
}

/** Where each dialect's tree goes: one dialect exactly into the folder, several each into a folder below it. */
export function outputFolders(choice: OutputChoice): { readonly dialect: string; readonly output: string }[] {
  const { projectFolder, projectOutput, optionOutput, dialects } = choice;
  const base = optionOutput === undefined ? resolve(projectFolder, projectOutput) : resolve(optionOutput);
  return dialects.map((dialect) => ({ dialect, output: dialects.length === 1 ? base : join(base, dialect) }));
}

/** Refuses folders that hold more than a generated tree, and trees that lie in each other. */
export function checkOutputFolders(outputs: readonly string[], blueprintFolder: string): Diagnostic[] {
  const refused = outputs.flatMap((output) => {
    const reason = whyRefused(output, blueprintFolder);
    return reason === undefined ? [] : [report('DG608', { output, reason }, undefined)];
  });
  const nested = outputs.flatMap((output, index) =>
    outputs
      .slice(index + 1)
      .filter((other) => holds(output, other) || holds(other, output))
      .map((other) => report('DG613', { output, other }, undefined)),
  );
  return [...refused, ...nested];
}

function whyRefused(output: string, blueprintFolder: string): string | undefined {
  const folder = real(output);
  const blueprints = real(blueprintFolder);
  if (folder === parse(folder).root) return 'is the root of the file system';
  if (folder === real(homedir())) return 'is the home folder';
  if (folder === blueprints) return 'is the folder of the blueprints';
  if (holds(folder, blueprints)) return 'holds the folder of the blueprints';
  return undefined;
}

/** Whether `inner` is `outer` or lies in it. */
function holds(outer: string, inner: string): boolean {
  const way = relative(real(outer), real(inner));
  return (
    way === '' || (way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way))
  );
}

/** The path without links, also where its last parts don't exist yet. */
function real(path: string): string {
  const absolute = resolve(path);
  try {
    return realpathSync(absolute);
  } catch {
    const parent = dirname(absolute);
    return parent === absolute ? absolute : join(real(parent), basename(absolute));
  }
}
