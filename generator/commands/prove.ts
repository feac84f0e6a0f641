import { resolve } from 'node:path';
import { printable } from '../diagnostics/printable.js';
import { hasErrors } from '../diagnostics/sort.js';
import { momentText } from '../prove/finding.js';
import type { Failure, Proof } from '../prove/prove.js';
import type { Coverage } from '../prove/subjects.js';
import { diagnosticsForJson, printDiagnostics, refuseBlueprints } from './print-diagnostics.js';
import type { FoundTarget } from './prove-target.js';
import { writeJson, type ExitCode, type Presentation, type Terminal } from './terminal.js';

export interface ProveRequest {
  readonly folder: string;
  readonly keys: number;
  readonly loads: number;
  readonly seed: number;
  readonly seconds: number | undefined;
  /** dbt, as a name or a path. */
  readonly dbt: string;
  /** A target of the user's profile, in the place of the embedded warehouse. */
  readonly target: string | undefined;
  /** The folder of profiles.yml. */
  readonly profilesDir: string | undefined;
  readonly verbosity: 'normal' | 'quiet';
}

/** `dbtgen prove`: random histories against the generated project, run by real dbt. */
export async function proveHistory(
  request: ProveRequest,
  presentation: Presentation,
  terminal: Terminal,
): Promise<ExitCode> {
  const { resolveProject } = await import('../pipeline.js');
  // A name is looked for on PATH; a path is meant from here, wherever dbt is run.
  const dbt = /[\\/]/.test(request.dbt) ? resolve(request.dbt) : request.dbt;
  const blueprints = await resolveProject(request.folder);
  if (blueprints.project === undefined || hasErrors(blueprints.diagnostics))
    return refuseBlueprints(blueprints.diagnostics, request.folder, presentation, terminal);
  const found = await target(request, blueprints.project.profile, dbt);
  if (found.kind === 'no_dbt' || found.kind === 'no_target') {
    if (presentation.format === 'json') writeJson(terminal, { ...document(found, request), diagnostics: [] });
    else print(found, request, terminal);
    return 1;
  }
  const { project, diagnostics } =
    found.kind === 'embedded'
      ? blueprints
      : await resolveProject(request.folder, { dialect: found.target.dialect.name });
  if (project === undefined || hasErrors(diagnostics))
    return refuseBlueprints(diagnostics, request.folder, presentation, terminal);
  const { prove } = await import('../prove/prove.js');
  const isTold = presentation.format === 'pretty' && request.verbosity === 'normal';
  const started = Date.now();
  const proof = await prove(project, {
    seed: request.seed,
    keys: request.keys,
    loads: request.loads,
    ...(request.seconds === undefined ? {} : { seconds: request.seconds }),
    ...(found.kind === 'embedded' ? {} : { target: found.target }),
    dbt,
    progress: (what) => {
      if (isTold) terminal.err.write(`${seconds(started)} ${what}\n`);
    },
    complain: (what) => {
      terminal.err.write(`warning: ${what}\n`);
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

async function target(
  { target: name, profilesDir }: ProveRequest,
  profile: string,
  dbt: string,
): Promise<FoundTarget | { readonly kind: 'embedded' }> {
  if (name === undefined) return { kind: 'embedded' };
  const { findTarget } = await import('./prove-target.js');
  return findTarget({ name, profilesDir, profile, dbt });
}

function seconds(started: number): string {
  return `${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s`;
}

/** How it ended, or why it did not begin. */
type Outcome = Proof | Extract<FoundTarget, { readonly kind: 'no_target' }>;

function document(outcome: Outcome, request: ProveRequest): object {
  const { kind, ...rest } = outcome;
  const { seed, keys, loads } = request;
  const base = { version: 1, outcome: kind, seed, keys, loads };
  if (outcome.kind === 'no_dbt') return { ...base, remedy: remedyOfNoDbt(request) };
  if (outcome.kind === 'stopped') return { ...base, ...rest, remedy: remedyOf(outcome.printed) ?? null };
  return { ...base, ...rest };
}

const remedies = {
  no_dbt: 'install it with `pip install dbt-core dbt-duckdb`, or name it with --dbt <path>',
  no_dbt_for_target: 'install it with the adapter of your warehouse, or name it with --dbt <path>',
  no_adapter:
    'install dbt-duckdb beside that dbt with `pip install dbt-duckdb`, or name another with --dbt <path>',
} as const;

function remedyOfNoDbt({ target }: ProveRequest): string {
  return target === undefined ? remedies.no_dbt : remedies.no_dbt_for_target;
}

function remedyOf(printed: string): string | undefined {
  return printed.includes('Could not find adapter type duckdb') ? remedies.no_adapter : undefined;
}

function print(proof: Outcome, request: ProveRequest, terminal: Terminal): void {
  switch (proof.kind) {
    case 'no_dbt':
      terminal.err.write(`error: there is no dbt called "${request.dbt}": ${remedyOfNoDbt(request)}\n`);
      return;
    case 'no_target':
      terminal.err.write(`error: ${printable(proof.problem)}\n`);
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
