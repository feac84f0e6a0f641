import type { Dimension } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import { changedRows } from './changed-rows.js';
import type { PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import { currentRowsGuards } from './guards.js';
import { modelConfig, physicalOr } from './model-config.js';
import { martPath } from './paths.js';
import { dimensionTable } from './tables.js';

/**
 * The model of a dimension's current rows, where they are apart from its history: rows and columns of the history as
 * they are, reserved members included. No model where they are not.
 *
 * It looks at all current rows: a version that is gone from the history leaves no mark there that would say which keys
 * a run touched.
 */
export function planCurrentRows(dimension: Dimension, context: PlanContext): FilePlan[] {
  const { currentModel, model: history, name, key } = dimension;
  if (currentModel === undefined) return [];
  const table = dimensionTable(dimension, context);
  const alias = `${name}_history`;
  return [
    {
      kind: 'template',
      path: martPath(currentModel),
      template: 'models/current_rows.sql',
      view: {
        config: modelConfig(
          {
            kind: 'merged',
            key,
            table,
            history: 'none',
            physical: physicalOr(dimension.physical, context),
            guards: currentRowsGuards(history, key),
          },
          context,
        ),
        alias,
        model: history,
        body: select({
          columns: table.filter(({ role }) => role !== 'loaded_at').map((column) => column.name),
          from: alias,
          where: [context.project.conventions.isCurrent],
        }),
        changes: changedRows({ key, table }, context.dialect),
      },
    },
  ];
}
