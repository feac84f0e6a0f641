import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Diagnostic, SourceText } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import { sortDiagnostics } from '../diagnostics/sort.js';
import type { Blueprint } from './blueprint.js';
import { findFiles, systemReason } from './find-files.js';
import { readDocument } from './read-document.js';
import { readText } from './read-text.js';
import { readYaml } from './read-yaml.js';

export interface ReadOptions {
  /** Folders below the blueprint folder that hold no blueprints, such as the output. */
  readonly exclude?: readonly string[];
}

export interface ReadResult {
  /** In the order of the files, then of the documents. Those with a problem of shape are left out. */
  readonly blueprints: Blueprint[];
  readonly sources: SourceText[];
  /** All that is wrong, sorted by file and place. */
  readonly diagnostics: Diagnostic[];
}

/** Reads all blueprints of a folder. What is wrong with them is returned, never thrown. */
export async function readBlueprints(folder: string, options: ReadOptions = {}): Promise<ReadResult> {
  const blueprints: Blueprint[] = [];
  const sources: SourceText[] = [];
  const diagnostics: Diagnostic[] = [];

  const unusable = await folderProblem(folder);
  if (unusable) return { blueprints, sources, diagnostics: [unusable] };
  const found = findFiles(folder, new Set((options.exclude ?? []).map((path) => resolve(path))));
  diagnostics.push(...found.diagnostics);
  if (found.files.length === 0 && diagnostics.length === 0)
    diagnostics.push(report('DG103', { path: folder }, undefined));

  let projectsWritten = 0;
  for (const file of found.files) {
    const { source, problem } = readText(file);
    sources.push(source);
    if (problem) {
      diagnostics.push(problem);
      continue;
    }
    const yaml = readYaml(source);
    diagnostics.push(...yaml.diagnostics);
    for (const root of yaml.documents) {
      if (root.entries?.has('project')) projectsWritten += 1;
      const document = readDocument(source, root);
      diagnostics.push(...document.diagnostics);
      if (document.blueprint) blueprints.push(document.blueprint);
    }
  }
  // A file that could not be read may be the one that holds the project.
  const allRead = diagnostics.every((diagnostic) => !diagnostic.code.startsWith('DG1'));
  if (projectsWritten === 0 && allRead) diagnostics.push(report('DG130', {}, undefined));
  diagnostics.push(...repeatedProjects(blueprints));
  return { blueprints, sources, diagnostics: sortDiagnostics(diagnostics) };
}

async function folderProblem(folder: string): Promise<Diagnostic | undefined> {
  try {
    return (await stat(folder)).isDirectory() ? undefined : report('DG102', { path: folder }, undefined);
  } catch (error) {
    const missing = (error as { code?: string }).code === 'ENOENT';
    return missing
      ? report('DG101', { path: folder }, undefined)
      : report(
          'DG104',
          { reason: systemReason(error) },
          { source: { path: folder, text: '' }, start: 0, end: 0 },
        );
  }
}

function repeatedProjects(blueprints: readonly Blueprint[]): Diagnostic[] {
  const [first, ...others] = blueprints.filter((blueprint) => blueprint.kind === 'project');
  if (!first) return [];
  const related = [{ message: 'the first project', location: first.locate(['project'], 'key') }];
  return others.map((other) =>
    report('DG131', { name: other.value.project }, other.locate(['project'], 'key'), { related }),
  );
}
