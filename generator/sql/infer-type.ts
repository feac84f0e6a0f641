import type { LogicalType } from '../../dialects/logical-type.js';
import { logicalTypeText } from './logical-type.js';
import type { BinaryOperator, Call, Column, Expression } from './expression.js';
import { refused, type ExpressionProblem } from './expression-problem.js';
import { isLiteral, signatureOf } from './signatures.js';
import { commonType, familyOf, isWholeNumber, scaleOf, type Family } from './type-family.js';

export type TypeOf = (column: Column) => LogicalType | undefined;

export interface Inferred {
  /** Undefined: not known, as of a raw source column. What is not known is never a problem. */
  readonly type: LogicalType | undefined;
  readonly problems: readonly ExpressionProblem[];
}

/** What an expression gives, and what in it doesn't fit together. */
export function inferType(expression: Expression, typeOf: TypeOf): Inferred {
  const problems: ExpressionProblem[] = [];
  const type = infer(expression, { typeOf, problems });
  return { type, problems };
}

interface Typing {
  readonly typeOf: TypeOf;
  readonly problems: ExpressionProblem[];
}

const boolean = { kind: 'boolean' } as const satisfies LogicalType;

function infer(expression: Expression, typing: Typing): LogicalType | undefined {
  switch (expression.kind) {
    case 'string':
      return { kind: 'text' };
    case 'number':
      return numberType(expression.value);
    case 'boolean':
      return boolean;
    case 'null':
      return undefined;
    case 'date':
      return { kind: 'date' };
    case 'timestamp':
    case 'load_at':
      return { kind: 'timestamp' };
    case 'column':
      return typing.typeOf(expression);
    case 'negate':
      return wanted(expression.operand, 'number', '-', typing);
    case 'binary':
      return binary(expression, typing);
    case 'logical':
      for (const operand of expression.operands) wanted(operand, 'boolean', expression.operator, typing);
      return boolean;
    case 'not':
      wanted(expression.operand, 'boolean', 'not', typing);
      return boolean;
    case 'is_null':
      infer(expression.operand, typing);
      return boolean;
    case 'distinct':
      alike(
        [expression.left, expression.right],
        `is ${expression.test === 'is' ? '' : 'not '}distinct from`,
        typing,
      );
      return boolean;
    case 'in':
      comparable(
        alike([expression.operand, ...expression.items], expression.test, typing),
        expression,
        typing,
      );
      return boolean;
    case 'between':
      comparable(
        alike([expression.operand, expression.low, expression.high], expression.test, typing),
        expression,
        typing,
      );
      return boolean;
    case 'like':
      wanted(expression.operand, 'text', expression.test, typing);
      wanted(expression.pattern, 'text', expression.test, typing);
      return boolean;
    case 'case': {
      const { subject, branches, otherwise } = expression;
      if (subject) alike([subject, ...branches.map(({ when }) => when)], 'case', typing);
      else for (const { when } of branches) wanted(when, 'boolean', 'when', typing);
      return alike([...branches.map(({ then }) => then), ...(otherwise ? [otherwise] : [])], 'case', typing);
    }
    case 'cast':
      return cast(expression, typing);
    case 'call':
      return call(expression, typing);
    case 'extract': {
      const type = moment(expression.operand, 'extract', typing);
      if (type?.kind === 'date' && ['hour', 'minute', 'second'].includes(expression.field)) {
        report(typing, expression, `a date has no ${expression.field}`, 'a timestamp');
      }
      return { kind: 'bigint' };
    }
    case 'window':
      for (const part of [...expression.partitionBy, ...expression.orderBy.map((key) => key.expression)])
        infer(part, typing);
      return call({ ...expression.call, ...(expression.span && { span: expression.span }) }, typing);
  }
}

function numberType(value: string): LogicalType {
  if (value.includes('e')) return { kind: 'float' };
  const [whole = '', fraction] = value.replace('-', '').split('.');
  if (fraction !== undefined) {
    return {
      kind: 'decimal',
      precision: Math.min(38, whole.length + fraction.length),
      scale: Math.min(38, fraction.length),
    };
  }
  if (Number(whole) <= 2_147_483_647) return { kind: 'integer' };
  return whole.length < 19 ? { kind: 'bigint' } : { kind: 'decimal', precision: 38, scale: 0 };
}

function binary(
  expression: Extract<Expression, { kind: 'binary' }>,
  typing: Typing,
): LogicalType | undefined {
  const { operator, left, right } = expression;
  if (operator === '||') {
    wanted(left, 'text', operator, typing);
    wanted(right, 'text', operator, typing);
    return { kind: 'text' };
  }
  if (!isArithmetic(operator)) {
    comparable(alike([left, right], operator, typing), expression, typing);
    return boolean;
  }
  const [leftType, rightType] = [infer(left, typing), infer(right, typing)];
  if (isDay(leftType) || isDay(rightType)) {
    const expected = isDay(leftType) && isDay(rightType) ? "date_diff('day', a, b)" : "date_add('day', n, x)";
    report(typing, expression, `${operator} is not portable on dates and times`, expected);
    return undefined;
  }
  for (const [side, type] of [
    [left, leftType],
    [right, rightType],
  ] as const) {
    if (type !== undefined && familyOf(type) !== 'number') mismatch(side, type, 'number', operator, typing);
  }
  return arithmetic(operator, leftType, rightType);
}

function arithmetic(
  operator: '+' | '-' | '*' | '/',
  left: LogicalType | undefined,
  right: LogicalType | undefined,
): LogicalType | undefined {
  const common = commonType(left, right);
  if (left === undefined || right === undefined || common === undefined) {
    return left?.kind === 'float' || right?.kind === 'float' ? { kind: 'float' } : undefined;
  }
  if (operator === '/')
    return common.kind === 'decimal' ? { kind: 'decimal', precision: 38, scale: 10 } : { kind: 'float' };
  if (operator === '*' && common.kind === 'decimal') {
    return { kind: 'decimal', precision: 38, scale: Math.min(38, scaleOf(left) + scaleOf(right)) };
  }
  // An integer has 32 bits on some warehouses and more on others; none of them may overflow where the rest don't.
  return common.kind === 'integer' ? { kind: 'bigint' } : common;
}

function cast(expression: Extract<Expression, { kind: 'cast' }>, typing: Typing): LogicalType {
  const from = infer(expression.operand, typing);
  if (from?.kind === 'float' && familyOf(expression.type) === 'text') {
    const expected = 'cast(cast(x as decimal(18,4)) as string)';
    report(typing, expression, 'every warehouse writes a float as another text', expected);
    return expression.type;
  }
  const reachable = from === undefined ? undefined : castTargets[familyOf(from)];
  if (from && reachable && !reachable.includes(familyOf(expression.type))) {
    report(
      typing,
      expression,
      `no warehouse casts ${logicalTypeText(from)} to ${logicalTypeText(expression.type)} as the others do`,
      "a case, or one dialect's own text",
    );
  }
  return expression.type;
}

/** Where a cast means the same on every warehouse. Texts are parsed, everything but binary can be written out. */
const castTargets: Readonly<Record<Family, readonly Family[]>> = {
  text: ['text', 'number', 'boolean', 'moment', 'instant', 'time', 'json'],
  number: ['number', 'text'],
  boolean: ['boolean', 'text'],
  moment: ['moment', 'instant', 'text'],
  instant: ['instant', 'moment', 'text'],
  time: ['time', 'text'],
  json: ['json', 'text'],
  binary: ['binary'],
};

function call(expression: Call & Pick<Expression, 'span'>, typing: Typing): LogicalType | undefined {
  const { takes, gives } = signatureOf(expression.function);
  const wants = expression.arguments.map((_, index) => takes[Math.min(index, takes.length - 1)] ?? 'any');
  const types = expression.arguments.map((argument, index) => {
    const want = wants[index] ?? 'any';
    if (isLiteral(want) || want === 'same') return undefined;
    if (want === 'moment') return moment(argument, expression.function, typing);
    if (want === 'whole') return whole(argument, expression.function, typing);
    if (want === 'json') return jsonOrText(argument, expression.function, typing);
    return want === 'any' ? infer(argument, typing) : wanted(argument, want, expression.function, typing);
  });
  const same = expression.arguments.filter((_, index) => wants[index] === 'same');
  const sameTypes = alikeTypes(same, expression.function, typing);
  if (gives === 'text') return { kind: 'text' };
  if (gives === 'same') return same.length > 0 ? commonOf(same, sameTypes) : commonType(types[0], types[1]);
  if (gives === 'moment') return momentGiven(expression, types.at(-1));
  return typeof gives === 'function' ? gives(same.length > 0 ? sameTypes : types) : gives;
}

/** Hours, minutes and seconds added to a date give a timestamp; all else keeps its type. */
function momentGiven(
  { function: name, arguments: [unit] }: Call,
  type: LogicalType | undefined,
): LogicalType | undefined {
  const isTimeOfDay = unit?.kind === 'string' && ['hour', 'minute', 'second'].includes(unit.value);
  return name === 'date_add' && type?.kind === 'date' && isTimeOfDay ? { kind: 'timestamp' } : type;
}

function moment(expression: Expression, where: string, typing: Typing): LogicalType | undefined {
  const type = infer(expression, typing);
  if (type !== undefined && !isDay(type)) {
    report(
      typing,
      expression,
      `${where} needs a date or a timestamp, not ${logicalTypeText(type)}`,
      literalAdvice(expression) ?? 'a date or a timestamp',
    );
  }
  return type;
}

function whole(expression: Expression, where: string, typing: Typing): LogicalType | undefined {
  const type = infer(expression, typing);
  // floor, round and the like give whole numbers of their own type.
  if (type !== undefined && !isWholeNumber(type)) {
    report(
      typing,
      expression,
      `${where} needs a whole number, not ${logicalTypeText(type)}`,
      'cast(x as bigint)',
    );
  }
  return type;
}

function jsonOrText(expression: Expression, where: string, typing: Typing): LogicalType | undefined {
  const type = infer(expression, typing);
  if (type !== undefined && type.kind !== 'json' && familyOf(type) !== 'text')
    mismatch(expression, type, 'json', where, typing);
  return type;
}

function wanted(
  expression: Expression,
  family: Family,
  where: string,
  typing: Typing,
): LogicalType | undefined {
  const type = infer(expression, typing);
  if (type !== undefined && familyOf(type) !== family) mismatch(expression, type, family, where, typing);
  return type;
}

/** Values that stand for each other, such as both sides of a comparison: one family. Gives their common type. */
function alike(expressions: readonly Expression[], where: string, typing: Typing): LogicalType | undefined {
  return commonOf(expressions, alikeTypes(expressions, where, typing));
}

function alikeTypes(
  expressions: readonly Expression[],
  where: string,
  typing: Typing,
): readonly (LogicalType | undefined)[] {
  const types = expressions.map((expression) => infer(expression, typing));
  const known = types.find((type) => type !== undefined);
  types.forEach((type, index) => {
    const expression = expressions[index];
    if (known === undefined || type === undefined || !expression || familyOf(type) === familyOf(known))
      return;
    report(
      typing,
      expression,
      `${where} brings ${logicalTypeText(known)} and ${logicalTypeText(type)} together`,
      literalAdvice(expression, known) ??
        literalAdvice(expressions[0], type) ??
        'values of one kind: cast one of them',
    );
  });
  return types;
}

/** The type of all of them; nulls have every type. Undefined as soon as another one is unknown. */
function commonOf(
  expressions: readonly Expression[],
  types: readonly (LogicalType | undefined)[],
): LogicalType | undefined {
  const rest = types.filter((_, index) => expressions[index]?.kind !== 'null');
  return rest.slice(1).reduce(commonType, rest[0]);
}

/** json has no comparison on BigQuery. */
function comparable(type: LogicalType | undefined, expression: Expression, typing: Typing): void {
  if (type?.kind === 'json')
    report(typing, expression, "json values can't be compared", "json_text(x, 'a.b'), or is distinct from");
}

function mismatch(
  expression: Expression,
  type: LogicalType,
  family: Family,
  where: string,
  typing: Typing,
): void {
  const nouns = {
    text: 'a text',
    number: 'a number',
    boolean: 'a condition',
    json: 'json or a text',
    moment: 'a date or a timestamp',
    instant: 'a timestamp_tz',
    time: 'a time',
    binary: 'a binary',
  };
  const expected =
    family === 'text'
      ? 'cast(x as string)'
      : family === 'boolean'
        ? 'a comparison, such as x = 1'
        : nouns[family];
  report(typing, expression, `${where} needs ${nouns[family]}, not ${logicalTypeText(type)}`, expected);
}

/** A text that looks like a date, where a date was meant. */
function literalAdvice(expression: Expression | undefined, other?: LogicalType): string | undefined {
  if (expression?.kind !== 'string' || (other && familyOf(other) !== 'moment')) return undefined;
  if (/^\d{4}-\d{2}-\d{2}$/.test(expression.value)) return `date '${expression.value}'`;
  return /^\d{4}-\d{2}-\d{2}[ T]/.test(expression.value) ? `timestamp '${expression.value}'` : undefined;
}

function report(
  { problems }: Typing,
  { span }: Pick<Expression, 'span'>,
  message: string,
  expected: string,
): void {
  problems.push(refused('type', message, span ?? { start: 0, end: 0 }, { expected }));
}

const isArithmetic = (operator: BinaryOperator): operator is '+' | '-' | '*' | '/' =>
  ['+', '-', '*', '/'].includes(operator);
const isDay = (type: LogicalType | undefined): boolean =>
  type !== undefined && ['moment', 'instant'].includes(familyOf(type));
