/** Whitespace of emitted SQL, decided in one place. */

/** Text whose lines after the first are moved right by `indent` columns. */
export function continued(text: string, indent: number): string {
  const pad = ' '.repeat(indent);
  return text.replaceAll(/\n(?=[^\n])/g, `\n${pad}`);
}

/** Items one below the other, a comma after each but the last. */
export function list(items: readonly string[], indent: number): string {
  return items.map((item) => continued(item, indent)).join(`,\n${' '.repeat(indent)}`);
}

/** Conditions one below the other, each but the first led by `and`. */
export function conjunction(items: readonly string[], indent: number): string {
  return items.map((item) => continued(item, indent)).join(`\n${' '.repeat(indent)}and `);
}

export interface Select {
  readonly distinct?: 'distinct';
  readonly columns: readonly string[];
  readonly from: string;
  readonly joins?: readonly SelectJoin[];
  readonly where?: readonly string[];
  readonly groupBy?: readonly string[];
}

export interface SelectJoin {
  readonly kind: 'inner' | 'left' | 'cross';
  readonly relation: string;
  readonly on?: readonly string[];
}

/** A select statement, one thing per line; conditions of `where` all hold. */
export function select({ distinct, columns, from, joins = [], where = [], groupBy = [] }: Select): string {
  const clause = selectClause(distinct, columns);
  // The whole table, as it is imported.
  const lines = clause === 'select *' ? [`${clause} from ${from}`] : [clause, `from ${from}`];
  for (const join of joins) {
    lines.push(`${join.kind} join ${join.relation}`);
    if (join.on !== undefined) lines.push(`    on ${conjunction(join.on, 4)}`);
  }
  if (where.length > 0) lines.push(whereClause(where));
  if (groupBy.length > 0) lines.push(groupByClause(groupBy));
  return lines.join('\n');
}

/** The word and what is selected: one item stands beside the word, several below each other. */
export function selectClause(distinct: 'distinct' | undefined, columns: readonly string[]): string {
  const word = distinct === undefined ? 'select' : 'select distinct';
  const [only = ''] = columns;
  return columns.length > 1 || only.includes('\n') ? `${word}\n    ${list(columns, 4)}` : `${word} ${only}`;
}

/** The clause of conditions that all hold; one of them stands beside the word. */
export function whereClause(conditions: readonly string[]): string {
  const [only = ''] = conditions;
  return conditions.length === 1 ? `where ${continued(only, 4)}` : `where\n    ${conjunction(conditions, 4)}`;
}

/** The clause that groups rows; on one line where there is one column. */
export function groupByClause(items: readonly string[]): string {
  return items.length === 1 ? `group by ${items[0]}` : `group by\n    ${list(items, 4)}`;
}

/** The body of a window: what it partitions by, how it orders, its frame. */
export function window(partitionBy: readonly string[], orderBy: readonly string[], frame?: string): string {
  return [
    `    partition by ${partitionBy.join(', ')}`,
    ...(orderBy.length > 0
      ? [
          orderBy.length > 2
            ? `    order by\n        ${list(orderBy, 8)}`
            : `    order by ${orderBy.join(', ')}`,
        ]
      : []),
    ...(frame === undefined ? [] : [`    ${frame}`]),
  ].join('\n');
}

/** A window function over a window; on one line where it fits. */
export function over(
  call: string,
  partitionBy: readonly string[],
  orderBy: readonly string[],
  frame?: string,
): string {
  const line = `${call} over (partition by ${partitionBy.join(', ')}${orderBy.length > 0 ? ` order by ${orderBy.join(', ')}` : ''}${frame === undefined ? '' : ` ${frame}`})`;
  return line.length <= 72 ? line : `${call} over (\n${window(partitionBy, orderBy, frame)}\n)`;
}
