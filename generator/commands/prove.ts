import { resolve } from 'node:path';
import { hasErrors } from '../diagnostics/sort.js';
import { momentText } from '../prove/finding.js';
import type { Failure, Proof } from '../prove/prove.js';
import type { Coverage } from '../prove/subjects.js';
import { diagnosticsForJson, printDiagnostics } from './print-diagnostics.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';

export interface ProveRequest {
  readonly folder: string;
  readonly keys: number;
  readonly loads: number;
  readonly seed: number;
  readonly seconds: number | undefined;
  /** dbt, as a name or a path. */
  readonly dbt: string;
  readonly verbosity: 'normal' | 'quiet';
}

/** `dbtgen prove`: random histories against the generated project, run by real dbt. */
export async function proveHistory(
  request: ProveRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { resolveProject } = await import('../pipeline.js');
  const { project, diagnostics } = await resolveProject(request.folder);
  if (project === undefined || hasErrors(diagnostics)) {
    if (presentation.format === 'json')
      writeJson(terminal, {
        version: 1,
        outcome: 'invalid',
        diagnostics: await diagnosticsForJson(diagnostics),
      });
    else await printDiagnostics(diagnostics, request.folder, presentation, terminal);
    return 1;
  }
  const { prove } = await import('../prove/prove.js');
  const isTold = presentation.format === 'pretty' && request.verbosity === 'normal';
  const started = Date.now();
  const proof = await prove(project, {
    seed: request.seed,
    keys: request.keys,
    loads: request.loads,
    ...(request.seconds === undefined ? {} : { seconds: request.seconds }),
    // A name is looked for on PATH; a path is meant from here, wherever dbt is run.
    dbt: /[\\/]/.test(request.dbt) ? resolve(request.dbt) : request.dbt,
    progress: (what) => {
      if (isTold) terminal.err.write(`${seconds(started)} ${what}\n`);
    },
  });
  const exitCode = proof.kind === 'held' || proof.kind === 'nothing' ? 0 : 1;
  if (presentation.format === 'json')
    writeJson(terminal, { ...document(proof, request), diagnostics: await diagnosticsForJson(diagnostics) });
  else {
    await printDiagnostics(diagnostics, request.folder, presentation, terminal);
    print(proof, request, terminal);
  }
  return exitCode;
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;
}

function document(proof: Proof, { seed, keys, loads }: ProveRequest): object {
  const { kind, ...rest } = proof;
  const base = { version: 1, outcome: kind, seed, keys, loads };
  if (proof.kind === 'no_dbt') return { ...base, remedy: remedies.no_dbt };
  if (proof.kind === 'stopped') return { ...base, ...rest, remedy: remedyOf(proof.printed) ?? null };
  return { ...base, ...rest };
}

const remedies = {
  no_dbt: 'install it with `pip install dbt-core dbt-duckdb`, or name it with --dbt <path>',
  no_adapter:
    'install dbt-duckdb beside that dbt with `pip install dbt-duckdb`, or name another with --dbt <path>',
} as const;

function remedyOf(printed: string): string | undefined {
  return printed.includes('Could not find adapter type duckdb') ? remedies.no_adapter : undefined;
}

function print(proof: Proof, request: ProveRequest, terminal: Terminal): void {
  switch (proof.kind) {
    case 'no_dbt':
      terminal.err.write(`error: there is no dbt called "${request.dbt}": ${remedies.no_dbt}\n`);
      return;
    case 'stopped': {
      const remedy = remedyOf(proof.printed);
      if (remedy !== undefined) {
        terminal.err.write(`error: dbt has no adapter for DuckDB: ${remedy}\n`);
        return;
      }
      terminal.err.write(
        `error: dbt stopped ${momentText(proof.moment).replace('after', 'at')} (seed ${proof.seed})\n`,
      );
      terminal.err.write(`${lastWords(proof.printed)}\n`);
      return;
    }
    case 'nothing':
      printCoverage(proof.coverage, terminal);
      terminal.out.write('nothing here has a history that could be proven\n');
      return;
    case 'held':
      printCoverage(proof.coverage, terminal);
      if (proof.undecided > 0)
        terminal.out.write(`${proof.undecided} keys were left out: nothing orders two of their events\n`);
      terminal.out.write(
        `history holds: ${proof.rows} rows in ${request.loads} loads, ${rounds(proof.rounds)}, seed ${request.seed}\n`,
      );
      return;
    case 'broken':
      printCoverage(proof.coverage, terminal);
      for (const failure of proof.failures) printFailure(failure, terminal);
      terminal.out.write(`history is wrong for ${proof.findings} keys, seed ${proof.seed}\n`);
  }
}

function rounds(count: number): string {
  return count === 1 ? 'one round' : `${count} rounds`;
}

function printCoverage(coverage: readonly Coverage[], terminal: Terminal): void {
  for (const { kind, name, begins, from, without } of coverage) {
    const start = begins === 'none' ? 'not covered' : `from ${from} on`;
    const rest =
      without.length === 0
        ? ''
        : begins === 'none'
          ? `: ${without.join('; ')}`
          : `; without ${without.join('; ')}`;
    terminal.out.write(`${kind} ${name}: ${start}${rest}\n`);
  }
}

function printFailure({ finding, story, isAlone }: Failure, terminal: Terminal): void {
  terminal.out.write(
    `\n${finding.kind} ${finding.name}, ${momentText(finding.moment)}: ${finding.problem}\n`,
  );
  if (!isAlone) terminal.out.write('Alone this history does no harm: it takes the others beside it.\n');
  terminal.out.write(`\n${story}\n`);
}

/** The end of what dbt printed says why. */
function lastWords(printed: string): string {
  const end = printed.search(/Completed with|Encountered an error|Runtime Error|Compilation Error/);
  return (end < 0 ? printed.slice(-2000) : printed.slice(end, end + 4000)).trimEnd();
}
