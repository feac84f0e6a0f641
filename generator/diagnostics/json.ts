import type { Diagnostic, Location } from './diagnostic.js';
import { span } from './position.js';
import { sortDiagnostics } from './sort.js';

/** The JSON Schema of what `--format json` prints. Within a version keys are only added. */
export const diagnosticsJsonSchema = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Diagnostics of dbtgen',
  type: 'object',
  required: ['version', 'diagnostics'],
  properties: {
    version: { const: 1 },
    diagnostics: {
      type: 'array',
      description: 'Sorted by file, line and column; those without a file first',
      items: {
        type: 'object',
        required: ['code', 'severity', 'message', 'related'],
        properties: {
          code: {
            type: 'string',
            pattern: '^DG\\d{3}$',
            description: 'Stable; `dbtgen explain` tells about it',
          },
          severity: { enum: ['error', 'warning', 'info'] },
          message: { type: 'string', description: 'One sentence: what is wrong. Its words may change' },
          expected: { type: 'string', description: 'What would have been right' },
          suggestion: { type: 'string', description: 'The nearest right word' },
          file: { type: 'string', description: 'Relative to the blueprint folder, with forward slashes' },
          line: { type: 'integer', minimum: 1 },
          column: { type: 'integer', minimum: 1, description: 'In UTF-16 units' },
          endLine: { type: 'integer', minimum: 1 },
          endColumn: { type: 'integer', minimum: 1, description: 'After the last character' },
          related: {
            type: 'array',
            items: {
              type: 'object',
              required: ['message', 'file', 'line', 'column', 'endLine', 'endColumn'],
              properties: {
                message: { type: 'string' },
                file: { type: 'string' },
                line: { type: 'integer', minimum: 1 },
                column: { type: 'integer', minimum: 1 },
                endLine: { type: 'integer', minimum: 1 },
                endColumn: { type: 'integer', minimum: 1 },
              },
            },
          },
        },
      },
    },
  },
} as const;

/** Diagnostics for programs, by `diagnosticsJsonSchema`. */
export function jsonDiagnostics(diagnostics: readonly Diagnostic[]): string {
  const entries = sortDiagnostics(diagnostics).map(({ location, related = [], ...data }) => ({
    code: data.code,
    severity: data.severity,
    message: data.message,
    expected: data.expected,
    suggestion: data.suggestion,
    ...(location ? place(location) : {}),
    related: related.map((note) => ({ message: note.message, ...place(note.location) })),
  }));
  return `${JSON.stringify({ version: 1, diagnostics: entries }, null, 2)}\n`;
}

function place(location: Location) {
  const { start, end } = span(location);
  return {
    file: location.source.path,
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
