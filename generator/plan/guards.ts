import type { Dimension, Fact, Relation, SourceTable } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import { readsChangedKeys } from './changed-keys.js';
import type { PlanContext } from './context.js';
import { cutLogGuard } from './cut-log-guard.js';
import { booleans, call, names } from './guard-call.js';
import { inList } from './in-list.js';
import { missingMembersGuard } from './missing-members-guard.js';
import { rowKeyOf } from './row-key.js';
import { snapshotBelow, uncheckedInputs } from './unchecked-inputs.js';
import { instantColumn, truncatesOf, validColumns } from './valid-rows.js';

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
  const truncates = truncatesOf(table, context);
  return [
    loadTimeGuard(),
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
    loadTimeGuard(),
    ...relationGuards(dimension.from, key, context),
    ...inputGuards(dimension.from, context),
    ...(removes ? absenceGuards(dimension.from, key, key[0] ?? '', dimension, context) : []),
  ];
}

/** What the table of a dimension's current rows checks before it is written: whether the history is there. */
export function currentRowsGuards(history: string, key: string): string[] {
  return [loadTimeGuard(), call('stop_on_empty_input', [`ref('${history}')`, 'this', `'${key}'`])];
}

/**
 * What a mini-dimension checks before it is written. Where it drops combinations that nobody has said any more, there
 * has to be something to read.
 */
export function miniDimensionGuards(events: string, key: string, gone: 'remove' | 'stay'): string[] {
  return [
    loadTimeGuard(),
    ...(gone === 'stay' ? [] : [call('stop_on_empty_input', [`ref('${events}')`, 'this', `'${key}'`])]),
  ];
}

/** What a fact checks before it is written. */
export function factGuards(fact: Fact, context: PlanContext): string[] {
  const strict = fact.lookups.filter((lookup) => lookup.missing === 'error');
  const key = fact.grain.key.map((column) => column.name);
  const { strategy, deletes } = fact.load;
  return [
    // A table that is rebuilt whole has no last load to compare with.
    ...(strategy === 'full' ? [] : [loadTimeGuard()]),
    ...relationGuards(fact.from, key, context),
    ...inputGuards(fact.from, context),
    // These take rows out of the table that their source no longer tells of.
    ...(strategy === 'merge' && deletes !== 'ignore'
      ? absenceGuards(fact.from, fact.from.key, fact.key, undefined, context)
      : []),
    ...strict.map((lookup) =>
      missingMembersGuard(
        lookup,
        fact,
        { last: strategy === 'merge' && deletes === 'remove' ? 'any' : 'living' },
        context,
      ),
    ),
  ];
}

/** What a model over an intermediate checks of the tables below: a row of a snapshot that is there twice would be twice. */
function inputGuards(relation: Relation, context: PlanContext): string[] {
  const { rows, joined } = uncheckedInputs(relation, context);
  return [
    ...new Set([
      // Rows without a key may be left out on purpose before they get here.
      ...rows.flatMap((input) => (input.form === 'states' ? relationGuards(input, [], context) : [])),
      ...joined.flatMap((input) => relationGuards(input, input.key, context)),
    ]),
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
  const maxRatio = snapshotBelow(relation, context)?.snapshot?.maxRatio;
  if (maxRatio !== undefined)
    return [
      call('stop_on_mass_absence', [
        model,
        'this',
        names(key),
        ...booleans(key, relation.columns, context),
        `max_ratio=${maxRatio}`,
        `known='rows'`,
        ...told,
      ]),
    ];
  if (relation.form === 'events' && dimension !== undefined && readsChangedKeys(relation, key)) return [];
  return [call('stop_on_empty_input', [model, 'this', `'${written}'`, ...told])];
}
