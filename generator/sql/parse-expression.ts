import type * as PostgresParser from 'libpg-query';
import type { Expression } from './expression.js';
import { fromPostgres } from './from-postgres.js';
import { sourceText, type SourceText } from './source-text.js';
import { refused, type ExpressionProblem } from './expression-problem.js';

/** What may occur in an expression: aggregates where rows are grouped, window functions in an intermediate. */
export type ExpressionScope = 'row' | 'aggregate' | 'window';

export type ParsedExpression =
  | { readonly kind: 'ok'; readonly expression: Expression }
  | { readonly kind: 'problems'; readonly problems: readonly ExpressionProblem[] };

/** PostgreSQL's parser is a WebAssembly module of 1.8 MB: only projects with expressions load it. */
let parser: typeof PostgresParser | undefined;

/** Loads the parser; `parseExpression` needs it. Cheap when it is loaded already. */
export async function loadExpressionParser(): Promise<void> {
  if (parser) return;
  const loaded = await import('libpg-query');
  await loaded.loadModule();
  parser = loaded;
}

const prefix = 'select ';

/** Beyond these the parser's own stack would end the process; nobody writes such an expression by hand. */
const longestText = 20_000;
const deepest = 100;
const limits = {
  expected: `at most ${longestText} characters and ${deepest} levels: split it into several columns`,
};

/** Reads a user's portable expression. All problems are collected; places are UTF-16 offsets into `text`. */
export function parseExpression(text: string, scope: ExpressionScope): ParsedExpression {
  if (!parser) throw new Error('loadExpressionParser() has to be awaited first');
  if (text.trim() === '')
    return problems([refused('syntax', 'the expression is empty', { start: 0, end: text.length })]);
  if (text.includes('\0')) {
    const at = text.indexOf('\0');
    return problems([refused('syntax', 'an expression has no null character', { start: at, end: at + 1 })]);
  }
  if (text.length > longestText || nesting(text) > deepest) {
    return problems([
      refused(
        'too_large',
        'the expression is too long or too deeply nested',
        { start: 0, end: text.length },
        limits,
      ),
    ]);
  }
  let source: SourceText;
  try {
    source = sourceText(text, prefix, parser.scanSync(prefix + text).tokens);
  } catch {
    // An unterminated text or name: only the parser says where.
    source = sourceText(text, prefix, []);
  }
  const strangers = foreignTokens(source);
  if (strangers.length > 0) return problems(strangers);

  let parsed: PostgresParser.ParseResult;
  try {
    parsed = parser.parseSync(prefix + text);
  } catch (error) {
    return problems([syntaxProblem(error, text, source, parser)]);
  }
  return only(parsed, source, scope);
}

/** The one expression of the select list that PostgreSQL was given. */
function only(
  parsed: PostgresParser.ParseResult,
  source: SourceText,
  scope: ExpressionScope,
): ParsedExpression {
  const whole = { start: 0, end: source.text.length };
  const statement = parsed.stmts?.[0]?.stmt;
  const select = statement && 'SelectStmt' in statement ? statement.SelectStmt : undefined;
  const targets = select?.targetList ?? [];
  const target = targets[0] && 'ResTarget' in targets[0] ? targets[0].ResTarget : undefined;
  const clauses = Object.keys(select ?? {}).filter(
    (key) => !['targetList', 'limitOption', 'op'].includes(key),
  );
  if (parsed.stmts?.length !== 1 || clauses.length > 0) {
    return problems([
      refused('not_allowed', 'an expression is no query', whole, {
        expected: 'one expression, without from, where or union',
      }),
    ]);
  }
  if (targets.length > 1) {
    return problems([
      refused(
        'second_statement',
        'these are several expressions',
        secondTarget(targets[1], source) ?? whole,
        { expected: 'one expression' },
      ),
    ]);
  }
  if (target?.name !== undefined) {
    return problems([
      refused('not_allowed', 'an expression has no alias', whole, {
        expected: "the name as the column's name",
      }),
    ]);
  }
  if (!target?.val) return problems([refused('syntax', 'the expression is empty', whole)]);
  const found: ExpressionProblem[] = [];
  const expression = fromPostgres(target.val, {
    source,
    scope,
    report: (problem) => found.push(problem),
    depth: 0,
  });
  return expression === undefined || found.length > 0 ? problems(found) : { kind: 'ok', expression };
}

/** Where the second of several expressions stands, as far as PostgreSQL says. */
function secondTarget(
  node: PostgresParser.Node | undefined,
  source: SourceText,
): SourceText['tokens'][number] | undefined {
  return node && 'ResTarget' in node && node.ResTarget.location !== undefined
    ? source.tokenAt(node.ResTarget.location)
    : undefined;
}

/** Comments would vanish from the generated file, and a semicolon would end the statement it stands in. */
function foreignTokens({ tokens }: SourceText): readonly ExpressionProblem[] {
  return tokens.flatMap((token) => {
    if (token.name === 'SQL_COMMENT' || token.name === 'C_COMMENT') {
      return [
        refused('comment', 'an expression holds no comment', token, {
          expected: 'a YAML comment, or the description',
        }),
      ];
    }
    return token.text === ';' ? [refused('second_statement', 'an expression holds no semicolon', token)] : [];
  });
}

function syntaxProblem(
  error: unknown,
  text: string,
  source: SourceText,
  { hasSqlDetails }: typeof PostgresParser,
): ExpressionProblem {
  const whole = { start: 0, end: text.length };
  if (!(error instanceof Error)) throw error;
  const details = hasSqlDetails(error) ? error.sqlDetails : undefined;
  // Not a complaint about the text but the end of the parser's stack.
  if (!details) return refused('too_large', 'the expression is too deeply nested', whole, limits);
  const jinja = /\{[{%#]/.exec(text);
  if (jinja) {
    return refused(
      'syntax',
      'an expression holds no Jinja',
      { start: jinja.index, end: jinja.index + 2 },
      { expected: 'portable SQL, or the text of one dialect as `expression: {<dialect>: …}`' },
    );
  }
  // PostgreSQL counts characters and tells the one before.
  const at = Math.min(utf16Offset(prefix + text, details.cursorPosition) - prefix.length, text.length);
  const token = source.tokens.find(({ start, end }) => start <= at && at < end);
  const message = details.message.replace(/ at end of input$/, ': it ends too early');
  const start = Math.max(0, at);
  const isUnterminated = message.startsWith('unterminated');
  return refused('syntax', message, token ?? { start, end: isUnterminated ? text.length : start });
}

/** PostgreSQL's positions count code points. */
function utf16Offset(text: string, codePoints: number): number {
  let offset = 0;
  for (let count = 0; count < codePoints && offset < text.length; count += 1) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}

/** The deepest level of brackets and of runs of prefix operators. */
function nesting(text: string): number {
  let depth = 0;
  let found = 0;
  for (const [word] of text.matchAll(/'(?:[^']|'')*'|"(?:[^"]|"")*"|[([]|[)\]]|\b(?:case|end)\b/gi)) {
    if (/^(?:[([]|case)$/i.test(word)) depth += 1;
    else if (/^(?:[)\]]|end)$/i.test(word)) depth -= 1;
    found = Math.max(found, depth);
  }
  const prefixes = text.matchAll(/(?:(?:\bnot\b|[-+])\s*){2,}/gi);
  for (const [run] of prefixes) found = Math.max(found, depth + (run.match(/not|[-+]/gi)?.length ?? 0));
  return found;
}

const problems = (list: readonly ExpressionProblem[]): ParsedExpression => ({
  kind: 'problems',
  problems: list,
});
