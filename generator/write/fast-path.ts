import { hash as digest } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic, Location, SourceText } from '../diagnostics/diagnostic.js';
import type { GeneratedTree, Input } from '../pipeline.js';
import { contentHash } from './content-hash.js';
import { TEMPORARY_FOLDER } from './journal.js';
import { LOCK_FILE, parseLock } from './lock-file.js';
import { ordinaryFiles } from './ordinary-files.js';
import { readBriefly } from './read-briefly.js';

/** What a command was asked for. */
export interface Request {
  readonly folder: string;
  readonly dialect: string | undefined;
  /** As on the command line; relative to the working directory. */
  readonly output: string | undefined;
}

/** Where the memory lies and which program it is of; tests give their own. */
export interface Memory {
  readonly folder: string;
  /** Changes with every change of dbtgen; undefined switches the fast path off. */
  readonly fingerprint: string | undefined;
}

/** What a build would find, had it been run. */
export interface Unchanged {
  readonly trees: readonly {
    readonly dialect: string;
    readonly output: string;
    readonly paths: readonly string[];
  }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The memory of a request whose trees were as generated. It lies outside the tree, as trees are committed
 * and must not depend on who built them; losing it costs time only.
 */
interface State {
  readonly fingerprint: string;
  /** Hash of the names of all files in the blueprint folder: any of them may be one that counts. */
  readonly names: string;
  readonly inputs: readonly Input[];
  readonly trees: readonly { readonly dialect: string; readonly output: string; readonly lock: string }[];
  readonly diagnostics: readonly Diagnostic[];
}

const sha256 = (content: string | Buffer): string => digest('sha256', content);

/** The memory of the installed program. */
export function ownMemory(): Memory {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const platformFolder = process.platform === 'win32' ? LOCALAPPDATA : undefined;
  // An empty XDG_CACHE_HOME counts as unset, says its specification.
  const base = XDG_CACHE_HOME === '' ? undefined : XDG_CACHE_HOME;
  // Written by the build next to the compiled program; run from source there is none.
  const fingerprint = readOrUndefined(fileURLToPath(new URL('../../fingerprint', import.meta.url)));
  return { folder: join(base ?? platformFolder ?? join(homedir(), '.cache'), 'dbtgen'), fingerprint };
}

/** Whether nothing has changed since the trees were last found as generated; undefined where that isn't certain. */
export function recall(request: Request, memory: Memory): Unchanged | undefined {
  if (memory.fingerprint === undefined) return undefined;
  try {
    const state = JSON.parse(readFileSync(statePath(request, memory), 'utf8')) as State;
    if (state.fingerprint !== memory.fingerprint) return undefined;
    const outputs = state.trees.map((tree) => tree.output);
    if (namesHash(request.folder, outputs) !== state.names) return undefined;
    const sources = new Map<string, SourceText>();
    for (const { path, sha256: hash } of state.inputs) {
      const bytes = withoutMark(readBriefly(resolve(request.folder, path)));
      if (sha256(bytes) !== hash) return undefined;
      if (state.diagnostics.length > 0) sources.set(path, { path, text: bytes.toString('utf8') });
    }
    const trees = state.trees.map((tree) => ({ ...tree, paths: intactPaths(tree.output, tree.lock) }));
    return trees.every(hasPaths)
      ? { trees, diagnostics: reviveDiagnostics(state.diagnostics, sources) }
      : undefined;
  } catch {
    // No memory, a broken one, or a file that is gone: the long way tells what is the matter.
    return undefined;
  }
}

/** Remembers that the trees on the disk are what the request generates. */
export function remember(
  request: Request,
  memory: Memory,
  result: {
    readonly inputs: readonly Input[];
    readonly trees: readonly GeneratedTree[];
    readonly diagnostics: readonly Diagnostic[];
  },
): void {
  if (memory.fingerprint === undefined) return;
  const hashes = new Map(result.inputs.map((input) => [input.path, input.sha256]));
  if (!locationsOf(result.diagnostics).every(({ source }) => hashes.get(source.path) === sha256(source.text)))
    return;
  try {
    const outputs = result.trees.map((tree) => tree.output);
    const state: State = {
      fingerprint: memory.fingerprint,
      names: namesHash(request.folder, outputs),
      inputs: result.inputs,
      trees: result.trees.map(({ dialect, output }) => ({
        dialect,
        output,
        lock: contentHash(readFileSync(join(output, LOCK_FILE))),
      })),
      diagnostics: withoutTexts(result.diagnostics),
    };
    const path = statePath(request, memory);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, JSON.stringify(state));
    renameSync(`${path}.${process.pid}`, path);
  } catch {
    // A full or read-only cache is no reason to fail: the next build takes the long way.
  }
}

function statePath(request: Request, memory: Memory): string {
  const { folder, dialect, output } = request;
  const key = JSON.stringify([
    resolve(folder),
    dialect ?? null,
    output === undefined ? null : resolve(output),
  ]);
  return join(memory.folder, `${sha256(key)}.json`);
}

/** A file without the byte order mark that some editors put in front, which the pipeline doesn't read. */
function withoutMark(bytes: Buffer): Buffer {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function intactPaths(output: string, lockHash: string): readonly string[] | undefined {
  const lock = readFileSync(join(output, LOCK_FILE));
  if (contentHash(lock) !== lockHash || existsSync(join(output, TEMPORARY_FOLDER))) return undefined;
  const parsed = parseLock(lock.toString('utf8'));
  if (parsed.kind === 'unreadable') return undefined;
  const isOrdinaryFile = ordinaryFiles(output);
  for (const [path, hash] of parsed.owned) {
    if (!isOrdinaryFile(path) || contentHash(readBriefly(`${output}/${path}`)) !== hash) return undefined;
  }
  return [...parsed.owned.keys()];
}

function hasPaths<T extends { readonly paths: readonly string[] | undefined }>(
  tree: T,
): tree is T & { readonly paths: readonly string[] } {
  return tree.paths !== undefined;
}

function namesHash(folder: string, outputs: readonly string[]): string {
  const names: string[] = [];
  const excluded = new Set(outputs);
  const visit = (relative: string): void => {
    for (const entry of readdirSync(join(folder, relative), { withFileTypes: true })) {
      const path = `${relative}/${entry.name}`;
      if (entry.name.startsWith('.')) continue;
      if (!entry.isDirectory()) names.push(path);
      else if (!excluded.has(resolve(folder, `.${path}`))) visit(path);
    }
  };
  visit('');
  return sha256(names.sort().join('\0'));
}

function locationsOf(diagnostics: readonly Diagnostic[]): Location[] {
  return diagnostics.flatMap(({ location, related }) => [
    ...(location === undefined ? [] : [location]),
    ...(related ?? []).map((other) => other.location),
  ]);
}

function mapLocations(
  diagnostics: readonly Diagnostic[],
  map: (source: SourceText) => SourceText,
): Diagnostic[] {
  const mapped = (location: Location): Location => ({ ...location, source: map(location.source) });
  return diagnostics.map((diagnostic) => ({
    ...diagnostic,
    ...(diagnostic.location === undefined ? {} : { location: mapped(diagnostic.location) }),
    ...(diagnostic.related === undefined
      ? {}
      : { related: diagnostic.related.map((other) => ({ ...other, location: mapped(other.location) })) }),
  }));
}

const withoutTexts = (diagnostics: readonly Diagnostic[]): Diagnostic[] =>
  mapLocations(diagnostics, ({ path }) => ({ path, text: '' }));

const reviveDiagnostics = (
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, SourceText>,
): Diagnostic[] => mapLocations(diagnostics, (source) => sources.get(source.path) ?? source);

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
