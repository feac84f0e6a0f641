import type { LogicalType } from '../../dialects/logical-type.js';
import { isTypeProblem, parseLogicalType } from '../../generator/sql/logical-type.js';
import { columns, rowTypes } from '../engines/projects/functions/cases.mjs';

/** The types of the columns that cases read: of the one row, and of the rows of windows and groups. */
export const scalarType = ({ name }: { readonly name: string }): LogicalType | undefined =>
  logicalType(columns[name]?.type);
export const rowType = ({ name }: { readonly name: string }): LogicalType | undefined =>
  logicalType(rowTypes[name]);

/** A type of the language as it is written; undefined where it is none. */
export function logicalType(written: string | undefined): LogicalType | undefined {
  const type = parseLogicalType(written ?? '');
  return isTypeProblem(type) ? undefined : type;
}
