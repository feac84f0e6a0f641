import { stringify } from 'yaml';
import type { LogicalType } from '../../dialects/logical-type.js';
import { rowOf } from './cell.js';
import { type Finding, momentText } from './finding.js';
import { keptColumn } from './proof-project.js';
import type { Reading } from './reading.js';
import type { Shrunk } from './shrink.js';
import type { SourcePlan } from './source-plan.js';
import type { Row, Value } from './value.js';

export interface StoryContext {
  readonly plans: readonly SourcePlan[];
  readonly readings: readonly Reading[];
  readonly loadTimes: readonly string[];
  /** The model that is wrong. */
  readonly model: string;
}

/**
 * A failing history as a story for `examples:`: the rows given, in the names of staging, and the rows that the table
 * has to hold. The language of examples has no loads, so a comment says when a row comes.
 */
export function storyText(
  { finding, rows }: Shrunk,
  { plans, readings, loadTimes, model }: StoryContext,
): string {
  const types = new Map(
    readings
      .find((reading) => reading.model === model)
      ?.columns.map(({ name, type }) => [name, type] as const),
  );
  const tables = [...new Set(rows.map(({ table }) => table))].sort();
  const told = tables.flatMap((table) => {
    const given = new Map(
      plans.find(({ name }) => name === table)?.columns.map(({ name, type }) => [name, type] as const),
    );
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
          `        - ${flow(staged, given)}`,
        ];
      }),
    ];
  });
  return [
    'examples:',
    `  - name: ${finding.name} ${momentText(finding.moment)}`,
    ...(told.length === 0 ? ['    given: {}'] : ['    given:', ...told]),
    ...expectation(finding.expected, types),
    ...foundComment(finding, types),
    '',
  ].join('\n');
}

type Types = ReadonlyMap<string, LogicalType>;

function expectation(rows: readonly Row[], types: Types): string[] {
  return rows.length === 0
    ? ['    expect: []']
    : ['    expect:', ...rows.map((row) => `      - ${flow(row, types)}`)];
}

function foundComment({ found }: Finding, types: Types): string[] {
  return found.length === 0
    ? ['    # found: no row']
    : ['    # found:', ...found.map((row) => `    #   - ${flow(row, types)}`)];
}

function flow(row: Row, types: Types): string {
  const values = Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, plain(value, types.get(name))]),
  );
  return stringify(values, { collectionStyle: 'flow', lineWidth: 0, version: '1.1' }).trimEnd();
}

/** Numbers without quotes, as far as YAML reads them exactly; instants without digits that say nothing. */
function plain(value: Value, type: LogicalType | undefined): string | number | boolean | null {
  if (value === null || type === undefined) return value;
  switch (type.kind) {
    case 'boolean':
      return value === 'true';
    case 'integer':
    case 'bigint':
      return Number.isSafeInteger(Number(value)) ? Number(value) : value;
    case 'timestamp':
    case 'timestamp_tz':
      return value.replace(/\.000000$/, '');
    default:
      return value;
  }
}
