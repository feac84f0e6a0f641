import { codeFrame } from './code-frame.js';
import { colorsFor, type ColorMode, type Colors } from './colors.js';
import type { Diagnostic, Location, Severity } from './diagnostic.js';
import { positionAt } from './position.js';
import { printable } from './printable.js';
import { sortDiagnostics } from './sort.js';

/** Diagnostics for a person at a terminal, with code frames and a closing count. Empty where there are none. */
export function prettyDiagnostics(diagnostics: readonly Diagnostic[], mode: ColorMode = 'plain'): string {
  if (diagnostics.length === 0) return '';
  const colors = colorsFor(mode);
  const sorted = sortDiagnostics(diagnostics);
  const blocks = sorted.map((diagnostic) => prettyDiagnostic(diagnostic, colors));
  return `${[...blocks, closing(sorted)].join('\n\n')}\n`;
}

function prettyDiagnostic(diagnostic: Diagnostic, colors: Colors): string {
  const { code, severity, message, expected, suggestion, location, related = [] } = diagnostic;
  const heading = [
    colorOf(severity, colors)(`${severity} ${code}`),
    ...(location ? [place(location)] : []),
  ].join(' ');
  const lines = [heading, colors.bold(printable(message))];
  const frame = location ? codeFrame(location, colors) : '';
  if (frame) lines.push('', frame);
  const advice = [
    ...(expected === undefined ? [] : [`expected: ${printable(expected)}`]),
    ...(suggestion === undefined ? [] : [`did you mean ${quoted(suggestion)}?`]),
  ];
  if (advice.length > 0) lines.push(...(frame ? [''] : []), ...advice.map((line) => colors.cyan(line)));
  for (const note of related) {
    lines.push('', `${colors.cyan('note:')} ${printable(note.message)}: ${place(note.location)}`);
    const noteFrame = codeFrame(note.location, colors);
    if (noteFrame) lines.push('', noteFrame);
  }
  return lines.join('\n');
}

/** `dims/customer.yml:7:12`; a file that could not be read has no lines. */
function place({ source, start }: Location): string {
  if (source.text === '') return printable(source.path);
  const { line, column } = positionAt(source, start);
  return `${printable(source.path)}:${line}:${column}`;
}

function quoted(suggestion: string): string {
  // What is no single word is a piece of YAML, and is shown as it would be written.
  return /^["[]|^(true|false|null)$/.test(suggestion) ? printable(suggestion) : `"${printable(suggestion)}"`;
}

function closing(diagnostics: readonly Diagnostic[]): string {
  const counts = (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    if (count === 0) return [];
    const word = severity === 'info' ? 'note' : severity;
    return [`${count} ${word}${count === 1 ? '' : 's'}`];
  });
  return `${counts.join(', ')}. \`dbtgen explain <code>\` tells more about each.`;
}

function colorOf(severity: Severity, colors: Colors): (text: string) => string {
  if (severity === 'error') return (text) => colors.red(colors.bold(text));
  return severity === 'warning' ? colors.yellow : colors.blue;
}
