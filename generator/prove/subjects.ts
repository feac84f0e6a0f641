import type { Dimension, Fact, Project, Relation } from '../resolve/project.js';
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

export interface DimensionSubject {
  readonly kind: 'dimension';
  readonly dimension: Dimension;
  readonly origin: Origin;
}

export interface FactSubject {
  readonly kind: 'fact';
  readonly fact: Fact;
  readonly origin: Origin;
}

export type Subject = DimensionSubject | FactSubject;

/** What is proven of a dimension or fact, and what is not. */
export interface Coverage {
  readonly kind: Subject['kind'];
  readonly name: string;
  /** `source`: from the source's rows on; `intermediate`: from the rows of its intermediate on; `none`. */
  readonly begins: 'source' | 'intermediate' | 'none';
  /** The table or model that it begins with. */
  readonly from: string;
  /** Why something is left out; empty where nothing is. */
  readonly without: readonly string[];
}

export interface Subjects {
  readonly dimensions: readonly DimensionSubject[];
  readonly facts: readonly FactSubject[];
  readonly coverage: readonly Coverage[];
}

/** What can be compared with the oracle, and for all that is in the project whether it is. */
export function subjectsOf(
  project: Project,
  plans: readonly SourcePlan[],
  refused: ReadonlyMap<string, string>,
  /** Dimensions whose inferred members are left out of what is run. */
  inferring: ReadonlySet<string>,
): Subjects {
  const origins = originFinder(project, plans, refused);
  const coverage: Coverage[] = [];
  for (const { from, miniDimensions } of project.dimensions)
    for (const { name } of miniDimensions)
      coverage.push({
        kind: 'dimension',
        name,
        begins: 'none',
        from: from.model,
        without: ['prove does not know mini-dimensions yet'],
      });
  const dimensions = project.dimensions.flatMap((dimension): DimensionSubject[] => {
    const origin = origins(dimension.from);
    const cover = (begins: Coverage['begins'], from: string, without: readonly string[]): void => {
      coverage.push({ kind: 'dimension', name: dimension.name, begins, from, without });
    };
    if (typeof origin === 'string') {
      cover('none', dimension.from.model, [origin]);
      return [];
    }
    const reason = isUndated(origin) ?? beyondOracle(dimension);
    if (reason !== undefined) {
      cover('none', dimension.from.model, [reason]);
      return [];
    }
    const durable = dimension.durableKey === undefined ? [] : [`the durable key ${dimension.durableKey}`];
    const current =
      dimension.currentModel === undefined ? [] : [`the current rows in ${dimension.currentModel}`];
    const inferred = inferring.has(dimension.name) ? ['the members that facts infer'] : [];
    cover(origin.kind, nameOf(origin), [...beginsLater(origin), ...durable, ...current, ...inferred]);
    return [{ kind: 'dimension', dimension, origin }];
  });
  const known = new Set(dimensions.map(({ dimension }) => dimension.name));
  const facts = project.facts.flatMap((fact): FactSubject[] => {
    const origin = origins(fact.from);
    const reason = typeof origin === 'string' ? origin : isUndated(origin);
    if (typeof origin === 'string' || reason !== undefined) {
      coverage.push({
        kind: 'fact',
        name: fact.name,
        begins: 'none',
        from: fact.from.model,
        without: [reason ?? ''],
      });
      return [];
    }
    const unknown = fact.lookups.flatMap(({ target, keyColumn }) =>
      target.kind === 'dimension' && !known.has(target.dimension)
        ? [`${keyColumn}: its dimension is not covered`]
        : [],
    );
    const computed = fact.measures.flatMap(({ name, value }) => (value.kind === 'formula' ? [name] : []));
    coverage.push({
      kind: 'fact',
      name: fact.name,
      begins: origin.kind,
      from: nameOf(origin),
      without: [
        ...beginsLater(origin),
        ...unknown,
        ...(computed.length === 0 ? [] : [`computed measures: ${computed.join(', ')}`]),
      ],
    });
    return [{ kind: 'fact', fact, origin }];
  });
  for (const { name, model } of project.calendars)
    coverage.push({
      kind: 'dimension',
      name,
      begins: 'none',
      from: model,
      without: ['a calendar has no history; facts are compared with its days'],
    });
  return { dimensions, facts, coverage };
}

function beginsLater(origin: Origin): string[] {
  return origin.kind === 'source' ? [] : [`what ${origin.relation.model} makes of its sources`];
}

function nameOf(origin: Origin): string {
  return origin.kind === 'source' ? origin.plan.name : origin.relation.model;
}

/** What the oracle does not know: the dimension is left out, and the result says so. */
function beyondOracle({ late, miniDimensions }: Dimension): string | undefined {
  // A row is written anew where this key alone changes, and the oracle would not know why.
  const profile = miniDimensions.find(({ currentKey }) => currentKey !== undefined)?.currentKey;
  if (profile !== undefined) return `prove does not know yet what ${profile} is`;
  return late === undefined ? undefined : 'prove does not know yet which events late: reject sets aside';
}

/** Where nothing dates the events, the definition of history says nothing about them. */
function isUndated(origin: Origin): string | undefined {
  const isDated =
    origin.kind === 'source'
      ? origin.plan.table.shape !== 'log' ||
        origin.plan.table.changedAt !== undefined ||
        origin.plan.table.loadedAt !== undefined
      : origin.relation.form === 'states' || origin.relation.eventAt !== undefined;
  return isDated
    ? undefined
    : `nothing dates the rows of ${nameOf(origin)}: it has neither changed_at nor loaded_at`;
}

function originFinder(
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
