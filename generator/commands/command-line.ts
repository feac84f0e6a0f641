import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readFileSync } from 'node:fs';
import { formats, type ExitCode, type Presentation, type Terminal } from './terminal.js';

/** Reads the command line, runs the command and gives its exit code. Commands are loaded when they are run. */
export async function runCommandLine(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const program = programOf(terminal, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(words, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return isHelp(error) ? 0 : 2;
    return await reportFault(error, terminal);
  }
}

type SetExitCode = (code: ExitCode) => void;

function programOf(terminal: Terminal, done: SetExitCode): Command {
  const program = new Command('dbtgen')
    .description(
      'Turns a dimensional model, described in YAML blueprints, into a complete dbt project for your warehouse',
    )
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out.write,
      writeErr: terminal.err.write,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .configureHelp({ showGlobalOptions: true })
    .version(ownVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help for a command')
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('pretty'))
    .option('--color', 'color the output')
    .option('--no-color', 'do not color the output');

  program
    .command('build')
    .summary('generate the dbt project')
    .description('Generates the dbt project. Files that were edited by hand are kept.')
    .argument('<folder>', 'folder of the blueprints')
    .addOption(dialectOption())
    .addOption(outputOption())
    .option('--dry-run', 'print what would be done, write nothing')
    .option('--force', 'take back files that were edited by hand')
    .option('--quiet', 'print problems only')
    .action(async (folder: string, options: BuildWords, command: Command) => {
      const { build } = await import('./build.js');
      done(
        await build(
          {
            folder,
            dialect: options.dialect,
            output: options.output,
            mode: options.dryRun ? 'dry-run' : 'write',
            edited: options.force ? 'overwrite' : 'keep',
            verbosity: options.quiet ? 'quiet' : 'normal',
          },
          presentationOf(command),
          terminal,
        ),
      );
    });

  program
    .command('check')
    .summary('compare the dbt project on the disk with the blueprints')
    .description('Builds in memory and compares: exit code 1 and a diff where the tree on the disk differs.')
    .argument('<folder>', 'folder of the blueprints')
    .addOption(dialectOption())
    .addOption(outputOption())
    .option('--quiet', 'print problems only')
    .action(async (folder: string, options: BuildWords, command: Command) => {
      const { check } = await import('./check.js');
      const { dialect, output } = options;
      const verbosity = options.quiet ? 'quiet' : 'normal';
      done(await check({ folder, dialect, output, verbosity }, presentationOf(command), terminal));
    });

  program
    .command('validate')
    .description('Checks the blueprints and generates nothing.')
    .argument('<folder>', 'folder of the blueprints')
    .addOption(dialectOption())
    .action(async (folder: string, options: BuildWords, command: Command) => {
      const { validateBlueprints } = await import('./validate.js');
      done(await validateBlueprints({ folder, dialect: options.dialect }, presentationOf(command), terminal));
    });

  program
    .command('list')
    .description('Prints the blueprints and what each of them emits.')
    .argument('<folder>', 'folder of the blueprints')
    .addOption(dialectOption())
    .action(async (folder: string, options: BuildWords, command: Command) => {
      const { list } = await import('./list.js');
      done(await list({ folder, dialect: options.dialect }, presentationOf(command), terminal));
    });

  program
    .command('prove')
    .summary('check history with random rows and real dbt')
    .description(
      'Delivers random histories to the generated project on an embedded DuckDB and compares every table with what the events say. Needs dbt with dbt-duckdb; touches nothing outside a temporary folder. With --target it runs in your own warehouse, in a schema of its own that it drops afterwards.',
    )
    .argument('<folder>', 'folder of the blueprints')
    .addOption(
      countOption('--keys <number>', 'natural keys per source table (default: 1000, with --target 100)'),
    )
    .addOption(countOption('--loads <number>', 'loads that the rows are spread over').default(4))
    .addOption(countOption('--seed <number>', 'another one gives other rows').default(1))
    .addOption(countOption('--time <seconds>', 'go on with the next seed until this has passed'))
    .option('--target <name>', 'run on this target of your dbt profile')
    .option('--profiles-dir <folder>', 'where profiles.yml is, with --target')
    .option('--dbt <path>', 'the dbt to run', 'dbt')
    .option('--quiet', 'do not tell how far it is')
    .action(async (folder: string, options: ProveWords, command: Command) => {
      const { proveHistory } = await import('./prove.js');
      const { loads, seed, time, dbt, target, profilesDir } = options;
      if (profilesDir !== undefined && target === undefined)
        command.error('error: --profiles-dir goes with --target', { exitCode: 2 });
      // Rows go to a warehouse as statements, to the embedded one as files.
      const keys = options.keys ?? (target === undefined ? 1000 : 100);
      const verbosity = options.quiet ? 'quiet' : 'normal';
      const where = { dbt, target, profilesDir };
      const request = { folder, keys, loads, seed, seconds: time, ...where, verbosity } as const;
      done(await proveHistory(request, presentationOf(command), terminal));
    });

  addExplain(program, done, terminal);

  program
    .command('schema')
    .description('Prints the JSON Schema of the blueprint language, for editors.')
    .action(async () => {
      const { schema } = await import('./schema.js');
      done(await schema(terminal));
    });

  program
    .command('init')
    .description('Writes a small project that builds.')
    .argument('<folder>', 'folder to make the project in')
    .action(async (folder: string, _options: object, command: Command) => {
      const { init } = await import('./init.js');
      done(await init(folder, presentationOf(command), terminal));
    });

  return program;
}

/** `explain <code>`, and the story of a natural key as a command below it. */
function addExplain(program: Command, done: SetExitCode, terminal: Terminal): void {
  const explain = program
    .command('explain')
    .summary('tell about a diagnostic, or about a natural key of a dimension')
    .description(
      'Tells about the code of a diagnostic. With `dim` it tells the story of a natural key of a dimension.',
    )
    .argument('<code>', 'such as DG201')
    .action(async (code: string, _options: object, command: Command) => {
      const { explain } = await import('./explain.js');
      done(explain(code, presentationOf(command), terminal));
    });
  explain
    .command('dim')
    .summary('tell the story of a natural key of a dimension')
    .description(
      "Reads the warehouse through dbt and tells each event of a natural key, what it did or why it did nothing, and the dimension's rows. Exit code 1 where table and events differ.",
    )
    .argument('<name>', 'the dimension')
    .argument('[folder]', 'folder of the blueprints', '.')
    .requiredOption(
      '--key <value>',
      "a value of the natural key, in the key's order or as column=value; once for each column",
      (word: string, words: readonly string[] | undefined) => [...(words ?? []), word],
    )
    .addOption(new Option('--dialect <name>', 'the repo of this warehouse, where there are several'))
    .addOption(new Option('--output <folder>', 'the dbt project, where it is not the output of the project'))
    .option('--target <name>', 'the target of the dbt profile')
    .option('--profiles-dir <folder>', 'where profiles.yml is, where dbt does not find it itself')
    .addOption(
      new Option('--file <path>', 'read this DuckDB file, without a profile').conflicts([
        'target',
        'profilesDir',
      ]),
    )
    .option('--dbt <path>', 'the dbt to run', 'dbt')
    .action(async (name: string, folder: string, options: ExplainWords, command: Command) => {
      const { explainDimension } = await import('./explain-dimension.js');
      const { key, dialect, output, target, profilesDir, file, dbt } = options;
      const request = { name, folder, words: key, dialect, output, target, profilesDir, file, dbt };
      done(await explainDimension(request, presentationOf(command), terminal));
    });
}

interface ExplainWords {
  readonly key: readonly string[];
  readonly dialect?: string;
  readonly output?: string;
  readonly target?: string;
  readonly profilesDir?: string;
  readonly file?: string;
  readonly dbt: string;
}

interface BuildWords {
  readonly dialect?: string;
  readonly output?: string;
  readonly dryRun?: true;
  readonly force?: true;
  readonly quiet?: true;
}

interface ProveWords {
  readonly keys?: number;
  readonly loads: number;
  readonly seed: number;
  readonly time?: number;
  readonly target?: string;
  readonly profilesDir?: string;
  readonly dbt: string;
  readonly quiet?: true;
}

const countOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((word) => {
    if (!/^[1-9]\d{0,8}$/.test(word)) throw new InvalidArgumentError('It must be a whole number above 0.');
    return Number(word);
  });

const dialectOption = (): Option =>
  new Option('--dialect <name>', 'build for this warehouse, not those of the project');
const outputOption = (): Option =>
  new Option('--output <folder>', 'write here, not to the output of the project');

function presentationOf(command: Command): Presentation {
  const { format, color } = command.optsWithGlobals<{ format: Presentation['format']; color?: boolean }>();
  return { format, color: color === undefined ? 'auto' : color ? 'always' : 'never' };
}

function isHelp(error: CommanderError): boolean {
  return error.exitCode === 0;
}

/** A fault of dbtgen itself: one line, and the stack only for those who look for it. */
async function reportFault(error: unknown, terminal: Terminal): Promise<ExitCode> {
  const { report } = await import('../diagnostics/report.js');
  const reason = (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  const { code, message } = report('DG900', { reason }, undefined);
  terminal.err.write(`error[${code}]: ${message}\n`);
  if (process.env['DBTGEN_DEBUG'] === '1' && error instanceof Error)
    terminal.err.write(`${error.stack ?? ''}\n`);
  return 1;
}

function ownVersion(): string {
  // Compiled, this file lies one folder deeper below the package than its source.
  for (const way of ['../../package.json', '../../../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(way, import.meta.url), 'utf8')) as { version: string }).version;
    } catch {
      continue;
    }
  }
  return 'unknown';
}
