import type { Dialect } from '../../dialects/dialect.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { Formula, Project } from '../resolve/project.js';
import { jinjaSafe } from '../sql/jinja.js';
import { printExpression } from '../sql/print-expression.js';

/** What every layer of the plan is given. */
export interface PlanContext {
  readonly project: Project;
  readonly dialect: Dialect;
}

/** How a formula's columns are spelled and typed where it stands. */
export interface FormulaScope {
  readonly column: (reference: { readonly name: string; readonly qualifier?: string }) => string;
  readonly typeOf: (reference: {
    readonly name: string;
    readonly qualifier?: string;
  }) => LogicalType | undefined;
  /** The type that the value gets, where it gets one. */
  readonly wanted?: LogicalType;
}

/** A user's formula in the dialect's SQL, safe for Jinja. Native text stands as it was written. */
export function formulaSql(formula: Formula, { dialect }: PlanContext, scope: FormulaScope): string {
  if (formula.kind === 'portable') return printExpression(formula.expression, dialect, scope);
  const native = formula.byDialect[dialect.name] ?? formula.byDialect['default'];
  if (native !== undefined) return jinjaSafe(native);
  if (formula.otherwise === undefined) throw new Error(`no expression for ${dialect.name}`);
  return printExpression(formula.otherwise, dialect, scope);
}

/** A formula's value as its column's type: cast, unless it gives exactly that already. */
export function typedFormulaSql(
  formula: Formula,
  type: LogicalType,
  context: PlanContext,
  scope: FormulaScope,
): string {
  return castTo(
    formulaSql(formula, context, { ...scope, wanted: type }),
    type,
    formula.kind === 'portable' ? formula.type : undefined,
    context,
  );
}

/** A value as a type, left as it is where it is that already: a number's size and scale are the engine's to say. */
export function castTo(
  sql: string,
  type: LogicalType,
  given: LogicalType | undefined,
  context: PlanContext,
): string {
  const exact = given !== undefined && !isNumber(given) && typeSql(given, context) === typeSql(type, context);
  return exact ? sql : context.dialect.cast(sql, type, given);
}

function isNumber({ kind }: LogicalType): boolean {
  return kind === 'integer' || kind === 'bigint' || kind === 'decimal' || kind === 'float';
}

/** A logical type as this dialect writes it. */
export function typeSql(type: LogicalType, { dialect }: PlanContext): string {
  return (dialect.types[type.kind] as (type: LogicalType) => string)(type);
}

export const timestamp = { kind: 'timestamp' } as const satisfies LogicalType;
export const keyText = { kind: 'string', length: 32 } as const satisfies LogicalType;

/** `null` of a type, where the engine would guess another one. */
export function typedNull(type: LogicalType, context: PlanContext): string {
  return context.dialect.cast('null', type, type);
}
