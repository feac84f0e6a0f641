import type { Dimension, Fact } from '../resolve/project.js';
import { conjunction, list, select } from '../sql/layout.js';
import { type PlanContext, timestamp, typedNull } from './context.js';
import type { DimensionSteps } from './dimension-states.js';
import { keySql } from './key-sql.js';
import { memberKey } from './members.js';
import { inferringFacts } from './referenced-keys.js';
import { type Step, step } from './step.js';
import type { TableColumn } from './tables.js';

/** The CTE with the natural keys that facts and dimensions refer to. */
const referenced = 'referenced';

/**
 * The same rows, and one for each natural key that is referred to and that has none. Unchanged where nobody infers.
 *
 * The row has the key that the first version of its natural key will have, so what points to it stays right when the
 * source tells of it. Facts and dimensions are not read for it but what they are made of: they read this table.
 */
export function withInferredMembers(
  made: DimensionSteps,
  dimension: Dimension,
  table: readonly TableColumn[],
  context: PlanContext,
): DimensionSteps {
  const { inference } = dimension;
  if (inference === undefined) return made;
  const key = dimension.naturalKey.map(({ name }) => name);
  const columns = table.filter(({ role }) => role !== 'loaded_at' && role !== 'current_profile');
  const stays = inferringFacts(dimension, context).some(({ fact }) => pointsToThePast(fact));
  const wanted = stays ? 'keys_to_infer' : referenced;
  const rows = [
    'select',
    `    ${list(
      columns.map((column) => inferredItem(column, wanted, dimension, context)),
      4,
    )}`,
    `from ${wanted}`,
    ...(made.within === undefined
      ? []
      : ['{% if is_incremental() %}', ...join('inner', made.within.cte, wanted, key), '{% endif %}']),
    ...join('left', made.result, wanted, key),
    `where ${made.result}.${key[0]} is null`,
  ].join('\n');
  const told = select({
    columns: columns.map(({ name, role }) => (role === 'is_inferred' ? `false as ${name}` : name)),
    from: made.result,
  });
  return {
    ...made,
    steps: [
      step(referenced, `select * from {{ ref('${inference.model}') }}`),
      ...made.steps,
      ...(stays ? keysToInfer(key) : []),
      step('inferred_members', rows, 'Keys that are referred to and that the source does not tell of yet.'),
      step('with_inferred_members', `${told}\n\nunion all\n\nselect * from inferred_members`),
    ],
    result: 'with_inferred_members',
  };
}

/** Selects of the keys that a run has to look at beside those with new events: inferred ones, and those to be inferred. */
export function keysOfInference(key: readonly string[]): string[] {
  return [
    select({
      columns: key.map((name) => `stored.${name}`),
      from: '{{ this }} as stored',
      where: ['stored.is_inferred'],
    }),
    select({
      columns: key.map((name) => `${referenced}.${name}`),
      from: referenced,
      joins: [
        {
          kind: 'left',
          relation: '{{ this }} as stored',
          on: key.map((name) => `${referenced}.${name} = stored.${name}`),
        },
      ],
      where: [`stored.${key[0]} is null`],
    }),
  ];
}

/**
 * True where a row of the fact may go on pointing to what its source no longer says: an appended row, one whose key
 * alone is no reason to write it, or one that its source has forgotten.
 */
function pointsToThePast({ from, load }: Fact): boolean {
  if (load.strategy === 'full') return false;
  const forgets = from.form === 'states' || from.forgets;
  return load.strategy === 'append' || load.rekey === 'keep' || (load.deletes === 'ignore' && forgets);
}

function keysToInfer(key: readonly string[]): Step[] {
  const stored = select({
    columns: key.map((name) => `stored.${name}`),
    from: '{{ this }} as stored',
    where: ['stored.is_inferred'],
  });
  return [
    step(
      'referenced_so_far',
      [
        select({ columns: key, from: referenced }),
        '{% if is_incremental() %}',
        '',
        'union all',
        '',
        stored,
        '{% endif %}',
      ].join('\n'),
      'Rows of a fact may point to a member longer than its source does.',
    ),
    step('keys_to_infer', select({ distinct: 'distinct', columns: key, from: 'referenced_so_far' })),
  ];
}

function join(kind: 'inner' | 'left', relation: string, to: string, key: readonly string[]): string[] {
  return [
    `${kind} join ${relation}`,
    `    on ${conjunction(
      key.map((name) => `${to}.${name} = ${relation}.${name}`),
      4,
    )}`,
  ];
}

function inferredItem(column: TableColumn, from: string, dimension: Dimension, context: PlanContext): string {
  const value = inferredValue(column, from, dimension, context);
  return value === `${from}.${column.name}` ? value : `${value} as ${column.name}`;
}

function inferredValue(
  { name, type, role }: TableColumn,
  from: string,
  { naturalKey, versioned }: Dimension,
  context: PlanContext,
): string {
  const { dialect, project } = context;
  const { openStart, openEnd } = project.conventions;
  const start = dialect.timestampLiteral(openStart);
  const natural = naturalKey.map((column) => ({ sql: `${from}.${column.name}`, type: column.type }));
  switch (role) {
    case 'surrogate_key':
      return keySql(versioned ? [...natural, { sql: start, type: timestamp }] : natural, context);
    case 'durable_key':
      return keySql(natural, context);
    case 'natural_key':
      return `${from}.${name}`;
    case 'valid_from':
      return start;
    case 'valid_to':
      return openEnd === null ? typedNull(type, context) : dialect.timestampLiteral(openEnd);
    case 'is_current':
    case 'is_inferred':
      return 'true';
    case 'is_deleted':
      return 'false';
    case 'lookup':
    case 'durable_lookup':
      return memberKey('unknown', type, context);
    default:
      return typedNull(type, context);
  }
}
