import type { Argument, Dialect, Sql } from '../../dialects/dialect.js';
import { operand, precedence, type Precedence } from '../../dialects/precedence.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { Call, Column, Expression, FrameBound, SortKey, Window } from './expression.js';
import { inferType, type TypeOf } from './infer-type.js';
import { jinjaSafeLine } from './jinja.js';
import { continued } from './layout.js';
import { signatureOf } from './signatures.js';

export interface ExpressionScope {
  /** How a column is spelled where the expression will stand. */
  readonly column: (reference: Column) => Sql;
  /** A column's type, where it is known: dates and timestamps are spelled differently on several warehouses. */
  readonly typeOf: TypeOf;
  /** The type that the result gets. Integers are added and multiplied in 64 bits only where 32 don't have to do. */
  readonly wanted?: LogicalType | undefined;
  /** The load time; a call of the generated project's macro by default. */
  readonly loadAt?: Sql;
}

/** Longer lines are broken. */
const lineLength = 80;

/**
 * An expression in a dialect's SQL, for a file that dbt renders: what Jinja would read in the user's texts is escaped.
 * One line where it fits; lines after the first are not indented, see `continued`.
 */
export function printExpression(expression: Expression, dialect: Dialect, scope: ExpressionScope): Sql {
  return print(expression, { ...scope, dialect });
}

interface Printing extends ExpressionScope {
  readonly dialect: Dialect;
}

function print(expression: Expression, outer: Printing): Sql {
  const isArithmetic = expression.kind === 'binary' || expression.kind === 'negate';
  const printing = isArithmetic ? outer : { ...outer, wanted: undefined };
  const { dialect } = printing;
  const at = (part: Expression, least: Precedence): Sql => operand(print(part, printing), least);
  switch (expression.kind) {
    case 'string':
      return jinjaSafeLine(dialect.stringLiteral(expression.value));
    case 'number':
      return expression.value.includes('.') && !expression.value.includes('e')
        ? dialect.decimalLiteral(expression.value)
        : expression.value;
    case 'boolean':
      return String(expression.value);
    case 'null':
      return 'null';
    case 'date':
      return dialect.dateLiteral(expression.value);
    case 'timestamp':
      return dialect.timestampLiteral(expression.value);
    case 'load_at':
      return printing.loadAt ?? '{{ load_at() }}';
    case 'column':
      return printing.column(expression);
    case 'negate':
      return `-${unsigned(at(expression.operand, precedence.sign))}`;
    case 'binary':
      return binary(expression, printing);
    case 'logical': {
      const least = expression.operator === 'and' ? precedence.not : precedence.and;
      return chain(
        expression.operands.map((part) => at(part, least)),
        expression.operator,
      );
    }
    case 'not':
      return `not ${at(expression.operand, precedence.comparison)}`;
    case 'is_null':
      return `${at(expression.operand, precedence.concat)} ${expression.test} null`;
    case 'distinct':
      return distinct(expression, printing);
    case 'in':
      return `${at(expression.operand, precedence.concat)} ${expression.test} (${expression.items.map((item) => print(item, printing)).join(', ')})`;
    case 'between':
      return `${at(expression.operand, precedence.concat)} ${expression.test} ${at(expression.low, precedence.concat)} and ${at(expression.high, precedence.concat)}`;
    case 'like':
      return `${at(expression.operand, precedence.concat)} ${expression.test} ${at(expression.pattern, precedence.concat)}`;
    case 'case':
      return caseOf(expression, printing);
    case 'cast':
      return cast(expression, printing);
    case 'call':
      return call(expression, printing);
    case 'extract':
      return dialect.functions.extract([
        literalArgument(expression.field),
        argument(expression.operand, printing),
      ]);
    case 'window':
      return window(expression, printing);
  }
}

function cast({ operand: value, type: to }: Extract<Expression, { kind: 'cast' }>, printing: Printing): Sql {
  const { dialect } = printing;
  const from = typeOf(value, printing);
  const sql = print(value, { ...printing, wanted: to });
  if (from === undefined || !isWrittenOut(from) || (to.kind !== 'string' && to.kind !== 'text'))
    return dialect.cast(sql, to, from);
  // A computed decimal has as many digits as the engine likes.
  const exact = from.kind === 'decimal' && value.kind !== 'column' && value.kind !== 'cast';
  const text = dialect.keyText(exact ? dialect.cast(sql, from, from) : sql, from);
  return to.kind === 'string' && to.length !== undefined ? dialect.cast(text, to, { kind: 'text' }) : text;
}

/** Types whose text in a cast depends on the engine or the session; in a key it is the same everywhere. */
function isWrittenOut({ kind }: LogicalType): boolean {
  return ['decimal', 'boolean', 'date', 'timestamp', 'timestamp_tz', 'time'].includes(kind);
}

function binary(expression: Extract<Expression, { kind: 'binary' }>, printing: Printing): Sql {
  const { operator, left, right } = expression;
  if (operator === '/') {
    return printing.dialect.divide(
      print(left, printing),
      divisor(right, printing),
      typeOf(left, printing),
      typeOf(right, printing),
    );
  }
  const sides = needsWidth(expression, printing)
    ? widened(left, right, printing)
    : ([print(left, printing), print(right, printing)] as const);
  switch (operator) {
    case '*':
      return `${operand(sides[0], precedence.product)} * ${unsigned(operand(sides[1], precedence.sign))}`;
    case '+':
      return `${operand(sides[0], precedence.sum)} + ${unsigned(operand(sides[1], precedence.product))}`;
    case '-':
      return `${operand(sides[0], precedence.sum)} - ${unsigned(operand(sides[1], precedence.product))}`;
    case '||':
      return concat([left, right], printing);
    default:
      return `${operand(sides[0], precedence.concat)} ${operator} ${operand(sides[1], precedence.concat)}`;
  }
}

/** Texts in a row. With a null literal among them DuckDB forgets that the result is a text. */
function concat(parts: readonly Expression[], printing: Printing): Sql {
  return parts.some(({ kind }) => kind === 'null')
    ? textArgument({ kind: 'null' }, printing).sql
    : printing.dialect.functions.concat(parts.map((part) => textArgument(part, printing)));
}

/** Nothing is divided by zero: some warehouses stop, some answer null or infinity. Null is the answer on all. */
function divisor(expression: Expression, printing: Printing): Sql {
  const sql = print(expression, printing);
  if (expression.kind === 'number' && Number(expression.value) !== 0) return sql;
  const zero = { sql: '0', type: { kind: 'integer' }, literal: undefined } as const;
  return printing.dialect.functions.nullif([{ ...argument(expression, printing), sql }, zero]);
}

/** Whether two integers of the user's meet, and their result may need more than 32 bits. */
function needsWidth(
  { operator, left, right }: Extract<Expression, { kind: 'binary' }>,
  printing: Printing,
): boolean {
  return (
    printing.wanted?.kind !== 'integer' &&
    ['+', '-', '*'].includes(operator) &&
    [left, right].every((side) => typeOf(side, printing)?.kind === 'integer') &&
    ![left, right].every(({ kind }) => kind === 'number')
  );
}

/** One side as a bigint, so that the warehouse computes in 64 bits. */
function widened(left: Expression, right: Expression, printing: Printing): readonly [Sql, Sql] {
  const wide = (side: Expression): Sql => convert(side, { kind: 'bigint' }, printing);
  return left.kind === 'number' ? [print(left, printing), wide(right)] : [wide(left), print(right, printing)];
}

/** A whole number as another type of whole numbers; untouched where the warehouse has one for both. */
function convert(expression: Expression, to: WholeNumber, printing: Printing): Sql {
  const { dialect } = printing;
  const from = typeOf(expression, printing);
  const sql = print(expression, printing);
  return wholeName('integer', dialect) === wholeName('bigint', dialect) ? sql : dialect.cast(sql, to, from);
}

/** An argument that has to be an integer. */
function asInteger(expression: Expression, printing: Printing): Sql {
  const within = { ...printing, wanted: { kind: 'integer' } } as const;
  const isBigint =
    typeOf(expression, printing)?.kind === 'bigint' && !holdsIntegersOnly(expression, printing);
  return isBigint ? convert(expression, { kind: 'integer' }, within) : print(expression, within);
}

/** Such an argument; what a raw column holds stays unknown, so that a dialect may cast it itself. */
function wholeArgument(expression: Expression, printing: Printing): Argument {
  const known = typeOf(expression, printing) !== undefined;
  const { literal, type } = argument(expression, printing);
  return { sql: asInteger(expression, printing), literal, type: known ? { kind: 'integer' } : type };
}

/** Whether it is an integer, or computed from integers alone. */
function holdsIntegersOnly(expression: Expression, printing: Printing): boolean {
  if (expression.kind === 'binary')
    return [expression.left, expression.right].every((side) => holdsIntegersOnly(side, printing));
  if (expression.kind === 'negate') return holdsIntegersOnly(expression.operand, printing);
  return typeOf(expression, printing)?.kind === 'integer';
}

interface WholeNumber {
  readonly kind: 'integer' | 'bigint';
}

const wholeName = (kind: WholeNumber['kind'], { types }: Dialect): Sql =>
  kind === 'integer' ? types.integer({ kind }) : types.bigint({ kind });

/** A second sign would make a comment of `- -1`. */
const unsigned = (sql: Sql): Sql => (sql.startsWith('-') ? `(${sql})` : sql);

function distinct(expression: Extract<Expression, { kind: 'distinct' }>, printing: Printing): Sql {
  const { left, right, test } = expression;
  if (right.kind === 'null' || left.kind === 'null') {
    const operand = right.kind === 'null' ? left : right;
    return print({ kind: 'is_null', operand, test: test === 'is' ? 'is not' : 'is' }, printing);
  }
  const type = typeOf(left, printing) ?? typeOf(right, printing) ?? { kind: 'text' };
  const { dialect } = printing;
  const sides = [print(left, printing), print(right, printing)] as const;
  return test === 'is' ? dialect.isDistinct(...sides, type) : dialect.isNotDistinct(...sides, type);
}

/** Conditions on one line where they fit, else one below the other. */
function chain(parts: readonly Sql[], word: 'and' | 'or'): Sql {
  const line = parts.join(` ${word} `);
  return fits(line) ? line : parts.map((part) => continued(part, word.length + 1)).join(`\n${word} `);
}

function caseOf(
  { subject, branches, otherwise }: Extract<Expression, { kind: 'case' }>,
  printing: Printing,
): Sql {
  const head = subject === undefined ? 'case' : `case ${print(subject, printing)}`;
  const parts = branches.map(
    ({ when, then }) => `when ${continued(print(when, printing), 4)} then ${print(then, printing)}`,
  );
  if (otherwise !== undefined) parts.push(`else ${print(otherwise, printing)}`);
  const line = [head, ...parts, 'end'].join(' ');
  if (fits(line)) return line;
  return [head, ...parts.map((part) => `    ${continued(part, 4)}`), 'end'].join('\n');
}

function call({ function: name, arguments: args, distinct: isDistinct }: Call, printing: Printing): Sql {
  const { takes } = signatureOf(name);
  const printed = args.map((part, index): Argument => {
    const wants = takes[Math.min(index, takes.length - 1)];
    if (wants === 'text') return textArgument(part, printing);
    if (name === 'mod' && index === 1) return { ...argument(part, printing), sql: divisor(part, printing) };
    // Positions, lengths and counts are integers: several warehouses have no such function of a bigint.
    if (wants === 'whole') return wholeArgument(part, printing);
    return argument(part, printing);
  });
  if (name === 'concat') return concat(args, printing);
  if (isDistinct) return `count(distinct ${printed.map(({ sql }) => sql).join(', ')})`;
  const sql = printing.dialect.functions[name](printed);
  return fits(sql) || !sql.startsWith(`${name}(`) ? sql : broken(name, printed, sql);
}

/** A long call, one argument per line, where the dialect calls the function by its portable name. */
function broken(name: string, args: readonly Argument[], sql: Sql): Sql {
  if (sql !== `${name}(${args.map((part) => part.sql).join(', ')})`) return sql;
  return [`${name}(`, args.map((part) => `    ${continued(part.sql, 4)}`).join(',\n'), ')'].join('\n');
}

function window({ call: inner, partitionBy, orderBy, frame }: Window, printing: Printing): Sql {
  const takesFrame =
    signatureOf(inner.function).over === 'aggregate' ||
    inner.function === 'first_value' ||
    inner.function === 'last_value';
  const parts = [
    partitionBy.length === 0
      ? ''
      : `partition by ${partitionBy.map((part) => print(part, printing)).join(', ')}`,
    orderBy.length === 0 ? '' : `order by ${sortKeys(orderBy, printing).join(', ')}`,
    // Redshift demands a frame beside an order; the default elsewhere is a range that takes equal rows in, or all rows.
    takesFrame && orderBy.length > 0
      ? rows(frame?.start ?? 'unbounded preceding', frame?.end ?? 'current row')
      : '',
  ].filter((part) => part !== '');
  const head = call(inner, printing);
  const line = `${head} over (${parts.join(' ')})`;
  return fits(line)
    ? line
    : [`${head} over (`, ...parts.map((part) => `    ${continued(part, 4)}`), ')'].join('\n');
}

/** Where one key says its direction, all do. */
function sortKeys(keys: readonly SortKey[], printing: Printing): Sql[] {
  const isSaid = keys.some(({ direction }) => direction === 'desc');
  return keys.map(
    ({ expression, direction, nulls }) =>
      `${print(expression, printing)}${isSaid ? ` ${direction}` : ''} nulls ${nulls}`,
  );
}

const rows = (start: FrameBound, end: FrameBound): Sql => `rows between ${bound(start)} and ${bound(end)}`;
const bound = (at: FrameBound): Sql => (typeof at === 'string' ? at : `${at.rows} ${at.side}`);

const argument = (expression: Expression, printing: Printing): Argument => ({
  sql: print(expression, printing),
  type: typeOf(expression, printing),
  literal: expression.kind === 'string' ? expression.value : undefined,
});

/** A bare null has no type: BigQuery refuses it beside `||`, and takes it for a number in calls. */
function textArgument(expression: Expression, printing: Printing): Argument {
  if (expression.kind !== 'null') return argument(expression, printing);
  const type: LogicalType = { kind: 'text' };
  return { sql: printing.dialect.cast('null', type, undefined), type, literal: undefined };
}

const literalArgument = (value: string): Argument => ({
  sql: `'${value}'`,
  type: { kind: 'text' },
  literal: value,
});

const typeOf = (expression: Expression, printing: Printing): LogicalType | undefined =>
  inferType(expression, printing.typeOf).type;

const fits = (sql: Sql): boolean => sql.length <= lineLength && !sql.includes('\n');
