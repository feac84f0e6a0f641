/** What the stand-ins need of the machine itself. Asked before anything starts; an answer is one line with its remedy. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

const POSTGRES_FOLDER = '/usr/lib/postgresql';

/** Something that the machine lacks: the message says what and how to get it. */
export class MachineLacks extends Error {}

/** The Python that makes environments: 3.11, for which all versions are pinned. */
export function python311() {
  for (const command of ['python3.11', 'python3']) {
    const { stdout } = spawnSync(command, ['-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], {
      encoding: 'utf8',
    });
    if (stdout?.trim() === '3.11') return command;
  }
  throw new MachineLacks(
    'Python 3.11 is missing: install it (Debian 12: apt-get install python3.11 python3.11-venv), so that python3.11 is on the path',
  );
}

/** Refuses a machine on which Spark 3.5 would not start: it wants Java 17, from JAVA_HOME or the path. */
export function requireJava17() {
  const command = process.env.JAVA_HOME ? path.join(process.env.JAVA_HOME, 'bin', 'java') : 'java';
  const remedy = 'install it (Debian: apt-get install openjdk-17-jre-headless) or point JAVA_HOME to it';
  const { stderr, error } = spawnSync(command, ['-version'], { encoding: 'utf8' });
  if (error) throw new MachineLacks(`Java 17 is missing, ${command} cannot be run: ${remedy}`);
  const found = /version "(?:1\.)?(\d+)/.exec(stderr)?.[1];
  if (found !== '17')
    throw new MachineLacks(`Java 17 is needed, ${command} is Java ${found ?? '(unknown)'}: ${remedy}`);
}

/** Refuses a machine that cannot fetch the jars. */
export function requireMaven() {
  if (spawnSync('mvn', ['--version'], { stdio: 'ignore' }).error)
    throw new MachineLacks(
      "Maven is missing, which fetches Spark's jars: install it (Debian: apt-get install maven)",
    );
}

/** The folder of PostgreSQL's programs; as root there must be another user to run the server as. */
export function postgres() {
  const bin = process.env.PG_BIN ?? newestPostgres();
  const { stdout, error } = spawnSync(path.join(bin, 'initdb'), ['--version'], { encoding: 'utf8' });
  const remedy =
    'install it (Debian 12: apt-get install postgresql) or point PG_BIN to the folder of its programs';
  if (error) throw new MachineLacks(`PostgreSQL's initdb is missing in ${bin}: ${remedy}`);
  const version = Number(/(\d+)/.exec(stdout)?.[1]);
  if (version < 15)
    throw new MachineLacks(`PostgreSQL 15 is needed for its MERGE, ${bin} is ${version}: ${remedy}`);
  if (process.getuid?.() === 0 && spawnSync('setpriv', ['--reuid', 'postgres', 'true']).status !== 0)
    throw new MachineLacks(
      'PostgreSQL refuses to run as root: run as another user, or add the user postgres and setpriv (Debian: apt-get install postgresql util-linux)',
    );
  return bin;
}

function newestPostgres() {
  const versions = existsSync(POSTGRES_FOLDER) ? readdirSync(POSTGRES_FOLDER) : [];
  const newest = versions
    .filter((version) => /^\d+$/.test(version))
    .sort((a, b) => Number(a) - Number(b))
    .at(-1);
  return newest ? path.join(POSTGRES_FOLDER, newest, 'bin') : POSTGRES_FOLDER;
}

/** Refuses a machine for which Google's engine comes in no binary. */
export function requireLinux() {
  if (process.platform !== 'linux')
    throw new MachineLacks(
      `ZetaSQL comes for Linux only, this is ${process.platform}: run it in a container`,
    );
}
