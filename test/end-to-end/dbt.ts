import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const windows = process.platform === 'win32';

const installed = (name: string): string =>
  fileURLToPath(
    new URL(windows ? `../../.venv/Scripts/${name}.exe` : `../../.venv/bin/${name}`, import.meta.url),
  );

/** The Python of the set-up. */
export const python = installed('python');

/**
 * The dbt of the set-up (`npm test` makes it): the pinned versions, whatever else the machine has. Where dbt-server.ts
 * started one that has imported everything already, that.
 */
export const dbtProgram = process.env['DBTGEN_TESTS_DBT'] ?? installed('dbt');

/** A copy of a generated tree, with a DuckDB file of its own, in a folder that goes away again. */
export interface Workbench {
  /** The copy of the tree. */
  readonly project: string;
  /** The folder of its profiles.yml. */
  readonly profiles: string;
  /** The DuckDB file, which the first writer makes. */
  readonly database: string;
  readonly remove: () => Promise<void>;
}

/**
 * Copies a generated tree to where dbt may write beside it.
 *
 * @param tree the generated repo
 * @param profile the name its dbt_project.yml asks for
 */
export async function createWorkbench(tree: string, profile: string): Promise<Workbench> {
  const folder = await mkdtemp(path.join(tmpdir(), 'dbtgen-'));
  const [project, profiles] = [path.join(folder, 'dbt'), path.join(folder, 'profiles')];
  const database = path.join(folder, 'warehouse.duckdb');
  await cp(tree, project, { recursive: true });
  await mkdir(profiles);
  // JSON is YAML, and quotes any path rightly.
  const target = { type: 'duckdb', path: database, schema: 'main', threads: 2 };
  const content = { [profile]: { target: 'test', outputs: { test: target } } };
  await writeFile(path.join(profiles, 'profiles.yml'), JSON.stringify(content, null, 2));
  return { project, profiles, database, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface DbtRun {
  /** The folder of dbt_project.yml. */
  readonly project: string;
  readonly profiles: string;
  /** The command and its options, as after `dbt` in a shell. */
  readonly parameters: readonly string[];
  /** Handed over as `--vars`. Each new set of values costs dbt a full parse. */
  readonly variables?: Readonly<Record<string, unknown>>;
}

export interface DbtOutcome {
  readonly exitCode: number;
  /** All that dbt printed: it writes its log, errors too, to stdout. */
  readonly stdout: string;
  /** One entry per node that ran; none where dbt stopped before it ran any. */
  readonly results: readonly DbtResult[];
}

export interface DbtResult {
  /** `model.flights.dim_planes`, `test.flights.unique_…` */
  readonly node: string;
  /** `success`, `pass`, `fail`, `error`, `skipped`, `warn`, … */
  readonly status: string;
  readonly message: string | null;
  /** The rows a test found to be wrong. */
  readonly failures: number | null;
}

/** Runs dbt to its end. A run that fails is an outcome as well, not an exception. */
export async function runDbt({ project, profiles, parameters, variables }: DbtRun): Promise<DbtOutcome> {
  // Results of an earlier run must not pass for this one's.
  await rm(resultsFile(project), { force: true });
  const handedOver = variables === undefined ? [] : ['--vars', JSON.stringify(variables)];
  const { exitCode, stdout } = await spawnDbt(project, [
    ...['--no-use-colors', ...parameters],
    ...['--profiles-dir', profiles, ...handedOver],
  ]);
  return { exitCode, stdout, results: await readResults(project) };
}

function spawnDbt(cwd: string, parameters: readonly string[]): Promise<{ exitCode: number; stdout: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(dbtProgram, parameters, {
      cwd,
      // No usage statistics: they are sent over the network, and waited for.
      env: { ...process.env, DBT_SEND_ANONYMOUS_USAGE_STATS: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const printed: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => printed.push(text));
    }
    child.on('error', reject);
    child.on('close', (code) => resolve({ exitCode: code ?? 1, stdout: printed.join('') }));
  });
}

const resultsFile = (project: string): string => path.join(project, 'target', 'run_results.json');

/** The part of dbt's run_results.json that is read here. */
interface RunResults {
  readonly results: readonly {
    readonly unique_id: string;
    readonly status: string;
    readonly message: string | null;
    readonly failures: number | null;
  }[];
}

async function readResults(project: string): Promise<readonly DbtResult[]> {
  let text: string;
  try {
    text = await readFile(resultsFile(project), 'utf8');
  } catch {
    return [];
  }
  const { results } = JSON.parse(text) as RunResults;
  return results.map(({ unique_id, status, message, failures }) => ({
    node: unique_id,
    status,
    message,
    failures,
  }));
}
