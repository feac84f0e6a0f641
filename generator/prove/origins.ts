import type { Project, Relation } from '../resolve/project.js';
import type { SourcePlan } from './source-plan.js';

/** Where the oracle begins: at the rows of a source, or at what an intermediate makes of them. */
export type Origin =
  | {
      readonly kind: 'source';
      readonly plan: SourcePlan;
      /** `events`: the table's history counts; `states`: what the last load held. */
      readonly form: Relation['form'];
    }
  | { readonly kind: 'intermediate'; readonly relation: Relation };

/** The table or model that it begins with. */
export function nameOf(origin: Origin): string {
  return origin.kind === 'source' ? origin.plan.name : origin.relation.model;
}

/** Where nothing dates the events, the definition of history says nothing about them. */
export function isUndated(origin: Origin): string | undefined {
  const isDated =
    origin.kind === 'source'
      ? origin.plan.table.shape !== 'log' ||
        origin.plan.table.changedAt !== undefined ||
        origin.plan.table.valid !== undefined ||
        origin.plan.table.loadedAt !== undefined
      : origin.relation.form === 'states' || origin.relation.eventAt !== undefined;
  return isDated
    ? undefined
    : `nothing dates the rows of ${nameOf(origin)}: it has neither changed_at nor loaded_at`;
}

/**
 * A way to find where the oracle begins with the rows of a relation; the reason where it can't.
 *
 * @param refused why no rows are made for some tables, by `<source>.<table>`
 */
export function originFinder(
  project: Project,
  plans: readonly SourcePlan[],
  refused: ReadonlyMap<string, string>,
): (relation: Relation) => Origin | string {
  const intermediates = new Map(
    project.intermediates.map((intermediate) => [intermediate.model, intermediate]),
  );
  const tables = new Map(
    project.sources.flatMap((source) =>
      source.tables.flatMap((table) =>
        [table.model, table.eventsModel].flatMap((model) =>
          model === undefined ? [] : [[model, `${source.name}.${table.name}`] as const],
        ),
      ),
    ),
  );
  const refusal = (model: string): string | undefined => {
    const intermediate = intermediates.get(model);
    if (intermediate === undefined) return refused.get(tables.get(model) ?? '');
    const { input } = intermediate;
    const parts =
      input.kind === 'union'
        ? input.relations
        : [input.relation, ...input.joins.map((join) => join.relation)];
    return parts.map((part) => refusal(part.model)).find((reason) => reason !== undefined);
  };
  return (relation) => {
    const reason = refusal(relation.model);
    if (reason !== undefined) return reason;
    const plan = plans.find(({ name }) => name === tables.get(relation.model));
    return plan === undefined
      ? { kind: 'intermediate', relation }
      : { kind: 'source', plan, form: relation.form };
  };
}
