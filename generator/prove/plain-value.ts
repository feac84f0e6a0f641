import type { LogicalType } from '../../dialects/logical-type.js';
import type { Value } from './value.js';

/** A value as a warehouse printed it, in the text that stands for it everywhere. */
export function plainValue(value: Value, { kind }: LogicalType): Value {
  if (value === null) return null;
  if (kind === 'binary') return value.toUpperCase();
  // Warehouses keep what a document says, each with blanks of its own.
  if (kind === 'json') return documentText(JSON.parse(value));
  return value;
}

function documentText(document: unknown): string {
  if (Array.isArray(document)) return `[${document.map(documentText).join(', ')}]`;
  if (typeof document !== 'object' || document === null) return JSON.stringify(document);
  const entries = Object.entries(document).map(
    ([name, value]) => `${JSON.stringify(name)}: ${documentText(value)}`,
  );
  return `{${entries.join(', ')}}`;
}
