import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';

/** A YAML file below the blueprint folder. */
export interface FoundFile {
  /** Relative to the folder, with forward slashes. */
  readonly path: string;
  readonly absolute: string;
}

/**
 * Finds YAML files recursively, in the order of their paths: no links, no dot folders, no generated
 * trees, not what is excluded.
 */
export function findFiles(
  folder: string,
  exclude: ReadonlySet<string>,
): { readonly files: readonly FoundFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files: FoundFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const visit = (relative: string): void => {
    const absolute = join(folder, relative);
    let entries;
    try {
      entries = readdirSync(absolute, { withFileTypes: true });
    } catch (error) {
      const source = { path: relative === '' ? '.' : relative, text: '' };
      diagnostics.push(report('DG104', { reason: systemReason(error) }, { source, start: 0, end: 0 }));
      return;
    }
    // A generated tree below the blueprints is no blueprint.
    if (relative !== '' && entries.some((entry) => entry.name === '.dbtgen.lock')) return;
    for (const entry of entries) {
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!entry.name.startsWith('.') && !exclude.has(resolve(folder, path))) visit(path);
      } else if (entry.isFile() && /\.ya?ml$/i.test(entry.name) && !entry.name.startsWith('.')) {
        files.push({ path, absolute: join(folder, path) });
      }
    }
  };
  visit('');
  files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { files, diagnostics };
}

/** What the operating system said, without paths and numbers. */
export function systemReason(error: unknown): string {
  const code = (error as { code?: string }).code;
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'ENOENT') return 'it is gone';
  if (code === 'ENAMETOOLONG') return 'its path is too long';
  return code ?? 'unknown reason';
}
