import type { LogicalType, LogicalTypeKind } from '../../dialects/logical-type.js';
import { nearest } from '../diagnostics/nearest.js';

/** Why a text is no type: the sentence's end, and the nearest text that would be one. */
export interface TypeProblem {
  readonly problem: string;
  readonly suggestion?: string;
}

export const logicalTypeNames = [
  'string',
  'text',
  'integer',
  'bigint',
  'decimal',
  'float',
  'boolean',
  'date',
  'timestamp',
  'timestamp_tz',
  'time',
  'json',
  'binary',
  'uuid',
] as const satisfies readonly LogicalTypeKind[];

/** Words of warehouses for what the blueprint language calls otherwise. */
const foreignNames: Readonly<Record<string, string>> = {
  varchar: 'string',
  char: 'string',
  character: 'string',
  nvarchar: 'string',
  str: 'string',
  clob: 'text',
  int: 'integer',
  int4: 'integer',
  smallint: 'integer',
  tinyint: 'integer',
  int64: 'bigint',
  int8: 'bigint',
  long: 'bigint',
  numeric: 'decimal',
  number: 'decimal(38,0)',
  double: 'float',
  real: 'float',
  float64: 'float',
  bool: 'boolean',
  datetime: 'timestamp',
  timestamp_ntz: 'timestamp',
  timestamptz: 'timestamp_tz',
  timestamp_ltz: 'timestamp_tz',
  variant: 'json',
  object: 'json',
  super: 'json',
  struct: 'json',
  bytes: 'binary',
  varbinary: 'binary',
  guid: 'uuid',
};

const shape = /^([a-z_][a-z0-9_]*)\s*(?:\(\s*([^()]*?)\s*\))?$/i;

/** Reads a type of the blueprint language, such as `decimal(12,2)`. */
export function parseLogicalType(text: string): LogicalType | TypeProblem {
  // Inside of {…} an unquoted comma ends the value: `{type: decimal(12,2)}` holds `decimal(12`.
  if (/^\w+\(\d+$/.test(text)) {
    return { problem: 'is cut off at the comma: inside of {…} it needs quotes', suggestion: `"${text},2)"` };
  }
  const match = shape.exec(text.trim());
  if (!match) return { problem: 'is not a type', ...suggestionFor(text.replace(/\W.*$/s, '')) };
  const word = match[1] ?? '';
  const argumentsText = match[2];
  const kind = logicalTypeNames.find((name) => name === word);
  if (!kind) return { problem: 'is not a type', ...suggestionFor(word) };
  if (kind === 'decimal') return decimal(argumentsText);
  if (kind === 'string') return string(argumentsText);
  if (argumentsText !== undefined) return { problem: `takes no size: ${kind} has none`, suggestion: kind };
  return { kind };
}

/** The text that a blueprint would say for a type. */
export function logicalTypeText(type: LogicalType): string {
  if (type.kind === 'decimal') return `decimal(${type.precision},${type.scale})`;
  if (type.kind === 'string' && type.length !== undefined) return `string(${type.length})`;
  return type.kind;
}

export function isTypeProblem(result: LogicalType | TypeProblem): result is TypeProblem {
  return 'problem' in result;
}

function decimal(argumentsText: string | undefined): LogicalType | TypeProblem {
  const match = /^(\d{1,9})\s*,\s*(\d{1,9})$/.exec(argumentsText ?? '');
  if (!match) return { problem: 'needs precision and scale', suggestion: 'decimal(18,2)' };
  const precision = Number(match[1]);
  const scale = Number(match[2]);
  if (precision < 1 || precision > 38) {
    return { problem: 'has a precision outside 1 to 38', suggestion: `decimal(38,${Math.min(scale, 38)})` };
  }
  if (scale > precision) {
    return {
      problem: 'has a scale larger than its precision',
      suggestion: `decimal(${precision},${precision})`,
    };
  }
  return { kind: 'decimal', precision, scale };
}

function string(argumentsText: string | undefined): LogicalType | TypeProblem {
  if (argumentsText === undefined) return { kind: 'string' };
  const length = /^\d{1,9}$/.test(argumentsText) ? Number(argumentsText) : 0;
  if (length < 1) return { problem: 'needs a length of at least 1', suggestion: 'string' };
  return { kind: 'string', length };
}

function suggestionFor(word: string): { suggestion?: string } {
  const lower = word.toLowerCase();
  const suggestion =
    logicalTypeNames.find((name) => name === lower) ??
    (Object.hasOwn(foreignNames, lower) ? foreignNames[lower] : nearest(lower, logicalTypeNames));
  if (suggestion === undefined) return {};
  return { suggestion: suggestion === 'decimal' ? 'decimal(18,2)' : suggestion };
}
