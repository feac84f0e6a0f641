import type {
  Column,
  DatedRelation,
  Intermediate,
  Join,
  Relation,
  TemporalJoin,
} from '../resolve/project.js';
import { selectClause } from '../sql/layout.js';
import { formulaSql, type PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import {
  columnsReadOf,
  type Import,
  item,
  markItems,
  qualifiedScope,
  states,
} from './intermediate-select.js';
import { intermediatePath } from './paths.js';
import { joinInTime } from './temporal-joins.js';

/** Rows with what other tables said at each instant, and beside that what is plainly joined to them. */
export function planJoinedInTime(
  intermediate: Intermediate,
  {
    relation,
    joins,
    temporal,
  }: { relation: DatedRelation; joins: readonly Join[]; temporal: readonly TemporalJoin[] },
  context: PlanContext,
): FilePlan {
  // A table may be read by several imports, and is read once for all of them.
  const columnsOf = ({ alias }: Relation): Column[] => {
    const read = [
      { alias: relation.alias, relation },
      ...joins.map((join) => ({ alias: join.alias, relation: join.relation })),
    ]
      .filter((candidate) => candidate.relation.alias === alias)
      .map((candidate) => columnsReadOf(candidate.alias, intermediate, joins, candidate.relation));
    return [...new Map(read.flat().map((column) => [column.name, column])).values()];
  };
  const inTime = joinInTime(relation, temporal, columnsOf, context);
  const plain = joins
    .filter((join) => join.kind !== 'temporal')
    .map((join) => ({ join, ...states(join.relation, columnsOf(join.relation), context) }));
  const names = new Map([
    ...inTime.names,
    ...plain.map(({ join, from }): [string, string] => [
      join.alias,
      join.alias === join.relation.alias ? from : join.alias,
    ]),
  ]);
  const scope = qualifiedScope(intermediate, names, relation, joins);
  const nameOf = (alias: string) => names.get(alias) ?? alias;
  const filter =
    intermediate.filter === undefined ? undefined : formulaSql(intermediate.filter, context, scope);
  const partners = joins
    .filter((join) => join.kind === 'inner')
    .map((join) => `${nameOf(join.alias)}.${join.on[0]?.there ?? ''}`);
  const imports = importsOfSteps([
    ...[relation, ...temporal.map((join) => join.relation)].map((side) => ({
      alias: side.alias,
      model: side.model,
      steps: inTime.statesOf.get(side.alias) ?? [],
    })),
    ...plain.map(({ join, steps }) => ({ alias: join.relation.alias, model: join.relation.model, steps })),
  ]);
  return {
    kind: 'template',
    path: intermediatePath(intermediate.model),
    template: 'models/intermediate.sql',
    view: {
      imports: imports.map((entry, index) =>
        index === imports.length - 1 ? { ...entry, steps: [...entry.steps, ...inTime.instants] } : entry,
      ),
      result: 'joined',
      select: selectClause(undefined, [
        ...intermediate.columns.map((column) => item(column, scope, context)),
        ...markItems(intermediate, relation, partners, filter, (name) =>
          name === '_event_at' ? `instants.${name}` : scope.column({ name }),
        ),
      ]),
      from: 'instants',
      joins: [
        { ...inTime.main, alias: undefined },
        ...joins.map((join) => {
          const own = inTime.joined.get(join.alias);
          const read = own?.relation ?? plain.find((candidate) => candidate.join === join)?.from ?? '';
          return {
            kind: 'left',
            relation: read,
            alias: nameOf(join.alias) === read ? undefined : nameOf(join.alias),
            on: own?.on ?? join.on.map((pair) => onPair(pair, join, nameOf)),
          };
        }),
      ],
      filter: undefined,
      groupBy: undefined,
    },
  };
}

function onPair({ here, there }: Join['on'][number], join: Join, nameOf: (alias: string) => string): string {
  return `${nameOf(here.qualifier)}.${here.name} = ${nameOf(join.alias)}.${there}`;
}

/** Each import once, and the steps of all of them after the last: of two of one name, made for two reasons, one. */
function importsOfSteps(imports: readonly Import[]): Import[] {
  const steps = [...new Map(imports.flatMap((entry) => entry.steps).map((own) => [own.name, own])).values()];
  const once = [...new Map(imports.map((entry) => [entry.alias, entry])).values()];
  return once.map((entry, index) => ({ ...entry, steps: index === once.length - 1 ? steps : [] }));
}
