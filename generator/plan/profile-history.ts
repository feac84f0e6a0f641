import type { Column, Dimension, MiniDimension } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import { changedRows } from './changed-rows.js';
import { keyText, type PlanContext } from './context.js';
import { versionSteps } from './dimension-versions.js';
import { existingRows, existingRowsSteps } from './existing-rows.js';
import type { FilePlan } from './file-plan.js';
import { dimensionGuards } from './guards.js';
import { combinationKeySql } from './key-sql.js';
import { modelConfig, physicalOr } from './model-config.js';
import { intermediatePath } from './paths.js';
import { step } from './step.js';
import { dimensionTable, type TableColumn, words } from './tables.js';

/**
 * The model that says which combination each thing had, and when. It is a dimension of the same natural key, made of
 * the same events, that tracks the attributes of the mini-dimension; of their values it keeps the key alone.
 */
export function planProfileHistory(
  mini: MiniDimension,
  dimension: Dimension,
  context: PlanContext,
): FilePlan {
  const { from } = dimension;
  if (from.form !== 'events') throw new Error(`no events to tell the combinations of ${mini.name} from`);
  const history = profileHistory(mini, dimension);
  const table = profileHistoryTable(mini, dimension, context);
  const made = versionSteps(history, from, 'changed', context);
  const key = combinationKeySql(
    mini.attributes.map(({ name, type }) => ({ sql: name, type })),
    context,
  );
  const columns = table
    .filter(({ role }) => role !== 'loaded_at')
    .map(({ name }) => (name === mini.key ? `${key} as ${name}` : name));
  return {
    kind: 'template',
    path: intermediatePath(history.model),
    template: 'models/dimension.sql',
    view: {
      config: modelConfig(
        {
          kind: 'merged',
          key: history.key,
          table,
          history: 'versions',
          physical: physicalOr(undefined, context),
          guards: dimensionGuards(history, context),
        },
        context,
      ),
      alias: from.alias,
      model: from.model,
      steps: [
        ...made.steps,
        step('profiles', select({ columns, from: made.result })),
        ...existingRowsSteps(made.within, history, context.dialect),
      ],
      result: 'profiles',
      members: [],
      changes: changedRows(
        {
          key: history.key,
          table,
          ...(made.within === undefined ? {} : { existing: existingRows }),
        },
        context.dialect,
      ),
    },
  };
}

/** The columns of its table, in their order. */
export function profileHistoryTable(
  mini: MiniDimension,
  dimension: Dimension,
  context: PlanContext,
): TableColumn[] {
  const profile: Column = {
    name: mini.key,
    type: keyText,
    notNull: true,
    description: `The ${words(mini.name)} of that time`,
  };
  const shown = {
    ...profileHistory(mini, dimension),
    attributes: [{ ...profile, scd: 2 as const, value: { kind: 'column' as const, name: mini.key } }],
  };
  return dimensionTable(shown, context).map((column) =>
    column.name === mini.key ? { ...column, role: 'lookup' } : column,
  );
}

/** What is planned as any other dimension: its natural key, deletes and first versions are the dimension's own. */
function profileHistory(mini: MiniDimension, dimension: Dimension): Dimension {
  const { durableKey: _durable, currentModel: _current, inference: _inference, ...rest } = dimension;
  const others = dimension.miniDimensions.filter(({ name }) => name !== mini.name);
  return {
    ...rest,
    name: dimension.name,
    model: mini.history.model,
    key: mini.history.key,
    keyType: keyText,
    versioned: true,
    attributes: mini.attributes,
    overwrite: 'all_versions',
    miniDimensions: [],
    references: [],
    referring: [],
    saidElsewhere: [
      ...dimension.attributes,
      ...dimension.referring,
      ...others.flatMap(({ attributes }) => attributes),
    ],
    members: [],
  };
}
