import { stringify } from 'yaml';
import type { LogicalType } from '../../dialects/logical-type.js';
import { rowOf } from './cell.js';
import { type Finding, momentText } from './finding.js';
import { keptColumn } from './proof-project.js';
import type { Shrunk } from './shrink.js';
import type { SourcePlan } from './source-plan.js';
import type { Row, Value } from './value.js';

/**
 * A failing history as a story for `examples:`: the rows given, in the names of staging, and the rows that the table
 * has to hold. The language of examples has no loads, so a comment says when a row comes.
 */
export function storyText(
  { finding, rows }: Shrunk,
  plans: readonly SourcePlan[],
  loadTimes: readonly string[],
): string {
  const tables = [...new Set(rows.map(({ table }) => table))].sort();
  const given = tables.flatMap((table) => {
    const plan = plans.find(({ name }) => name === table);
    const own = rows
      .filter((delivery) => delivery.table === table)
      .sort((left, right) => left.load - right.load);
    return [
      `      ${table}:`,
      ...own.flatMap(({ row, load }, index) => {
        const { [keptColumn]: kept, ...staged } = rowOf(row);
        const isDropped = kept !== undefined && kept !== 'true';
        return [
          ...(own[index - 1]?.load === load ? [] : [`        # load ${load + 1}, ${loadTimes[load]}`]),
          ...(isDropped ? ['        # (the filter of the source drops this row)'] : []),
          `        - ${flow(staged, plan)}`,
        ];
      }),
    ];
  });
  return [
    'examples:',
    `  - name: ${finding.name} ${momentText(finding.moment)}`,
    ...(given.length === 0 ? ['    given: {}'] : ['    given:', ...given]),
    ...list('expect', finding.expected),
    ...foundComment(finding),
    '',
  ].join('\n');
}

function list(key: string, rows: readonly Row[]): string[] {
  return rows.length === 0
    ? [`    ${key}: []`]
    : [`    ${key}:`, ...rows.map((row) => `      - ${flow(row, undefined)}`)];
}

function foundComment({ found }: Finding): string[] {
  return found.length === 0
    ? ['    # found: no row']
    : ['    # found:', ...found.map((row) => `    #   - ${flow(row, undefined)}`)];
}

function flow(row: Row, plan: SourcePlan | undefined): string {
  const types = new Map(plan?.columns.map(({ name, type }) => [name, type]));
  const values = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, plain(value, types.get(name))]),
  );
  return stringify(values, { collectionStyle: 'flow', lineWidth: 0, version: '1.1' }).trimEnd();
}

/** Numbers without quotes, as far as YAML reads them exactly. */
function plain(value: Value, type: LogicalType | undefined): string | number | boolean | null {
  if (value === null || type === undefined) return value;
  if (type.kind === 'boolean') return value === 'true';
  if (type.kind !== 'integer' && type.kind !== 'bigint') return value;
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}
