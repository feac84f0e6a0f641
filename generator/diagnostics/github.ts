import { catalogue, isCode } from './catalogue.js';
import type { Diagnostic, Severity } from './diagnostic.js';
import { span } from './position.js';
import { sortDiagnostics } from './sort.js';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<
  Severity,
  string
>;

/**
 * Diagnostics as workflow commands, which GitHub shows at the lines of a pull request.
 * `folder` is the way from the repository's root to the blueprints.
 * https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function githubDiagnostics(diagnostics: readonly Diagnostic[], folder = ''): string {
  return sortDiagnostics(diagnostics)
    .map((diagnostic) => `${command(diagnostic, folder)}\n`)
    .join('');
}

function command(diagnostic: Diagnostic, folder: string): string {
  const { code, severity, message, expected, suggestion, location } = diagnostic;
  const properties: [string, string][] = [];
  if (location) {
    const { start, end } = span(location);
    const path =
      folder === '' || folder === '.'
        ? location.source.path
        : `${folder.replace(/\/+$/, '')}/${location.source.path}`;
    properties.push(['file', path], ['line', String(start.line)], ['endLine', String(end.line)]);
    properties.push(['col', String(start.column)], ['endColumn', String(end.column)]);
  }
  properties.push(['title', isCode(code) ? `${code} ${catalogue[code].title}` : code]);
  const text = [
    message,
    ...(expected === undefined ? [] : [`expected: ${expected}`]),
    ...(suggestion === undefined ? [] : [`did you mean ${suggestion}?`]),
  ].join('\n');
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(value)}`).join(',');
  return `::${commands[severity]} ${list}::${escapeData(text)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
