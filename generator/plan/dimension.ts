import type { Dimension } from '../resolve/project.js';
import { changedRows } from './changed-rows.js';
import { type PlanContext, typedFormulaSql } from './context.js';
import { currentSteps } from './dimension-current.js';
import { versionSteps } from './dimension-versions.js';
import type { FilePlan } from './file-plan.js';
import { dimensionGuards } from './guards.js';
import { memberColumns } from './members.js';
import { modelConfig } from './model-config.js';
import { martPath } from './paths.js';
import { dimensionTable } from './tables.js';

/** The model of a dimension: its events or states, what they amount to, the reserved members, and only what differs. */
export function planDimension(dimension: Dimension, context: PlanContext): FilePlan {
  const table = dimensionTable(dimension, context);
  const { steps, result, within } = dimension.versioned
    ? versionSteps(dimension, context)
    : currentSteps(dimension, context);
  return {
    kind: 'template',
    path: martPath(dimension.model),
    template: 'models/dimension.sql',
    view: {
      config: modelConfig(
        {
          kind: 'merged',
          key: dimension.key,
          table,
          history: dimension.versioned ? 'versions' : 'none',
          physical: dimension.physical,
          quality: dimension.quality,
          guards: dimensionGuards(dimension, context),
        },
        context,
      ),
      alias: dimension.from.alias,
      model: dimension.from.model,
      steps,
      result,
      members: dimension.members.map((member) => ({ columns: memberColumns(member, table, dimension, context) })),
      changes: changedRows({ key: dimension.key, table, within }),
    },
  };
}

/** An attribute's value over columns of the dimension's source, without an alias. */
export function attributeSql(dimension: Dimension, attribute: Dimension['attributes'][number], context: PlanContext): string {
  if (attribute.value.kind === 'column') return attribute.value.name;
  const types = new Map(dimension.from.columns.map((column) => [column.name, column.type]));
  return typedFormulaSql(attribute.value.formula, attribute.type, context, {
    column: (reference) => reference.name,
    typeOf: (reference) => types.get(reference.name),
  });
}

/** The same as an item of a select list. */
export function attributeItem(dimension: Dimension, attribute: Dimension['attributes'][number], context: PlanContext): string {
  const sql = attributeSql(dimension, attribute, context);
  return sql === attribute.name ? sql : `${sql} as ${attribute.name}`;
}
