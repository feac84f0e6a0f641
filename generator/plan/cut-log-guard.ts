import type { Dimension, EventRelation } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import type { PlanContext } from './context.js';
import { openedByNoOther } from './followed-versions.js';
import { booleans, call, names } from './guard-call.js';
import { instant } from './instants.js';
import { joinedInstants } from './joined-instants.js';
import { periodEnd, periodStart } from './periods.js';

/**
 * Stops the run where a stored row, or the start of a stored version, is in no event of the log any more.
 *
 * @param dimension the table that is checked; a fact where left out
 */
export function cutLogGuard(
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
        `(${at} = stored.${validFrom} or ${periodEnd(events.periods, 'logged.', context)} = stored.${validFrom})`;
  // A version that was opened to the past doesn't say when it began, but that was before it ended.
  const opened = `(stored.${validFrom} = ${context.dialect.timestampLiteral(openStart)} and (stored.${validTo} is null or ${at} < stored.${validTo}))`;
  const same = dimension?.firstVersion === 'open_past' ? `(${begins} or ${opened})` : begins;
  // A truncate that ended a version has no key.
  const flagged = dated !== undefined && dimension?.deletes === 'flag' && events.truncate !== undefined;
  const where = [
    ...(flagged ? [jinjaText('not stored.is_deleted')] : []),
    ...(dimension?.inference === undefined ? [] : [jinjaText('not stored.is_inferred')]),
    ...(dated === undefined ? [] : joinedInstants(events, context)),
    ...(dimension === undefined ? [] : openedByNoOther(dimension, context)),
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
