import type { Intermediate, Relation, StateRelation } from '../resolve/project.js';
import type { PlanContext } from './context.js';

/** Tables that an intermediate reads, its own intermediates looked through: what its rows are made of, and what is joined to them. */
export interface UncheckedInputs {
  readonly rows: readonly Relation[];
  readonly joined: readonly Relation[];
}

/** The tables below a relation that is an intermediate, which no model before its reader checks; none where it is not. */
export function uncheckedInputs({ model }: Relation, context: PlanContext): UncheckedInputs {
  const found = context.project.intermediates.find((intermediate) => intermediate.model === model);
  if (found === undefined) return { rows: [], joined: [] };
  const { rows, joined } = { rows: inputsOf(found), joined: joinedTo(found) };
  const isIntermediate = (relation: Relation) =>
    context.project.intermediates.some((intermediate) => intermediate.model === relation.model);
  const below = (relations: readonly Relation[]) =>
    relations.map((relation) => uncheckedInputs(relation, context));
  const tables = (relations: readonly Relation[]) =>
    relations.filter((relation) => !isIntermediate(relation));
  return {
    rows: [...tables(rows), ...below(rows).flatMap((inputs) => inputs.rows)],
    joined: [
      ...below(rows).flatMap((inputs) => inputs.joined),
      ...tables(joined),
      ...below(joined).flatMap((inputs) => [...inputs.rows, ...inputs.joined]),
    ],
  };
}

/** The snapshot whose rows a relation's rows are made of; undefined where it is made of something else, or of several. */
export function snapshotBelow(relation: Relation, context: PlanContext): StateRelation | undefined {
  if (relation.form !== 'states' || relation.snapshot !== undefined)
    return relation.form === 'states' ? relation : undefined;
  const found = context.project.intermediates.find(({ model }) => model === relation.model);
  const [input, ...others] = found === undefined ? [] : inputsOf(found);
  return input === undefined || others.length > 0 ? undefined : snapshotBelow(input, context);
}

function inputsOf({ input }: Intermediate): readonly Relation[] {
  return input.kind === 'union' ? input.relations : [input.relation];
}

/** What is joined in time tells of its own inputs (`histories`). */
function joinedTo({ input }: Intermediate): readonly Relation[] {
  if (input.kind === 'union') return [];
  return input.joins.flatMap((join) => (join.kind === 'temporal' ? [] : [join.relation]));
}
