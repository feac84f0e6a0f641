import { resolve } from 'node:path';
import { hasErrors } from '../diagnostics/sort.js';
import { printable } from '../diagnostics/printable.js';
import type { KeyQuestion } from '../explain/explain-key.js';
import type { Repository } from '../pipeline.js';
import { diagnosticsForJson, refuseBlueprints } from './print-diagnostics.js';
import { type ExitCode, type Presentation, type Terminal, writeJson } from './terminal.js';
import { unknownDialect } from './unknown-dialect.js';

export interface ExplainRequest {
  /** The dimension. */
  readonly name: string;
  readonly folder: string;
  /** The words of `--key`. */
  readonly words: readonly string[];
  readonly dialect: string | undefined;
  readonly output: string | undefined;
  readonly target: string | undefined;
  readonly profilesDir: string | undefined;
  /** A database that is one file, in the place of a profile. */
  readonly file: string | undefined;
  /** dbt, as a name or a path. */
  readonly dbt: string;
}

/** `dbtgen explain dim`: the story of one natural key, read from the warehouse. */
export async function explainDimension(
  request: ExplainRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const usage = await unknownDialect(request.dialect, terminal);
  if (usage !== undefined) return usage;
  const { resolveRepositories } = await import('../pipeline.js');
  const { dialect, output } = request;
  const { repositories, diagnostics } = await resolveRepositories(request.folder, {
    ...(dialect === undefined ? {} : { dialect }),
    ...(output === undefined ? {} : { output }),
  });
  const isJson = presentation.format === 'json';
  if (hasErrors(diagnostics)) return refuseBlueprints(diagnostics, request.folder, presentation, terminal);
  const fail = (problem: string, suggestion?: string): ExitCode => {
    if (isJson) {
      const near = suggestion === undefined ? {} : { suggestion };
      writeJson(terminal, { version: 1, outcome: 'problem', problem, ...near, diagnostics: [] });
    } else {
      terminal.err.write(`error: ${printable(problem)}\n`);
      if (suggestion !== undefined) terminal.err.write(`(Did you mean ${suggestion}?)\n`);
    }
    return 1;
  };
  const { explainKey, isEmbedded } = await import('../explain/explain-key.js');
  const repository = chosen(repositories, request, isEmbedded);
  if (repository === undefined)
    return fail(
      request.file === undefined
        ? `the blueprints are built for ${repositories.map((candidate) => candidate.dialect.name).join(', ')}: name one with --dialect`
        : 'the blueprints are built for no warehouse that is one file',
    );
  const explanation = await explainKey(questionOf(request, repository), repository);
  if (explanation.kind === 'problem') return fail(explanation.problem, explanation.suggestion);
  const { story } = explanation;
  if (isJson) {
    const { storyDocument } = await import('../explain/story-document.js');
    writeJson(terminal, {
      version: 1,
      ...storyDocument(story),
      diagnostics: await diagnosticsForJson(diagnostics),
    });
  } else {
    const { storyLines } = await import('../explain/story-lines.js');
    terminal.out.write(`${storyLines(story, repository.project.conventions).join('\n')}\n`);
  }
  return story.differences.length === 0 ? 0 : 1;
}

/** The only repo, or of several the one whose warehouse is a file where a file is to be read. */
function chosen(
  repositories: readonly Repository[],
  { file }: ExplainRequest,
  isEmbedded: (repository: Repository) => boolean,
): Repository | undefined {
  if (file !== undefined) return repositories.find(isEmbedded);
  return repositories.length === 1 ? repositories[0] : undefined;
}

function questionOf(request: ExplainRequest, { output }: Repository): KeyQuestion {
  const { name, words, target, profilesDir, file, dbt } = request;
  return {
    dimension: name,
    words,
    access: {
      // A name is looked for on PATH; a path is meant from here, wherever dbt is run.
      program: /[\\/]/.test(dbt) ? resolve(dbt) : dbt,
      project: output,
      through:
        file === undefined
          ? { kind: 'profile', folder: profilesDir === undefined ? undefined : resolve(profilesDir), target }
          : { kind: 'file', file: resolve(file) },
    },
  };
}
