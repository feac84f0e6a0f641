import type { ExtractField, FunctionName } from '../../dialects/function-name.js';
import type { LogicalType } from '../../dialects/logical-type.js';

/** A stretch of the user's text, in UTF-16 units: from `start` up to, not including, `end`. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * A portable expression: what the user meant, before any warehouse's spelling.
 * Built by `parseExpression` from a user's text (then nodes have a span) or by the functions below.
 */
export type Expression = ExpressionNode & { readonly span?: Span };

type ExpressionNode =
  | { readonly kind: 'string'; readonly value: string }
  /** Kept as text: no digit is lost on its way into the generated file. */
  | { readonly kind: 'number'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
  /** `YYYY-MM-DD` */
  | { readonly kind: 'date'; readonly value: string }
  /** `YYYY-MM-DD HH:MM:SS[.ffffff]`, in UTC */
  | { readonly kind: 'timestamp'; readonly value: string }
  | Column
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** At least two operands. */
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | { readonly kind: 'is_null'; readonly operand: Expression; readonly test: 'is' | 'is not' }
  | {
      readonly kind: 'distinct';
      readonly left: Expression;
      readonly right: Expression;
      readonly test: 'is' | 'is not';
    }
  | {
      readonly kind: 'in';
      readonly operand: Expression;
      readonly items: readonly Expression[];
      readonly test: 'in' | 'not in';
    }
  | {
      readonly kind: 'between';
      readonly operand: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly test: 'between' | 'not between';
    }
  | {
      readonly kind: 'like';
      readonly operand: Expression;
      readonly pattern: Expression;
      readonly test: 'like' | 'not like';
    }
  | {
      readonly kind: 'case';
      /** `case subject when value then …`; without it each `when` is a condition. */
      readonly subject?: Expression;
      readonly branches: readonly { readonly when: Expression; readonly then: Expression }[];
      readonly otherwise?: Expression;
    }
  | { readonly kind: 'cast'; readonly operand: Expression; readonly type: LogicalType }
  | Call
  | { readonly kind: 'extract'; readonly field: ExtractField; readonly operand: Expression }
  | Window
  /** The run's load time. */
  | { readonly kind: 'load_at' };

export interface Column {
  readonly kind: 'column';
  /** As the user wrote it: the case of a raw source column matters where the warehouse says so. */
  readonly name: string;
  /** `orders` in `orders.status`. */
  readonly qualifier?: string;
}

export interface Call {
  readonly kind: 'call';
  readonly function: Exclude<FunctionName, 'extract'>;
  /** Units, patterns and paths are text literals. `count(*)` has no arguments. */
  readonly arguments: readonly Expression[];
  readonly distinct?: true;
}

export interface Window {
  readonly kind: 'window';
  readonly call: Call;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  /** Left out on an ordered aggregate it is all rows up to the current one. */
  readonly frame?: Frame;
}

export interface SortKey {
  readonly expression: Expression;
  readonly direction: 'asc' | 'desc';
  readonly nulls: 'first' | 'last';
}

/** `rows between start and end`. */
export interface Frame {
  readonly start: FrameBound;
  readonly end: FrameBound;
}

export type FrameBound =
  | 'unbounded preceding'
  | 'current row'
  | 'unbounded following'
  | { readonly rows: number; readonly side: 'preceding' | 'following' };

export type BinaryOperator = '+' | '-' | '*' | '/' | '||' | Comparison;
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

export const column = (name: string, qualifier?: string): Expression =>
  qualifier === undefined ? { kind: 'column', name } : { kind: 'column', name, qualifier };
export const string = (value: string): Expression => ({ kind: 'string', value });
export const number = (value: number | string): Expression => ({ kind: 'number', value: String(value) });
export const nothing: Expression = { kind: 'null' };
export const call = (name: Call['function'], ...args: readonly Expression[]): Call => ({
  kind: 'call',
  function: name,
  arguments: args,
});
export const cast = (operand: Expression, type: LogicalType): Expression => ({ kind: 'cast', operand, type });
export const binary = (left: Expression, operator: BinaryOperator, right: Expression): Expression => ({
  kind: 'binary',
  operator,
  left,
  right,
});
/** All of them; one alone is itself. */
export const all = (first: Expression, ...rest: readonly Expression[]): Expression =>
  rest.length === 0 ? first : { kind: 'logical', operator: 'and', operands: [first, ...rest] };
