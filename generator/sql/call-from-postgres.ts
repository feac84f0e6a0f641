import type { FuncCall, Node, WindowDef } from 'libpg-query';
import { extractFields, functionNames } from '../../dialects/function-name.js';
import { nearest } from '../diagnostics/nearest.js';
import type { Call, Expression, SortKey, Span } from './expression.js';
import { fromPostgres, readAll, refuse, spanAt, type Reading } from './from-postgres.js';
import { isLiteral, signatureOf, signatures, type Signature } from './signatures.js';
import { argumentProblem } from './literal-arguments.js';
import { frameOf } from './frame-from-postgres.js';

type PortableName = Call['function'];

/** PostgreSQL's names for what has a syntax of its own. */
const grammarNames: Readonly<Record<string, PortableName>> = {
  btrim: 'trim',
  ltrim: 'ltrim',
  rtrim: 'rtrim',
  position: 'position',
  substring: 'substring',
};

/** What people write elsewhere. */
const otherNames: Readonly<Record<string, string>> = {
  substr: 'substring',
  len: 'length',
  char_length: 'length',
  character_length: 'length',
  nvl: 'coalesce',
  ifnull: 'coalesce',
  isnull: 'coalesce',
  strpos: 'position',
  instr: 'position',
  charindex: 'position',
  ceiling: 'ceil',
  pow: 'power',
  iff: 'case',
  iif: 'case',
  decode: 'case',
  dateadd: 'date_add',
  datediff: 'date_diff',
  datetrunc: 'date_trunc',
  trunc: 'date_trunc',
  date_part: 'extract',
  year: 'extract',
  month: 'extract',
  day: 'extract',
  concat_ws: 'concat',
  startswith: 'starts_with',
  date_from_parts: 'make_date',
  regexp_contains: 'regexp_like',
  regexp_matches: 'regexp_like',
  json_value: 'json_text',
  json_extract_path_text: 'json_text',
  json_extract_string: 'json_text',
  str_to_date: 'to_date',
  parse_date: 'to_date',
};

const clocks = new Set([
  'now',
  'getdate',
  'sysdate',
  'clock_timestamp',
  'statement_timestamp',
  'transaction_timestamp',
  'timeofday',
  'today',
  'current_datetime',
  'unix_timestamp',
  'systimestamp',
]);
const dice = new Set([
  'random',
  'rand',
  'uuid',
  'gen_random_uuid',
  'generate_uuid',
  'uuid_string',
  'newid',
  'setseed',
  'nextval',
]);

/** A function call, with or without a window. */
export function readCall(node: FuncCall, reading: Reading): Expression | undefined {
  const span = spanAt(node.location, reading);
  const names = (node.funcname ?? []).map((part) => ('String' in part ? (part.String.sval ?? '') : ''));
  const written = names.at(-1) ?? '';
  const isGrammar = node.funcformat === 'COERCE_SQL_SYNTAX';
  if (names.length > 1 && !isGrammar) {
    unknown(names.join('.'), span, reading);
    return;
  }
  if (isGrammar && written === 'extract') return extract(node, span, reading);
  if (written === 'load_at' && !isGrammar) return loadAt(node, span, reading);
  const name = isGrammar ? grammarNames[written] : portableName(written);
  if (name === undefined) {
    unknown(
      isGrammar ? (reading.source.tokenAt(node.location ?? -1)?.text ?? written) : written,
      span,
      reading,
    );
    return;
  }
  const special = Object.keys(node).find((key) => key in modifiers);
  if (special !== undefined) {
    refuse(reading, 'not_allowed', `${modifiers[special]} is not portable`, span);
    return;
  }
  // position(part in text) arrives as (text, part).
  const args = isGrammar && name === 'position' ? [...(node.args ?? [])].reverse() : (node.args ?? []);
  if (!mayStandHere(name, node, span, reading)) return undefined;
  const inner: Reading = signatureOf(name).over === undefined ? reading : { ...reading, scope: 'row' };
  const read = readAll(args, inner);
  if (
    !read ||
    !countIsRight(name, node, read.length, span, reading) ||
    !literalsAreRight(name, read, span, reading)
  )
    return undefined;
  const call: Call = {
    kind: 'call',
    function: name,
    arguments: read,
    ...(node.agg_distinct === true && { distinct: true as const }),
  };
  return node.over ? windowed(call, node.over, span, reading) : { ...call, span };
}

const modifiers: Readonly<Record<string, string>> = {
  agg_order: 'order by inside a call',
  agg_filter: 'filter (where …)',
  agg_within_group: 'within group',
  func_variadic: 'variadic',
};

function portableName(written: string): PortableName | undefined {
  return Object.hasOwn(signatures, written) ? (written as PortableName) : undefined;
}

function unknown(written: string, span: Span, reading: Reading): undefined {
  if (clocks.has(written)) {
    refuse(reading, 'clock', `${written}() depends on the clock`, span, {
      expected: "load_at(), the time of the run's load",
      suggestion: 'load_at()',
    });
    return;
  }
  if (dice.has(written)) {
    refuse(reading, 'not_allowed', `${written}() gives another value in each run`, span, {
      expected: 'something that the row says, such as md5(x)',
    });
    return;
  }
  const suggestion = Object.hasOwn(otherNames, written)
    ? otherNames[written]
    : nearest(written, [...functionNames, 'load_at']);
  refuse(reading, 'unknown_function', `there is no portable function ${written}`, span, {
    expected: 'a function of the language, or `expression: {<dialect>: …}`',
    ...(suggestion !== undefined && { suggestion }),
  });
}

function loadAt(node: FuncCall, span: Span, reading: Reading): Expression | undefined {
  if (node.args || node.over) {
    refuse(reading, 'argument', 'load_at() takes nothing', span, { suggestion: 'load_at()' });
    return;
  }
  return { kind: 'load_at', span };
}

function extract(node: FuncCall, span: Span, reading: Reading): Expression | undefined {
  const [what, of] = node.args ?? [];
  const constant = what && 'A_Const' in what ? what.A_Const : undefined;
  const written = (constant?.sval?.sval ?? '').toLowerCase();
  const place = spanAt(constant?.location, reading);
  const operand = fromPostgres(of, reading);
  const field = extractFields.find((name) => name === written);
  if (!field) {
    const suggestion =
      { dow: 'dayofweek', isodow: 'dayofweek', doy: 'dayofyear' }[written] ?? nearest(written, extractFields);
    refuse(reading, 'argument', `extract has no ${written}`, place, {
      expected: `one of ${extractFields.join(', ')}`,
      ...(suggestion !== undefined && { suggestion }),
    });
    return;
  }
  return operand && { kind: 'extract', field, operand, span };
}

/** Aggregates and window functions have their places. */
function mayStandHere(name: PortableName, node: FuncCall, span: Span, reading: Reading): boolean {
  const { over } = signatureOf(name);
  if (over === undefined) {
    if (!node.over) return true;
    refuse(reading, 'not_allowed', `${name} is no window function`, span);
    return false;
  }
  if (node.over) {
    if (reading.scope === 'window') return true;
    refuse(reading, 'window', 'window functions have their place in an intermediate', span, {
      expected: "an intermediate's column, without group_by",
    });
    return false;
  }
  if (over === 'rows') {
    refuse(reading, 'argument', `${name} needs a window`, span, {
      expected: `${name}(…) over (partition by … order by …)`,
    });
    return false;
  }
  if (reading.scope === 'aggregate') return true;
  refuse(reading, 'aggregate', `${name} needs grouped rows`, span, {
    expected: 'an intermediate with group_by, or over (…) in an intermediate',
  });
  return false;
}

function countIsRight(
  name: PortableName,
  node: FuncCall,
  count: number,
  span: Span,
  reading: Reading,
): boolean {
  const { takes, optional = 0, repeats } = signatureOf(name);
  const least = takes.length - optional;
  const most = repeats === undefined ? takes.length : Number.POSITIVE_INFINITY;
  const isRowCount = name === 'count' && count === 0;
  if (
    isRowCount
      ? node.agg_star === true && !node.agg_distinct
      : count >= least && count <= most && !node.agg_star
  ) {
    if (!node.agg_distinct || (name === 'count' && !node.over)) return true;
    refuse(reading, 'not_allowed', `distinct has its place in count(distinct x)`, span);
    return false;
  }
  const range =
    name === 'count'
      ? 'count(*) or count(x)'
      : least === most
        ? `${least}`
        : most === Number.POSITIVE_INFINITY
          ? `at least ${least}`
          : `${least} to ${most}`;
  refuse(reading, 'argument', `${name} was given ${count} arguments`, span, {
    expected: name === 'count' ? range : `${range}: ${name}(${describe(signatureOf(name))})`,
  });
  return false;
}

function describe({ takes }: Signature): string {
  return takes
    .map((wants) => (isLiteral(wants) ? wants.literal : wants === 'same' ? 'value' : wants))
    .join(', ');
}

function literalsAreRight(
  name: PortableName,
  args: readonly Expression[],
  span: Span,
  reading: Reading,
): boolean {
  const problems = args
    .map((argument, index) => argumentProblem(name, index, argument, span))
    .filter((problem) => problem !== undefined);
  problems.forEach(reading.report);
  return problems.length === 0;
}

function windowed(call: Call, over: WindowDef, span: Span, reading: Reading): Expression | undefined {
  const inner: Reading = { ...reading, scope: 'row' };
  if (over.name !== undefined || over.refname !== undefined) {
    refuse(reading, 'not_allowed', 'named windows are not portable', span, {
      expected: 'over (partition by … order by …)',
    });
    return;
  }
  const partitionBy = readAll(over.partitionClause ?? [], inner);
  const keys = (over.orderClause ?? []).map((node) => sortKey(node, inner));
  if (!partitionBy || !keys.every((key) => key !== undefined)) return undefined;
  if (signatureOf(call.function).over === 'rows' && keys.length === 0) {
    refuse(reading, 'argument', `${call.function} needs an order`, span, {
      expected: 'order by in its window: without it each run may answer differently',
    });
    return;
  }
  const frame = frameOf(over);
  if (frame === 'not portable') {
    refuse(reading, 'not_allowed', 'this frame is not portable', span, {
      expected: 'rows between unbounded preceding and current row',
    });
    return;
  }
  return { kind: 'window', call, partitionBy, orderBy: keys, ...(frame && { frame }), span };
}

function sortKey(node: Node, reading: Reading): SortKey | undefined {
  if (!('SortBy' in node)) return undefined;
  const { node: by, sortby_dir: direction, sortby_nulls: nulls } = node.SortBy;
  const expression = fromPostgres(by, reading);
  // Where nulls go by themselves differs between engines: last, unless said.
  return (
    expression && {
      expression,
      direction: direction === 'SORTBY_DESC' ? 'desc' : 'asc',
      nulls: nulls === 'SORTBY_NULLS_FIRST' ? 'first' : 'last',
    }
  );
}
