import type { A_Const, A_Expr, CaseExpr, ColumnRef, Node, TypeCast } from 'libpg-query';
import type { LogicalType } from '../../dialects/logical-type.js';
import { isTypeProblem, parseLogicalType } from './logical-type.js';
import { calendarDate, calendarTimestamp } from './calendar-text.js';
import { readCall } from './call-from-postgres.js';
import type { BinaryOperator, Expression, Span } from './expression.js';
import { refused, type ExpressionProblem } from './expression-problem.js';
import type { ExpressionScope } from './parse-expression.js';
import { nameOf, type SourceText } from './source-text.js';

/** What every step of the reading is given. */
export interface Reading {
  readonly source: SourceText;
  readonly scope: ExpressionScope;
  readonly report: (problem: ExpressionProblem) => void;
  /** How many expressions this one is inside of. */
  readonly depth: number;
}

/** Every later step walks the tree recursively. */
const deepest = 200;

type Help = Pick<ExpressionProblem, 'expected' | 'suggestion'>;

/** PostgreSQL's tree as a portable expression. What the language doesn't have is reported, and the answer is undefined. */
export function fromPostgres(node: Node | undefined, outer: Reading): Expression | undefined {
  if (node === undefined) return undefined;
  const reading = { ...outer, depth: outer.depth + 1 };
  if (reading.depth > deepest) {
    const whole = { start: 0, end: outer.source.text.length };
    refuse(outer, 'too_large', 'the expression is too deeply nested', whole, {
      expected: `at most ${deepest} levels: split it into several columns`,
    });
    return;
  }
  if ('A_Const' in node) return constant(node.A_Const, reading);
  if ('ColumnRef' in node) return columnReference(node.ColumnRef, reading);
  if ('A_Expr' in node) return operation(node.A_Expr, reading);
  if ('BoolExpr' in node) {
    const { boolop, args = [], location } = node.BoolExpr;
    const operands = readAll(args, reading);
    const span = spanAt(location, reading);
    if (operands === undefined) return undefined;
    if (boolop === 'NOT_EXPR') return operands[0] && { kind: 'not', operand: operands[0], span };
    return { kind: 'logical', operator: boolop === 'AND_EXPR' ? 'and' : 'or', operands, span };
  }
  if ('NullTest' in node) {
    const operand = fromPostgres(node.NullTest.arg, reading);
    const test = node.NullTest.nulltesttype === 'IS_NOT_NULL' ? 'is not' : 'is';
    return operand && { kind: 'is_null', operand, test, span: spanAt(node.NullTest.location, reading) };
  }
  if ('CaseExpr' in node) return caseExpression(node.CaseExpr, reading);
  if ('TypeCast' in node) return typeCast(node.TypeCast, reading);
  if ('FuncCall' in node) return readCall(node.FuncCall, reading);
  if ('CoalesceExpr' in node) {
    return readCall({ funcname: [{ String: { sval: 'coalesce' } }], ...node.CoalesceExpr }, reading);
  }
  if ('MinMaxExpr' in node) {
    const name = node.MinMaxExpr.op === 'IS_LEAST' ? 'least' : 'greatest';
    return readCall(
      {
        funcname: [{ String: { sval: name } }],
        args: node.MinMaxExpr.args ?? [],
        location: node.MinMaxExpr.location ?? 0,
      },
      reading,
    );
  }
  stranger(node, reading);
}

/** Each of them; undefined as soon as one is refused, after all were read. */
export function readAll(nodes: readonly Node[], reading: Reading): readonly Expression[] | undefined {
  const read = nodes.map((node) => fromPostgres(node, reading));
  return read.every((expression) => expression !== undefined) ? read : undefined;
}

/** The token at a place that PostgreSQL names; the whole text where it names none. */
export function spanAt(location: number | undefined, { source }: Reading): Span {
  const token = location === undefined || location < 0 ? undefined : source.tokenAt(location);
  return token ? { start: token.start, end: token.end } : { start: 0, end: source.text.length };
}

function constant(node: A_Const, reading: Reading): Expression | undefined {
  const span = spanAt(node.location, reading);
  if (node.isnull) return { kind: 'null', span };
  if (node.boolval) return { kind: 'boolean', value: node.boolval.boolval === true, span };
  if (node.sval) return { kind: 'string', value: node.sval.sval ?? '', span };
  if (node.ival) return { kind: 'number', value: String(node.ival.ival ?? 0), span };
  const digits = node.fval?.fval?.replace(/^(-?)\./, '$10.').replace(/\.(?=$|e)/i, '.0');
  if (digits !== undefined && /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/i.test(digits))
    return { kind: 'number', value: digits.toLowerCase(), span };
  refuse(reading, 'not_allowed', 'a literal of this kind has no portable spelling', span, {
    expected: "a number such as 12.5 or a text such as 'a'",
  });
}

function columnReference({ fields = [], location }: ColumnRef, reading: Reading): Expression | undefined {
  const span = spanAt(location, reading);
  const names = fields.map((field) => ('String' in field ? field.String.sval : undefined));
  if (names.includes(undefined)) {
    refuse(reading, 'not_allowed', '* stands for no single value', span, { expected: 'a column' });
    return;
  }
  if (names.length > 2) {
    refuse(reading, 'not_allowed', 'a column has at most one qualifier', span, {
      expected: 'column, or table.column',
    });
    return;
  }
  const token = reading.source.tokenAt(location ?? -1);
  const last = token && reading.source.tokens[token.index + 2 * (names.length - 1)];
  // PostgreSQL folds and truncates names; the tokens have them as written.
  const written =
    token && last
      ? (names.length === 2 ? [token, last] : [token]).map(nameOf)
      : names.map((name) => name ?? '');
  const place = { start: span.start, end: last?.end ?? span.end };
  return written.length === 2
    ? { kind: 'column', qualifier: written[0] ?? '', name: written[1] ?? '', span: place }
    : { kind: 'column', name: written[0] ?? '', span: place };
}

const binaryOperators: readonly string[] = [
  '+',
  '-',
  '*',
  '/',
  '||',
  '=',
  '<>',
  '<',
  '<=',
  '>',
  '>=',
] satisfies BinaryOperator[];

/** Operators of PostgreSQL that the language says as functions. */
const otherWords: Readonly<Record<string, string>> = {
  '%': 'mod(a, b)',
  '^': 'power(a, b)',
  '~': 'regexp_like(x, pattern)',
  '~*': 'regexp_like(lower(x), pattern)',
  '->': "json_text(x, 'a.b')",
  '->>': "json_text(x, 'a.b')",
  '#>>': "json_text(x, 'a.b')",
  '==': '=',
  '<=>': 'is not distinct from',
};

function operation(node: A_Expr, reading: Reading): Expression | undefined {
  const span = spanAt(node.location, reading);
  const name = node.name?.map((part) => ('String' in part ? part.String.sval : '')).join('.') ?? '';
  const pair = () => {
    const left = fromPostgres(node.lexpr, reading);
    const right = fromPostgres(node.rexpr, reading);
    return left && right ? { left, right } : undefined;
  };
  switch (node.kind) {
    case 'AEXPR_OP': {
      if (node.lexpr === undefined && (name === '-' || name === '+')) {
        const operand = fromPostgres(node.rexpr, reading);
        return operand && (name === '-' ? { kind: 'negate', operand, span } : operand);
      }
      if (!binaryOperators.includes(name)) {
        const expected = otherWords[name];
        refuse(
          reading,
          'not_allowed',
          `the operator ${name} is not portable`,
          span,
          expected === undefined ? {} : { expected },
        );
        return;
      }
      const sides = pair();
      return sides && { kind: 'binary', operator: name as BinaryOperator, ...sides, span };
    }
    case 'AEXPR_DISTINCT':
    case 'AEXPR_NOT_DISTINCT': {
      const sides = pair();
      return (
        sides && { kind: 'distinct', ...sides, test: node.kind === 'AEXPR_DISTINCT' ? 'is' : 'is not', span }
      );
    }
    case 'AEXPR_NULLIF':
      return readCall(
        {
          funcname: [{ String: { sval: 'nullif' } }],
          args: [node.lexpr, node.rexpr].filter((side) => side !== undefined),
          location: node.location ?? 0,
        },
        reading,
      );
    case 'AEXPR_IN': {
      const operand = fromPostgres(node.lexpr, reading);
      const items =
        node.rexpr && 'List' in node.rexpr ? readAll(node.rexpr.List.items ?? [], reading) : undefined;
      return operand && items && { kind: 'in', operand, items, test: name === '=' ? 'in' : 'not in', span };
    }
    case 'AEXPR_BETWEEN':
    case 'AEXPR_NOT_BETWEEN': {
      const operand = fromPostgres(node.lexpr, reading);
      const bounds =
        node.rexpr && 'List' in node.rexpr ? readAll(node.rexpr.List.items ?? [], reading) : undefined;
      const [low, high] = bounds ?? [];
      return (
        operand &&
        low &&
        high && {
          kind: 'between',
          operand,
          low,
          high,
          test: node.kind === 'AEXPR_BETWEEN' ? 'between' : 'not between',
          span,
        }
      );
    }
    case 'AEXPR_LIKE': {
      const sides = pair();
      if (!sides) return undefined;
      // Engines disagree whether a backslash escapes in a pattern; `escape` comes as a call around the pattern.
      if (sides.right.kind === 'string' && sides.right.value.includes('\\')) {
        refuse(
          reading,
          'argument',
          'a backslash in a like pattern is not portable',
          sides.right.span ?? span,
          { expected: 'starts_with, position or regexp_like' },
        );
        return;
      }
      return {
        kind: 'like',
        operand: sides.left,
        pattern: sides.right,
        test: name === '~~' ? 'like' : 'not like',
        span,
      };
    }
    case 'AEXPR_ILIKE': {
      refuse(reading, 'not_allowed', 'ilike is not portable', span, { expected: 'lower(x) like pattern' });
      return;
    }
    default: {
      refuse(reading, 'not_allowed', 'this comparison is not portable', span);
      return;
    }
  }
}

function caseExpression(node: CaseExpr, reading: Reading): Expression | undefined {
  const subject = node.arg && fromPostgres(node.arg, reading);
  const branches = (node.args ?? []).map((branch) => {
    const when = 'CaseWhen' in branch ? fromPostgres(branch.CaseWhen.expr, reading) : undefined;
    const then = 'CaseWhen' in branch ? fromPostgres(branch.CaseWhen.result, reading) : undefined;
    return when && then ? { when, then } : undefined;
  });
  const otherwise = node.defresult && fromPostgres(node.defresult, reading);
  if (
    (node.arg && !subject) ||
    (node.defresult && !otherwise) ||
    !branches.every((branch) => branch !== undefined)
  )
    return undefined;
  return {
    kind: 'case',
    ...(subject && { subject }),
    branches,
    ...(otherwise && { otherwise }),
    span: spanAt(node.location, reading),
  };
}

function typeCast(node: TypeCast, reading: Reading): Expression | undefined {
  const span = spanAt(node.location, reading);
  const isWrittenAsFunction = reading.source.tokenAt(node.location ?? -1)?.text.toLowerCase() === 'cast';
  const typeSpan = spanAt(node.typeName?.location, reading);
  // `date '2024-01-31'`: PostgreSQL names no place for a literal with its type before it.
  if ((node.location ?? -1) < 0) return typedLiteral(node, typeSpan, reading);
  const operand = fromPostgres(node.arg, reading);
  const type = operand && typeWritten(node, reading);
  if (!type) return undefined;
  if (!isWrittenAsFunction) {
    refuse(reading, 'not_allowed', ':: is not portable', span, { expected: 'cast(x as type)' });
    return;
  }
  return { kind: 'cast', operand, type, span };
}

/** The type as it was written: PostgreSQL has other names for some, and knows no others. */
function typeWritten(node: TypeCast, reading: Reading): LogicalType | undefined {
  const first = reading.source.tokenAt(node.typeName?.location ?? -1);
  const { text, tokens } = reading.source;
  if (!first) return undefined;
  const bracket =
    tokens[first.index + 1]?.text === '('
      ? tokens.slice(first.index).find((token) => token.text === ')')
      : undefined;
  const written = text.slice(first.start, bracket?.end ?? first.end);
  const type = parseLogicalType(written);
  if (!isTypeProblem(type)) return type;
  const help = type.suggestion === undefined ? {} : { suggestion: type.suggestion };
  refuse(
    reading,
    'argument',
    `${written} ${type.problem}`,
    { start: first.start, end: first.start + written.length },
    help,
  );
}

function typedLiteral(node: TypeCast, span: Span, reading: Reading): Expression | undefined {
  const word = reading.source.tokenAt(node.typeName?.location ?? -1);
  const text = node.arg && 'A_Const' in node.arg ? (node.arg.A_Const.sval?.sval ?? '') : '';
  const place = {
    start: span.start,
    end: spanAt(node.arg && 'A_Const' in node.arg ? node.arg.A_Const.location : undefined, reading).end,
  };
  const kind = word?.text.toLowerCase();
  if (kind === 'date') {
    const value = calendarDate(text);
    if (value !== undefined) return { kind: 'date', value, span: place };
    refuse(reading, 'argument', `'${text}' is no date`, place, { expected: "date 'YYYY-MM-DD'" });
    return;
  }
  if (kind === 'timestamp') {
    const value = calendarTimestamp(text);
    if (value !== undefined) return { kind: 'timestamp', value, span: place };
    refuse(reading, 'argument', `'${text}' is no timestamp`, place, {
      expected: "timestamp 'YYYY-MM-DD HH:MM:SS', in UTC",
    });
    return;
  }
  if (kind === 'interval') {
    refuse(reading, 'not_allowed', 'intervals are not portable', place, {
      expected: "date_add('day', 1, x)",
    });
    return;
  }
  if (kind === 'true' || kind === 'false') return { kind: 'boolean', value: kind === 'true', span: place };
  refuse(reading, 'not_allowed', `a ${kind ?? ''} literal is not portable`, place, {
    expected: 'cast(x as type)',
  });
}

/** What people write that the language hasn't, and what it has instead. */
function stranger(node: Node, reading: Reading): undefined {
  const kind = Object.keys(node)[0] ?? '';
  const location = (Object.values(node)[0] as { location?: number } | undefined)?.location;
  const span = spanAt(location, reading);
  if (kind === 'SQLValueFunction') {
    refuse(reading, 'clock', 'nothing may depend on the clock', span, {
      expected: "load_at(), the time of the run's load",
      suggestion: 'load_at()',
    });
    return;
  }
  const known = strangers[kind];
  if (known) refuse(reading, 'not_allowed', known[0], span, { expected: known[1] });
  else refuse(reading, 'not_allowed', 'this is not part of the expression language', span);
}

const strangers: Readonly<Record<string, readonly [message: string, expected: string]>> = {
  SubLink: ['an expression holds no subquery', 'a join in an intermediate'],
  ParamRef: ['an expression has no parameters', 'a literal'],
  BooleanTest: ['is true and is false are not portable', 'coalesce(x, false), or not coalesce(x, true)'],
  A_ArrayExpr: ['arrays are not portable', 'one of the types of the language'],
  A_Indirection: ['subscripts are not portable', "json_text(x, 'a.b') or split_part(x, ',', 1)"],
  RowExpr: ['rows are not portable', 'comparisons joined by and'],
  CollateClause: ['collations are not portable', 'lower(x) where case must not matter'],
};

export function refuse(
  reading: Reading,
  code: ExpressionProblem['code'],
  message: string,
  span: Span,
  help: Help = {},
): undefined {
  reading.report(refused(code, message, span, help));
  return undefined;
}
