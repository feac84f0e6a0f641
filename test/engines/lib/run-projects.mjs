/** Several emitted projects on one started stand-in, one after the other, each in an empty warehouse. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { dialect } from './dialects.mjs';
import { python } from './environment.mjs';
import { readPlan } from './plan.mjs';
import { writeProfile } from './profile.mjs';
import { runLoad } from './run-load.mjs';
import { processEach } from './session.mjs';

/**
 * Starts the stand-in of `target` once and runs every project's plan on it.
 *
 * A project's `out` gets a folder per load (see run-load.mjs) and `work`: profile, dbt's target folder, and what was sent
 * to the warehouse where the stand-in notes it. The stand-in's own logs are in the `work` of the first.
 *
 * @param {string} target a name of dialects.mjs
 * @param {{name: string, project: string, before?: string, plan: string, brief?: object, out: string}[]} projects names, and
 *   paths of folders and a plan; `before`: the project as it was in the loads that ask for it; `brief` as for `readPlan`
 * @param {(line: string) => void} say gets what is done and how long it took, a line at a time
 * @param {ReturnType<typeof processEach>} host where the warehouse lives
 * @returns {Promise<{name: string, loads: object[], findings: string[], failure?: string}[]>} `loads` as in results.json;
 *   `findings`: statements that the stand-in took and the warehouse would not; `failure`: why the project is not green.
 *   A failing project does not keep the next from running.
 * @throws when the plans cannot be read or the stand-in does not start; MachineLacks names what is missing
 */
export async function runProjects(target, projects, say = console.log, host = processEach()) {
  const { folder, engine, settings, dbtgen } = dialect(target);
  const plans = projects.map(({ plan, brief }) => readPlan(path.resolve(plan), dbtgen.dialect, brief));
  const outs = projects.map(({ out }) => emptied(path.resolve(out)));
  const work = path.join(outs[0], 'work');

  const began = Date.now();
  engine.requireMachine?.(settings);
  const interpreter = await python(engine.python);
  const started = await engine.start({ work, ...settings });
  const stop = async () => {
    host.kill();
    await started.stop();
  };
  const interrupted = () => stop().finally(() => process.exit(1));
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, interrupted);
  try {
    const log = path.join(work, 'session.log');
    const session = await host.open({ python: interpreter, folder, options: started.options, log });
    await session.must({ parse: 'once' }, `${target}: patching dbt`);
    say(`${target}: started in ${seconds(began)} s`);
    const results = [];
    for (const [index, { name, project, before }] of projects.entries()) {
      if (index > 0) await session.must({ reset: true }, `${target}: clearing the warehouse`);
      const repos = { present: path.resolve(project), ...(before ? { before: path.resolve(before) } : {}) };
      const job = { target, name, repos, plan: plans[index], out: outs[index] };
      results.push(await runProject({ ...job, session, engine, started, say }));
    }
    await host.leave();
    return results;
  } catch (error) {
    host.kill();
    throw error;
  } finally {
    for (const signal of ['SIGINT', 'SIGTERM']) process.removeListener(signal, interrupted);
    await started.stop();
  }
}

async function runProject({ target, name, repos, plan, out, session, engine, started, say }) {
  const work = path.join(out, 'work');
  const noted = size(started.statements);
  const result = { name, loads: [], findings: [] };
  try {
    writeProfile(repos.present, work, started.output);
    for (const [index, load] of plan.loads.entries()) {
      const number = index + 1;
      const project = repos[load.repo];
      if (!project) throw new Error(`load ${number}: there is no repo ${load.repo}`);
      const done = await runLoad({ session, load, number, project, out, plan });
      result.loads.push(done.results);
      say(`${target} ${name} load ${number}: ${done.summary}`);
      if (done.failure) throw new Error(done.failure);
    }
  } catch (error) {
    result.failure = error.message;
  }
  if (!started.statements) return result;
  const sent = path.join(work, path.basename(started.statements));
  if (sent !== started.statements) writeFileSync(sent, tail(started.statements, noted));
  if (!engine.findings) return result;
  result.findings = await engine.findings(sent);
  if (!result.findings.length) return result;
  say(`${target} ${name}: ${result.findings.length} statements that ${target} would not take`);
  return { ...result, failure: result.failure ?? `${target} would not take:\n${result.findings.join('\n')}` };
}

/** An out folder without an earlier run's results, with an empty work folder. */
function emptied(out) {
  mkdirSync(out, { recursive: true });
  for (const entry of readdirSync(out)) {
    if (entry === 'work' || /^\d+$/.test(entry)) rmSync(path.join(out, entry), { recursive: true });
  }
  mkdirSync(path.join(out, 'work'));
  return out;
}

const seconds = (began) => ((Date.now() - began) / 1000).toFixed(1);

const size = (file) => (file && existsSync(file) ? statSync(file).size : 0);

/** What was written to a log since it had `from` bytes. */
function tail(file, from) {
  const content = Buffer.alloc(size(file) - from);
  if (!content.length) return content;
  const descriptor = openSync(file);
  readSync(descriptor, content, 0, content.length, from);
  closeSync(descriptor);
  return content;
}
