import { createHash } from 'node:crypto';
import { dirname, join, resolve as resolvePath } from 'node:path';
import type { Dialect } from '../dialects/dialect.js';
import { type DialectName, dialects } from '../dialects/index.js';
import type { Diagnostic } from './diagnostics/diagnostic.js';
import { sortDiagnostics } from './diagnostics/sort.js';
import { outputFolders } from './write/output-folder.js';
import type { GeneratedFile } from './render/repository.js';
import type { Listed } from './resolve/listing.js';
import type { Project } from './resolve/project.js';

export type { GeneratedFile, Listed };
export { dialectNames } from '../dialects/index.js';

/** One generated dbt repo. */
export interface GeneratedTree {
  readonly dialect: string;
  /** Absolute folder. */
  readonly output: string;
  readonly files: readonly GeneratedFile[];
}

/** A file that the result depends on. */
export interface Input {
  /** Relative to the blueprint folder, or absolute. */
  readonly path: string;
  /** Of the file's text in UTF-8 without a byte order mark, in hex. */
  readonly sha256: string;
}

export interface PipelineOptions {
  readonly dialect?: string;
  readonly output?: string;
}

export interface PipelineResult {
  readonly trees: readonly GeneratedTree[];
  readonly diagnostics: readonly Diagnostic[];
  readonly listing: readonly Listed[];
  readonly inputs: readonly Input[];
}

export interface Validation {
  readonly diagnostics: readonly Diagnostic[];
  readonly listing: readonly Listed[];
}

/** Turns a folder of blueprints into generated trees; writes nothing. With an error among the diagnostics there is no tree. */
export async function generate(folder: string, options: PipelineOptions): Promise<PipelineResult> {
  const read = await readAndResolve(folder, options);
  const base = { diagnostics: read.diagnostics, listing: read.listing, inputs: read.inputs };
  if (read.project === undefined) return { ...base, trees: [] };
  const [{ plan }, { supportFiles }, { renderRepository }] = await Promise.all([
    import('./plan/index.js'),
    import('./plan/macros.js'),
    import('./render/repository.js'),
  ]);
  const { project } = read;
  const outputs = outputsOf(project, options, read.projectFile);
  const trees: GeneratedTree[] = [];
  const notes: Diagnostic[] = [];
  for (const name of project.dialects) {
    const dialect = dialects[name as DialectName];
    const planned = plan(project, dialect);
    notes.push(...planned.notes);
    trees.push({
      dialect: name,
      output: outputs.get(name) ?? '',
      files: renderRepository(planned.files, supportFiles({ project, dialect }), dialect),
    });
  }
  return { ...base, trees, diagnostics: sortDiagnostics([...read.diagnostics, ...notes]) };
}

/** Reads and resolves a folder of blueprints, and stops there. */
export async function validate(folder: string, options: PipelineOptions): Promise<Validation> {
  const { diagnostics, listing } = await readAndResolve(folder, options);
  return { diagnostics, listing };
}

/** Reads and resolves a folder of blueprints into a project; undefined where something is wrong with it. */
export async function resolveProject(
  folder: string,
  options: Pick<PipelineOptions, 'dialect'> = {},
): Promise<{ readonly project: Project | undefined; readonly diagnostics: readonly Diagnostic[] }> {
  const { project, diagnostics } = await readAndResolve(folder, options);
  return { project, diagnostics };
}

/** The dialect of the warehouses that an adapter of dbt runs on; undefined where there is none. */
export function dialectOfAdapter(adapter: string): Dialect | undefined {
  return Object.values(dialects).find((dialect) => dialect.adapter.type === adapter);
}

/** One generated repo, as far as it is known without planning its files. */
export interface Repository {
  readonly project: Project;
  readonly dialect: Dialect;
  /** Absolute folder. */
  readonly output: string;
}

/**
 * The repos that a folder of blueprints is generated into: one for each dialect, or for the one that is named.
 *
 * @returns no repos where something is wrong with the blueprints
 */
export async function resolveRepositories(
  folder: string,
  options: PipelineOptions,
): Promise<{ readonly repositories: readonly Repository[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { project, diagnostics, projectFile } = await readAndResolve(folder, options);
  if (project === undefined) return { repositories: [], diagnostics };
  const outputs = outputsOf(project, options, projectFile);
  const repositories = project.dialects.map((name) => ({
    project,
    dialect: dialects[name as DialectName],
    output: outputs.get(name) ?? '',
  }));
  return { repositories, diagnostics };
}

interface Read extends Validation {
  readonly project: Project | undefined;
  readonly projectFile: string;
  readonly inputs: readonly Input[];
}

async function readAndResolve(folder: string, options: PipelineOptions): Promise<Read> {
  const [{ readBlueprints }, { resolve }, { listBlueprints }] = await Promise.all([
    import('./parse/read-blueprints.js'),
    import('./resolve/index.js'),
    import('./resolve/listing.js'),
  ]);
  const root = resolvePath(folder);
  const read = await readBlueprints(root, {
    exclude: options.output === undefined ? [] : [resolvePath(options.output)],
  });
  const inputs = read.sources.map((source) => ({
    path: source.path,
    sha256: createHash('sha256').update(source.text).digest('hex'),
  }));
  const listing = listBlueprints(read.blueprints);
  const project = read.blueprints.find((blueprint) => blueprint.kind === 'project');
  const projectFile = join(root, project?.locate([]).source.path ?? 'project.yml');
  // Names can be resolved only where everything was read: a file with a broken line would make every reference dangle.
  const unreadable = read.diagnostics.some(
    (diagnostic) => diagnostic.severity === 'error' && !isPartial(diagnostic.code),
  );
  if (unreadable) return { project: undefined, projectFile, listing, inputs, diagnostics: read.diagnostics };
  const resolved = await resolve(
    read.blueprints,
    options.dialect === undefined ? {} : { dialect: options.dialect },
  );
  const diagnostics = sortDiagnostics([...read.diagnostics, ...resolved.diagnostics]);
  const failed = diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  return { project: failed ? undefined : resolved.project, projectFile, listing, inputs, diagnostics };
}

/** Findings that leave the rest of their document as it was meant. */
function isPartial(code: string): boolean {
  return code === 'DG220';
}

/** Where each tree goes. One dialect picked out of a list keeps its own folder, unless another one is named. */
function outputsOf(project: Project, options: PipelineOptions, projectFile: string): Map<string, string> {
  const picked = options.output === undefined && options.dialect !== undefined && project.outputPerDialect;
  const folders = outputFolders({
    projectFolder: dirname(projectFile),
    projectOutput: picked ? join(project.output, options.dialect ?? '') : project.output,
    optionOutput: options.output,
    dialects: project.dialects,
  });
  return new Map(folders.map(({ dialect, output }) => [dialect, output]));
}

/** The JSON Schema of the blueprint language. */
export async function jsonSchema(): Promise<object> {
  const { blueprintJsonSchema } = await import('./parse/json-schema.js');
  return blueprintJsonSchema();
}
