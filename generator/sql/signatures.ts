import { timeUnits, type FunctionName } from '../../dialects/function-name.js';
import type { LogicalType } from '../../dialects/logical-type.js';

/** What a function wants of an argument. `same`: of one family with all the other `same` arguments. */
export type Wants = 'text' | 'number' | 'whole' | 'moment' | 'json' | 'any' | 'same' | Literal;

/** An argument that has to be a text literal, because every warehouse spells it its own way. */
export interface Literal {
  readonly literal: string;
  /** Null where the value is fine; else what to say instead. */
  readonly check: (value: string) => string | null;
  readonly choices?: readonly string[];
}

export interface Signature {
  readonly takes: readonly Wants[];
  /** How many of the last `takes` may be left out. */
  readonly optional?: number;
  /** The last of `takes` may be repeated. */
  readonly repeats?: 'last';
  readonly gives:
    | 'text'
    | 'same'
    | 'moment'
    | LogicalType
    | ((types: readonly (LogicalType | undefined)[]) => LogicalType | undefined);
  readonly over?: 'rows' | 'aggregate';
}

const boolean = { kind: 'boolean' } as const;
const bigint = { kind: 'bigint' } as const;
const float = { kind: 'float' } as const;

const unit: Literal = {
  literal: 'a unit of time',
  choices: timeUnits,
  check: (value) => (timeUnits.some((name) => name === value) ? null : `one of ${timeUnits.join(', ')}`),
};
const pattern: Literal = {
  literal: 'a pattern',
  // Engines disagree about anything else, names of months above all.
  check: (value) =>
    /^[-/. _]*(?:(?:YYYY|MM|DD)[-/. _]*){3}$/.test(value) &&
    value.includes('YYYY') &&
    value.includes('MM') &&
    value.includes('DD')
      ? null
      : "each of YYYY, MM, DD once with - / . _ or blanks between them, such as 'YYYY-MM-DD'",
};
const path: Literal = {
  literal: 'a path',
  check: (value) =>
    /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/.test(value)
      ? null
      : "names with dots between them, such as 'address.city'",
};

const first = (types: readonly (LogicalType | undefined)[]): LogicalType | undefined => types[0];

/** What each portable function takes and gives. */
export const signatures = {
  coalesce: { takes: ['same', 'same'], optional: 1, repeats: 'last', gives: 'same' },
  nullif: { takes: ['same', 'same'], gives: first },
  greatest: { takes: ['same', 'same'], repeats: 'last', gives: 'same' },
  least: { takes: ['same', 'same'], repeats: 'last', gives: 'same' },
  concat: { takes: ['text', 'text'], repeats: 'last', gives: 'text' },
  upper: { takes: ['text'], gives: 'text' },
  lower: { takes: ['text'], gives: 'text' },
  trim: { takes: ['text'], gives: 'text' },
  ltrim: { takes: ['text'], gives: 'text' },
  rtrim: { takes: ['text'], gives: 'text' },
  length: { takes: ['text'], gives: bigint },
  substring: { takes: ['text', 'whole', 'whole'], optional: 1, gives: 'text' },
  left: { takes: ['text', 'whole'], gives: 'text' },
  right: { takes: ['text', 'whole'], gives: 'text' },
  replace: { takes: ['text', 'text', 'text'], gives: 'text' },
  split_part: { takes: ['text', 'text', 'whole'], gives: 'text' },
  position: { takes: ['text', 'text'], gives: bigint },
  starts_with: { takes: ['text', 'text'], gives: boolean },
  lpad: { takes: ['text', 'whole', 'text'], optional: 1, gives: 'text' },
  abs: { takes: ['number'], gives: first },
  round: { takes: ['number', 'whole'], optional: 1, gives: first },
  floor: { takes: ['number'], gives: first },
  ceil: { takes: ['number'], gives: first },
  mod: { takes: ['number', 'number'], gives: 'same' },
  power: { takes: ['number', 'number'], gives: float },
  sqrt: { takes: ['number'], gives: float },
  sign: { takes: ['number'], gives: first },
  date_trunc: { takes: [unit, 'moment'], gives: 'moment' },
  date_add: { takes: [unit, 'whole', 'moment'], gives: 'moment' },
  date_diff: { takes: [unit, 'moment', 'moment'], gives: bigint },
  make_date: { takes: ['whole', 'whole', 'whole'], gives: { kind: 'date' } },
  make_timestamp: {
    takes: ['whole', 'whole', 'whole', 'whole', 'whole', 'whole'],
    gives: { kind: 'timestamp' },
  },
  to_date: { takes: ['text', pattern], gives: { kind: 'date' } },
  md5: { takes: ['text'], gives: { kind: 'string', length: 32 } },
  regexp_like: { takes: ['text', 'text'], gives: boolean },
  regexp_replace: { takes: ['text', 'text', 'text'], gives: 'text' },
  json_text: { takes: ['json', path], gives: 'text' },
  sum: { takes: ['number'], gives: ([type]) => sumType(type), over: 'aggregate' },
  count: { takes: ['any'], optional: 1, gives: bigint, over: 'aggregate' },
  min: { takes: ['any'], gives: first, over: 'aggregate' },
  max: { takes: ['any'], gives: first, over: 'aggregate' },
  avg: { takes: ['number'], gives: float, over: 'aggregate' },
  row_number: { takes: [], gives: bigint, over: 'rows' },
  rank: { takes: [], gives: bigint, over: 'rows' },
  // A default as the third argument is missing on Redshift: coalesce says the same.
  lag: { takes: ['any', 'whole'], optional: 1, gives: first, over: 'rows' },
  lead: { takes: ['any', 'whole'], optional: 1, gives: first, over: 'rows' },
  first_value: { takes: ['any'], gives: first, over: 'rows' },
  last_value: { takes: ['any'], gives: first, over: 'rows' },
} as const satisfies Record<Exclude<FunctionName, 'extract'>, Signature>;

function sumType(type: LogicalType | undefined): LogicalType | undefined {
  if (type?.kind === 'integer' || type?.kind === 'bigint') return bigint;
  return type?.kind === 'decimal' ? { kind: 'decimal', precision: 38, scale: type.scale } : type;
}

/** The signature by name, with what its table entry leaves out. */
export function signatureOf(name: keyof typeof signatures): Signature {
  return signatures[name];
}

export const isLiteral = (wants: Wants): wants is Literal => typeof wants === 'object';
