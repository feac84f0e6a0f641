import type { SourceTable } from '../resolve/project.js';

/** What a row of a table is unique by, but for what orders events: its key, and where rows state periods their start. */
export function rowKeyOf({ key, valid }: Pick<SourceTable, 'key' | 'valid'>): string[] {
  return valid === undefined ? [...key] : [...key, valid.from];
}
