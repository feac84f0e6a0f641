import type { Dimension, EventRelation, MiniDimension } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import { attributeItem } from './attribute-sql.js';
import { changedRows } from './changed-rows.js';
import { columnsRead } from './columns-read.js';
import { keyText, type PlanContext } from './context.js';
import { prepareEvents } from './event-steps.js';
import type { FilePlan } from './file-plan.js';
import { miniDimensionGuards } from './guards.js';
import { combinationKeySql } from './key-sql.js';
import { memberColumns } from './members.js';
import { modelConfig, physicalOr } from './model-config.js';
import { martPath } from './paths.js';
import { step } from './step.js';
import { miniDimensionTable } from './tables.js';

/**
 * The model of a mini-dimension: the combinations that any event ever said, whether or not another event of the same
 * instant took its place, so that the order of loads means nothing.
 */
export function planMiniDimension(mini: MiniDimension, dimension: Dimension, context: PlanContext): FilePlan {
  const { from } = dimension;
  if (from.form !== 'events') throw new Error(`no events to tell the combinations of ${mini.name} from`);
  const table = miniDimensionTable(mini, context);
  const gone = forgetsCombinations(from) ? 'remove' : 'stay';
  const key = dimension.naturalKey.map(({ name }) => name);
  const prepared = prepareEvents(from, key, columnsRead(dimension), context);
  const combinations = select({
    columns: mini.attributes.map((attribute) => attributeItem(dimension, attribute, context)),
    from: prepared.from,
    where: from.isDeleted === undefined ? [] : [`not ${from.isDeleted}`],
  });
  const names = mini.attributes.map(({ name }) => name);
  const parts = mini.attributes.map(({ name, type }) => ({ sql: name, type }));
  return {
    kind: 'template',
    path: martPath(mini.model),
    template: 'models/dimension.sql',
    view: {
      config: modelConfig(
        {
          kind: 'merged',
          key: mini.key,
          table,
          history: 'none',
          physical: physicalOr(undefined, context),
          guards: miniDimensionGuards(from.model, mini.key, gone),
        },
        context,
      ),
      alias: from.alias,
      model: from.model,
      steps: [
        ...prepared.steps,
        step('combinations', combinations),
        step(
          'profiles',
          // Values that a warehouse takes for equal, as some do with blanks at the end, have keys of their own.
          select({
            distinct: 'distinct',
            columns: [`${combinationKeySql(parts, context)} as ${mini.key}`, ...names],
            from: 'combinations',
          }),
        ),
      ],
      result: 'profiles',
      members: mini.members.map((member) => ({
        columns: memberColumns(member, table, { keyType: keyText }, context),
      })),
      changes: changedRows({ key: mini.key, table, gone }, context.dialect),
    },
  };
}

/**
 * A late event can change what was carried to those after it, or what was joined to a row then, and an event can be
 * left out one day.
 */
function forgetsCombinations({ carriesNulls, forgets, histories }: EventRelation): boolean {
  return carriesNulls || forgets || histories !== undefined;
}
