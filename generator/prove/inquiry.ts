import type { LogicalType } from '../../dialects/logical-type.js';
import type { PlanContext } from '../plan/context.js';
import type { Step } from '../plan/step.js';
import { jinjaSafeLine } from '../sql/jinja.js';
import type { Row } from './value.js';

/** A question to a model of the generated project: some of its rows, every value as a text. */
export interface Inquiry {
  readonly model: string;
  readonly items: readonly InquiredItem[];
  /** The condition of the rows, as SQL that is safe for Jinja. */
  readonly where: string;
  /** CTEs between the rows, which they read as `first`, and the items, which are those of `last`. */
  readonly steps?: { readonly first: string; readonly steps: readonly Step[]; readonly last: string };
}

export interface InquiredItem {
  readonly name: string;
  readonly sql: string;
  readonly type: LogicalType;
}

/** What the warehouse said; `absent` where it has no such table or view. */
export type Answer =
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  | { readonly kind: 'absent'; readonly model: string };

/** The line that an answer is printed on begins with this. */
export const answerMark = 'dbtgen answers ';

/** A column as itself. */
export function columnItem(name: string, type: LogicalType): InquiredItem {
  return { name, sql: name, type };
}

/**
 * The condition that a row has these values of a key. A value is compared as the text that it has inside of hashed
 * keys, so that one way of writing literals does for all types; numbers are compared as numbers.
 */
export function hasKey(
  key: Row,
  columns: readonly { readonly name: string; readonly type: LogicalType }[],
  { dialect }: PlanContext,
): string {
  return columns
    .map(({ name, type }) => {
      const value = key[name] ?? '';
      if (type.kind === 'integer' || type.kind === 'bigint') return `${name} = ${value}`;
      return `${dialect.keyText(name, type)} = ${jinjaSafeLine(dialect.stringLiteral(value))}`;
    })
    .join(' and ');
}

/** The template that asks everything and prints each answer on a line of its own. It reads and changes nothing. */
export function inquiryTemplate(inquiries: readonly Inquiry[], context: PlanContext): string {
  return [
    '{%- if execute -%}',
    ...inquiries.map((inquiry) => askedModel(inquiry, context)),
    '{%- endif -%}',
    'select 1 as answered',
  ].join('\n');
}

/** The part of a template that asks a model, if it is there, and prints the answer. */
export function askedModel({ model, items, where, steps }: Inquiry, context: PlanContext): string {
  const selected = selectedTexts(items, context);
  const rows = `from {{ relation }} where ${where}`;
  const sql =
    steps === undefined
      ? `${selected} ${rows}`
      : `with ${[`${steps.first} as (select * ${rows})`, ...steps.steps.map(({ name, body }) => `${name} as (${body})`)].join(', ')} ${selected} from ${steps.last}`;
  return [
    `{%- set node = graph.nodes.get('model.${context.project.name}.${model}') -%}`,
    '{%- set relation = none if node is none else adapter.get_relation(node.database, node.schema, node.alias) -%}',
    printedAnswer(sql),
  ].join('\n');
}

/** The part of a template that prints what a query gives of `relation`, or where that is none that there is nothing. */
export function printedAnswer(sql: string): string {
  return [
    '{%- set answers = [] -%}',
    '{%- if relation is not none -%}',
    `{%- set statement -%}${sql}{%- endset -%}`,
    '{%- for row in run_query(statement).rows -%}{%- do answers.append(row.values() | list) -%}{%- endfor -%}',
    '{%- endif -%}',
    `{{- print('${answerMark}' ~ tojson([relation is not none, answers])) -}}`,
  ].join('\n');
}

/** The select that gives each item as a text, without its `from`. */
export function selectedTexts(items: readonly InquiredItem[], context: PlanContext): string {
  return `select ${items.map((item, index) => `${markedText(item, context)} as c${index}`).join(', ')}`;
}

/** With a mark before it: dbt takes a text for a number, a date or a null where it looks like one. */
function markedText({ sql, type }: InquiredItem, { dialect }: PlanContext): string {
  // As a key a float is a decimal, which not every float fits into.
  const text = type.kind === 'float' ? dialect.cast(sql, { kind: 'text' }, type) : dialect.keyText(sql, type);
  const textType = { kind: 'text' } as const;
  return dialect.functions.concat([
    { sql: dialect.stringLiteral('='), type: textType, literal: '=' },
    { sql: text, type: textType, literal: undefined },
  ]);
}

/**
 * The answers in what dbt printed.
 *
 * @throws Error where there are not as many as questions
 */
export function answersIn(printed: string, inquiries: readonly Pick<Inquiry, 'model' | 'items'>[]): Answer[] {
  const lines = printed.split(/\r?\n/).flatMap((line) => {
    const start = line.indexOf(answerMark);
    return start < 0 ? [] : [line.slice(start + answerMark.length)];
  });
  if (lines.length !== inquiries.length)
    throw new Error(`dbt gave ${lines.length} of ${inquiries.length} answers`);
  return inquiries.map(({ model, items }, index): Answer => {
    const [isThere, rows] = JSON.parse(lines[index] ?? '') as [boolean, (string | null)[][]];
    if (!isThere) return { kind: 'absent', model };
    return {
      kind: 'rows',
      rows: rows.map((row) =>
        Object.fromEntries(items.map(({ name }, column) => [name, row[column]?.slice(1) ?? null])),
      ),
    };
  });
}
