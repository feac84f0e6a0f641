import type {
  Column,
  Dimension,
  EventRelation,
  Fact,
  Lookup,
  Relation,
  SourceTable,
} from '../resolve/project.js';
import { lineWidth } from '../sql/break-lines.js';
import { jinjaText } from '../sql/jinja.js';
import { list } from '../sql/layout.js';
import { calendarDay, instant } from './instants.js';
import { periodEnd, periodStart } from './periods.js';
import { rowKeyOf } from './row-key.js';
import type { PlanContext } from './context.js';
import { joinedInstants } from './joined-instants.js';
import { readsChangedKeys } from './changed-keys.js';
import { inList } from './in-list.js';
import { castsBooleansPlainly } from './key-text.js';
import { instantColumn, validColumns } from './valid-rows.js';

/** Names of the guard macros; which of them a repo needs is read off the calls that it holds. */
export type GuardMacro =
  | 'stop_on_null_keys'
  | 'stop_on_repeated_keys'
  | 'stop_on_mass_absence'
  | 'stop_on_earlier_load'
  | 'stop_on_cut_log'
  | 'stop_on_empty_input'
  | 'stop_on_missing_members';

/** What every model checks that adds to what it holds. */
export function loadTimeGuard(): string {
  return call('stop_on_earlier_load', ['this']);
}

/** What a model that keeps a table's events checks before it takes a load. */
export function eventGuards(table: SourceTable, context: PlanContext): string[] {
  const staging = `ref('${table.model}')`;
  const dated = instantColumn(table);
  const required = [...new Set([...table.key, ...(dated === undefined ? [] : [dated])])];
  const rowKey = rowKeyOf(table);
  const truncates = truncateCondition(table.operation, context);
  return [
    call('stop_on_earlier_load', ['this']),
    ...(table.quarantine === undefined
      ? [
          call('stop_on_null_keys', [
            staging,
            names(required),
            ...booleans(required, table.columns, context),
            ...(truncates === undefined ? [] : [`where=${jinjaText(`not ${truncates}`)}`]),
          ]),
        ]
      : []),
    ...(table.shape === 'snapshot'
      ? [
          call('stop_on_repeated_keys', [
            staging,
            names(rowKey),
            ...booleans(rowKey, table.columns, context),
          ]),
          call('stop_on_mass_absence', [
            staging,
            'this',
            names(rowKey),
            ...booleans(rowKey, table.columns, context),
            `max_ratio=${table.absence.maxRatio}`,
            ...(table.absence.scope.length > 0 ? [`scope=${names(table.absence.scope)}`] : []),
          ]),
        ]
      : []),
  ];
}

/** What a dimension checks before it is written: what no model before it has checked. */
export function dimensionGuards(dimension: Dimension, context: PlanContext): string[] {
  const key = dimension.naturalKey.map((column) => column.name);
  const removes = !(dimension.from.form === 'states' && dimension.deletes === 'ignore');
  return [
    call('stop_on_earlier_load', ['this']),
    ...relationGuards(dimension.from, key, context),
    ...(removes ? absenceGuards(dimension.from, key, key[0] ?? '', dimension, context) : []),
  ];
}

/** What the table of a dimension's current rows checks before it is written: whether the history is there. */
export function currentRowsGuards(history: string, key: string): string[] {
  return [
    call('stop_on_earlier_load', ['this']),
    call('stop_on_empty_input', [`ref('${history}')`, 'this', `'${key}'`]),
  ];
}

/**
 * What a mini-dimension checks before it is written. Where it drops combinations that nobody has said any more, there
 * has to be something to read.
 */
export function miniDimensionGuards(events: string, key: string, gone: 'remove' | 'stay'): string[] {
  return [
    call('stop_on_earlier_load', ['this']),
    ...(gone === 'stay' ? [] : [call('stop_on_empty_input', [`ref('${events}')`, 'this', `'${key}'`])]),
  ];
}

/** What a fact checks before it is written. */
export function factGuards(fact: Fact, context: PlanContext): string[] {
  const strict = fact.lookups.filter((lookup) => lookup.missing === 'error');
  const key = fact.grain.key.map((column) => column.name);
  const removes = fact.load.strategy === 'merge' && fact.load.deletes === 'remove';
  return [
    // A table that is rebuilt whole has no last load to compare with.
    ...(fact.load.strategy === 'full' ? [] : [call('stop_on_earlier_load', ['this'])]),
    ...relationGuards(fact.from, key, context),
    ...(removes ? absenceGuards(fact.from, fact.from.key, fact.key, undefined, context) : []),
    ...strict.map((lookup) => missingGuard(lookup, fact, context)),
  ];
}

function relationGuards(relation: Relation, key: readonly string[], context: PlanContext): string[] {
  const model = `ref('${relation.model}')`;
  if (relation.form === 'states') {
    const unchecked = withoutStagedValid(relation, key, context);
    return [
      ...(unchecked.length === 0
        ? []
        : [
            call('stop_on_null_keys', [
              model,
              names(unchecked),
              ...booleans(unchecked, relation.columns, context),
            ]),
          ]),
      ...(relation.snapshot === undefined
        ? []
        : [
            call('stop_on_repeated_keys', [
              model,
              names(relation.key),
              ...booleans(relation.key, relation.columns, context),
            ]),
          ]),
    ];
  }
  // What was joined in time lacks the events that have no key or no instant.
  if (relation.histories !== undefined)
    return [
      ...new Set(
        [relation.histories.main, ...relation.histories.joined].flatMap((history) =>
          relationGuards(history, history.key, context),
        ),
      ),
    ];
  if (relation.origin === 'kept') return [];
  const dated = relation.periods?.from ?? relation.eventAt;
  const required = withoutStagedValid(
    relation,
    [...new Set([...key, ...(dated === undefined ? [] : [dated.name])])],
    context,
  );
  if (required.length === 0) return [];
  const truncates =
    relation.truncate === undefined
      ? undefined
      : inList(relation.truncate.column, relation.truncate.values, context);
  return [
    call('stop_on_null_keys', [
      model,
      names(required),
      ...booleans(required, relation.columns, context),
      ...(truncates === undefined ? [] : [`where=${jinjaText(`not ${truncates}`)}`]),
    ]),
  ];
}

/** The columns that may still be null: a staging model whose invalid rows are set aside has no null in the others. */
function withoutStagedValid(
  { model }: Relation,
  columns: readonly string[],
  { project }: PlanContext,
): readonly string[] {
  const table = project.sources
    .flatMap(({ tables }) => tables)
    .find((candidate) => candidate.quarantine !== undefined && candidate.model === model);
  if (table === undefined) return columns;
  const valid = validColumns(table);
  return columns.filter((name) => !valid.includes(name));
}

/** What a table checks that drops the rows which its source no longer has: whether the source is whole. */
function absenceGuards(
  relation: Relation,
  key: readonly string[],
  written: string,
  dimension: Dimension | undefined,
  context: PlanContext,
): string[] {
  const model = `ref('${relation.model}')`;
  // What only facts speak of was never there.
  const told = dimension?.inference === undefined ? [] : [`where='not is_inferred'`];
  // An event that a filter over joined values leaves out from now on has not been cut.
  if (relation.form === 'events' && relation.origin === 'log' && !relation.forgets)
    return [cutLogGuard(relation, key, dimension, context)];
  if (relation.form === 'states' && relation.snapshot !== undefined) {
    return [
      call('stop_on_mass_absence', [
        model,
        'this',
        names(key),
        ...booleans(key, relation.columns, context),
        `max_ratio=${relation.snapshot.maxRatio}`,
        `known='rows'`,
        ...told,
      ]),
    ];
  }
  if (relation.form === 'events' && dimension !== undefined && readsChangedKeys(relation, key)) return [];
  return [call('stop_on_empty_input', [model, 'this', `'${written}'`, ...told])];
}

function cutLogGuard(
  events: EventRelation,
  key: readonly string[],
  dimension: Dimension | undefined,
  context: PlanContext,
): string {
  const { validFrom, validTo, openStart } = context.project.conventions;
  const dated = dimension?.versioned === true ? events.eventAt : undefined;
  const at =
    events.periods !== undefined
      ? periodStart(events.periods, 'logged.', context)
      : dated === undefined
        ? ''
        : instant(dated, `logged.${dated.name}`, context);
  const begins =
    events.periods === undefined
      ? `${at} = stored.${validFrom}`
      : // A version may begin where a period ends inside another.
        `(${periodStart(events.periods, 'logged.', context)} = stored.${validFrom} or ${periodEnd(events.periods, 'logged.', context)} = stored.${validFrom})`;
  // A version that was opened to the past doesn't say when it began, but that was before it ended.
  const opened = `(stored.${validFrom} = ${context.dialect.timestampLiteral(openStart)} and (stored.${validTo} is null or ${at} < stored.${validTo}))`;
  const same = dimension?.firstVersion === 'open_past' ? `(${begins} or ${opened})` : begins;
  // A truncate that ended a version has no key.
  const flagged = dated !== undefined && dimension?.deletes === 'flag' && events.truncate !== undefined;
  const where = [
    ...(flagged ? [jinjaText('not stored.is_deleted')] : []),
    ...(dimension?.inference === undefined ? [] : [jinjaText('not stored.is_inferred')]),
    ...(dated === undefined ? [] : joinedInstants(events, context)),
  ].join("\n~ ' and ' ~ ");
  return call('stop_on_cut_log', [
    `ref('${events.model}')`,
    'this',
    names(key),
    ...booleans(key, events.columns, context),
    ...(dated === undefined ? [] : [`begins=${jinjaText(same)}`]),
    ...(where === '' ? [] : [`where=${where}`]),
  ]);
}

function missingGuard(lookup: Lookup, fact: Fact, context: PlanContext): string {
  const { validFrom, validTo } = context.project.conventions;
  const here = (column: Column) =>
    lookup.target.kind === 'calendar'
      ? calendarDay(column, lookup.timeZone, column.name, context)
      : column.name;
  const deleted =
    fact.from.form === 'states'
      ? undefined
      : fact.from.periods === undefined
        ? fact.from.isDeleted
        : fact.from.periods.isRetracted;
  const on = lookup.on.map((pair) => `${jinjaText(here(pair.here))}: '${pair.there}'`).join(', ');
  return call('stop_on_missing_members', [
    `ref('${fact.from.model}')`,
    `ref('${lookup.target.kind === 'calendar' ? lookup.target.model : lookup.target.readFrom}')`,
    `on={${on}}`,
    ...booleans(
      lookup.on.map((pair) => pair.there),
      lookup.on.map((pair) => ({ ...pair.here, name: pair.there })),
      context,
    ),
    ...(lookup.asOf === undefined
      ? []
      : [
          `as_of=${jinjaText(instant(lookup.asOf, lookup.asOf.name, context))}`,
          `valid=['${validFrom}', '${validTo}']`,
        ]),
    ...(deleted === undefined ? [] : [`where='not ${deleted}'`]),
  ]);
}

function truncateCondition(operation: SourceTable['operation'], context: PlanContext): string | undefined {
  if (operation === undefined || operation.truncate.length === 0) return undefined;
  return inList(operation.column, operation.truncate, context);
}

/** Which of the columns are booleans, where a message can't cast them to text like the others. */
function booleans(
  wanted: readonly string[],
  columns: readonly Column[],
  { dialect }: PlanContext,
): readonly string[] {
  const found = columns.filter(({ name, type }) => type.kind === 'boolean' && wanted.includes(name));
  return found.length === 0 || castsBooleansPlainly(dialect)
    ? []
    : [`booleans=${names(found.map(({ name }) => name))}`];
}

/** One argument per line where the call is too long for the line of a hook. */
function call(macro: GuardMacro, args: readonly string[]): string {
  const line = `${macro}(${args.join(', ')})`;
  const hook = `        "{{ ${line} }}",`;
  return hook.length <= lineWidth ? line : `${macro}(\n            ${list(args, 12)}\n        )`;
}

function names(items: readonly string[]): string {
  return `[${items.map((item) => `'${item}'`).join(', ')}]`;
}
