import type { Dimension } from '../resolve/project.js';
import { changedRows } from './changed-rows.js';
import type { PlanContext } from './context.js';
import { currentSteps } from './dimension-current.js';
import { versionSteps } from './dimension-versions.js';
import type { FilePlan } from './file-plan.js';
import { dimensionGuards } from './guards.js';
import { memberColumns } from './members.js';
import { modelConfig, physicalOr } from './model-config.js';
import { martPath } from './paths.js';
import { dimensionTable } from './tables.js';

/** The model of a dimension: its events or states, what they amount to, the reserved members, and only what differs. */
export function planDimension(dimension: Dimension, context: PlanContext): FilePlan {
  const table = dimensionTable(dimension, context);
  const { steps, result, within } =
    dimension.versioned && dimension.from.form === 'events'
      ? versionSteps(dimension, dimension.from, context)
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
          physical: physicalOr(dimension.physical, context),
          guards: dimensionGuards(dimension, context),
        },
        context,
      ),
      alias: dimension.from.alias,
      model: dimension.from.model,
      steps,
      result,
      members: dimension.members.map((member) => ({
        columns: memberColumns(member, table, dimension, context),
      })),
      changes: changedRows({
        key: dimension.key,
        table,
        within,
        ...(dimension.from.form === 'states' && dimension.deletes === 'ignore'
          ? { gone: 'stay' as const }
          : {}),
      }),
    },
  };
}
