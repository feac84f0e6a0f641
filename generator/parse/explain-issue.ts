import type { z } from 'zod';
import type { Diagnostic, Location } from '../diagnostics/diagnostic.js';
import { nearest } from '../diagnostics/nearest.js';
import { report } from '../diagnostics/report.js';
import type { Path } from './located.js';
import type { SchemaProblem } from './schema/problem.js';

export type Locate = (path: Path, part?: 'key' | 'value') => Location;
type Issue = z.core.$ZodIssue;

/** The document that an issue is about. */
export interface Subject {
  readonly kind: string;
  readonly value: unknown;
  readonly locate: Locate;
}

/** Says a schema's issues in the words of the catalogue, at their places. */
export function explainIssues(issues: readonly Issue[], subject: Subject, base: Path = []): Diagnostic[] {
  const misspelt = new Set(issues.flatMap((issue) => misspeltKeys(issue, subject, base)));
  return issues
    .filter((issue) => !misspelt.has(JSON.stringify([...base, ...issue.path])))
    .flatMap((issue) => explainIssue(issue, subject, base));
}

/** Paths of the keys that unknown keys most likely mean: they aren't missing, only misspelt. */
function misspeltKeys(issue: Issue, subject: Subject, base: Path): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const path = [...base, ...(issue.path as (string | number)[])];
  const present = mappingAt(subject.value, path);
  const candidates = issue.message.split(' ').filter((key) => !Object.hasOwn(present, key));
  return issue.keys.map((key) => JSON.stringify([...path, nearest(key, candidates)]));
}

function explainIssue(issue: Issue, subject: Subject, base: Path): Diagnostic[] {
  const path: Path = [...base, ...(issue.path as (string | number)[])];
  const { value, found } = valueAt(subject.value, path);
  if (!found) return [missing(issue, subject, path)];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys
        .filter((key) => !isRestOfType(key, value))
        .map((key) => unknownKey(key, issue.message.split(' '), subject, path));
    case 'invalid_union':
      return explainUnion(issue, subject, path, value);
    case 'invalid_value':
      return [notAChoice(issue.values, subject, path, value)];
    case 'invalid_type':
      return [wrongType(issue.message, subject, path, value)];
    case 'custom':
      return [custom(issue, subject, path, value)];
    default:
      return [outOfRange(issue.message, subject, path, value)];
  }
}

/** Of the alternatives the one that was most likely meant is explained; zod would say "Invalid input". */
function explainUnion(
  issue: z.core.$ZodIssueInvalidUnion,
  subject: Subject,
  path: Path,
  value: unknown,
): Diagnostic[] {
  const mismatch = (branch: readonly Issue[]) =>
    branch.some(
      (inner) =>
        inner.path.length === 0 &&
        (inner.code === 'invalid_type' || inner.code === 'invalid_value' || inner.code === 'invalid_union'),
    );
  const unknownKeys = (branch: readonly Issue[]) =>
    branch.reduce((sum, inner) => sum + (inner.code === 'unrecognized_keys' ? inner.keys.length : 0), 0);
  const meant = issue.errors
    .filter((branch) => !mismatch(branch))
    .sort((a, b) => unknownKeys(a) - unknownKeys(b) || a.length - b.length)[0];
  if (meant) return explainIssues(meant, subject, path);
  const choices = issue.errors
    .flat()
    .filter(
      (inner) => inner.code === 'invalid_value' && inner.path.length === 0,
    ) as z.core.$ZodIssueInvalidValue[];
  const sameType = choices
    .flatMap((inner) => inner.values)
    .filter((choice) => typeof choice === typeof value);
  if (sameType.length > 0) return [notAChoice(sameType, subject, path, value)];
  return [wrongType(issue.message, subject, path, value)];
}

function unknownKey(key: string, known: readonly string[], subject: Subject, path: Path): Diagnostic {
  const present = mappingAt(subject.value, path);
  const candidates = known.filter((candidate) => !Object.hasOwn(present, candidate));
  const suggestion = nearest(key, candidates);
  const rest = isRestOfText(key);
  return report('DG201', { key, where: where(subject, path) }, subject.locate([...path, key], 'key'), {
    suggestion: rest ? undefined : suggestion,
    expected: rest
      ? 'quotes around the whole value before it: inside { } a comma ends a value'
      : suggestion === undefined
        ? `one of ${listOf(candidates)}`
        : undefined,
  });
}

/** The `0))` of an unquoted `{expression: a * (1 - coalesce(b, 0))}`: what no key of the language looks like. */
function isRestOfText(key: string): boolean {
  return !/^[a-z_][a-z0-9_ ]*$/i.test(key) && /[()'"*+<>=|/]/.test(key);
}

/** The `2)` of an unquoted `{type: decimal(12,2)}`; the type itself is told about. */
function isRestOfType(key: string, mapping: unknown): boolean {
  const type = (mapping as { type?: unknown }).type;
  return /^\d+\)$/.test(key) && typeof type === 'string' && /\(\d+$/.test(type);
}

function missing(issue: Issue, subject: Subject, path: Path): Diagnostic {
  const parent = path.slice(0, -1);
  const expected =
    issue.code === 'invalid_value'
      ? listOf(issue.values.map(String))
      : issue.code === 'unrecognized_keys'
        ? undefined
        : issue.message;
  const location = subject.locate(parent, typeof parent.at(-1) === 'number' ? 'value' : 'key');
  return report('DG202', { key: String(path.at(-1)), where: where(subject, parent) }, location, { expected });
}

function notAChoice(values: readonly unknown[], subject: Subject, path: Path, value: unknown): Diagnostic {
  const choices = values.map(String);
  const expected = choices.length === 1 ? listOf(choices) : `one of ${listOf(choices)}`;
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
    return wrongType(expected, subject, path, value);
  }
  const text = String(value);
  // A number where the same digits as text are meant lacks only its quotes.
  const unquoted =
    typeof value !== 'string' && choices.includes(text) && values.includes(text) ? `"${text}"` : undefined;
  // A null in quotes has them too many.
  const quotedNull = text === 'null' && values.includes(null) ? text : undefined;
  const parameters = { value: shorten(text), subject: name(subject, path) };
  return report('DG204', parameters, subject.locate(path), {
    expected,
    suggestion: unquoted ?? quotedNull ?? nearest(text, choices),
  });
}

function wrongType(expected: string, subject: Subject, path: Path, value: unknown): Diagnostic {
  const parameters = { subject: name(subject, path), expected, found: words(value) };
  return report('DG203', parameters, subject.locate(path), { suggestion: rewritten(expected, value) });
}

function custom(issue: z.core.$ZodIssueCustom, subject: Subject, path: Path, value: unknown): Diagnostic {
  const params = issue.params as { problem?: SchemaProblem; repeated?: string } | undefined;
  if (params?.repeated !== undefined) {
    const list = name(subject, path.slice(0, -1));
    const first = (valueAt(subject.value, path.slice(0, -1)).value as unknown[]).indexOf(params.repeated);
    const related = [
      { message: 'first named here', location: subject.locate([...path.slice(0, -1), first]) },
    ];
    return report('DG214', { item: params.repeated, subject: list }, subject.locate(path), { related });
  }
  if (!params?.problem) return outOfRange(issue.message, subject, path, value);
  const { code, parameters, expected, suggestion } = params.problem;
  return report(code, parameters, subject.locate(path), { expected, suggestion });
}

function outOfRange(expected: string, subject: Subject, path: Path, value: unknown): Diagnostic {
  const size = Array.isArray(value)
    ? value.length
    : typeof value === 'object' && value !== null
      ? Object.keys(value).length
      : undefined;
  const text =
    size === 0 || value === ''
      ? 'empty'
      : size !== undefined
        ? `${words(value)} of ${size}`
        : shorten(JSON.stringify(value));
  return report('DG207', { subject: name(subject, path), value: text }, subject.locate(path), { expected });
}

/** The value as it would be right, where that is plain from the value alone. */
function rewritten(expected: string, value: unknown): string | undefined {
  if (
    /^(at least one|a list of (names|columns|values|texts|dialects|attributes))/.test(expected) &&
    typeof value === 'string' &&
    /^[\w.]+$/.test(value)
  ) {
    return `[${value}]`;
  }
  if (
    /^(text|a name|a date|a type)/.test(expected) &&
    (typeof value === 'number' || typeof value === 'boolean')
  )
    return `"${value}"`;
  if (
    expected === 'true or false' &&
    typeof value === 'string' &&
    /^(yes|no|on|off|true|false)$/i.test(value)
  ) {
    return /^(yes|on|true)$/i.test(value) ? 'true' : 'false';
  }
  return undefined;
}

function where(subject: Subject, path: Path): string {
  return path.length === 0 ? subject.kind : name(subject, path);
}

function name(subject: Subject, path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return subject.kind;
  if (typeof last === 'string') return `"${last}"`;
  const list = path.findLast((step) => typeof step === 'string');
  return `item ${last + 1} of "${list}"`;
}

function words(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return value === '' ? 'an empty text' : 'text';
  return typeof value === 'number' ? `the number ${value}` : value === true ? 'true' : 'false';
}

function listOf(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function valueAt(root: unknown, path: Path): { readonly value: unknown; readonly found: boolean } {
  let value = root;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return { value: undefined, found: false };
    value = (value as Record<string | number, unknown>)[step];
  }
  return { value, found: true };
}

function mappingAt(root: unknown, path: Path): object {
  const { value } = valueAt(root, path);
  return typeof value === 'object' && value !== null ? value : {};
}
