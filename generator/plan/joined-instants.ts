import type { EventRelation } from '../resolve/project.js';
import { jinjaText } from '../sql/jinja.js';
import type { PlanContext } from './context.js';
import { instant } from './instants.js';

/**
 * That no joined history has an event where a stored version begins. One that has may have begun the version when the
 * row pointed to something else; its log was not cut.
 *
 * @returns Jinja expressions that give conditions
 */
export function joinedInstants({ histories }: EventRelation, context: PlanContext): string[] {
  const dated = (histories?.joined ?? []).flatMap(({ model, eventAt }) =>
    eventAt === undefined ? [] : [{ model, at: instant(eventAt, `joined.${eventAt.name}`, context) }],
  );
  const conditions = dated.map(({ model, at }) =>
    [
      `'stored.${context.project.conventions.validFrom} not in ('`,
      `${jinjaText(`select ${at} from `)} ~ ref('${model}') ~ ' as joined '`,
      jinjaText(`where ${at} is not null)`),
    ].join('\n~ '),
  );
  return [...new Set(conditions)];
}
