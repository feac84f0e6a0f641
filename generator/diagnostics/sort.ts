import type { Diagnostic } from './diagnostic.js';

/** By file, place and code; those without a file first. Equal findings come once. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const sorted = [...diagnostics].sort(compare);
  return sorted.filter((diagnostic, index) => {
    const previous = sorted[index - 1];
    return !previous || compare(previous, diagnostic) !== 0 || previous.message !== diagnostic.message;
  });
}

/** True where at least one finding has to stop the pipeline. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

function compare(a: Diagnostic, b: Diagnostic): number {
  return (
    compareText(a.location?.source.path ?? '', b.location?.source.path ?? '') ||
    (a.location?.start ?? -1) - (b.location?.start ?? -1) ||
    (a.location?.end ?? -1) - (b.location?.end ?? -1) ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
