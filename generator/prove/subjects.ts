import type {
  Dimension,
  Fact,
  Lookup,
  MiniDimension,
  Project,
  Reference,
  Relation,
} from '../resolve/project.js';
import { isUndated, nameOf, type Origin, originFinder } from './origins.js';
import { lookedUpDimension, profileHistory } from './pointed-to.js';
import type { SourcePlan } from './source-plan.js';

export interface DimensionSubject {
  readonly kind: 'dimension';
  readonly dimension: Dimension;
  readonly origin: Origin;
  /** The facts and dimensions that bring members into it; `unknown` where the rows of one of them are not covered. */
  readonly inferring: readonly (FactSubject | ReferringSubject)[] | 'unknown';
  /** Set where it is the history of a mini-dimension's combinations, with the dimension that these are taken out of. */
  readonly profile?: { readonly mini: MiniDimension; readonly of: Dimension };
}

export interface FactSubject {
  readonly kind: 'fact';
  readonly fact: Fact;
  readonly origin: Origin;
}

/** A dimension that refers to others. */
export type ReferringSubject = Pick<DimensionSubject, 'kind' | 'dimension' | 'origin'>;

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
): Subjects {
  const origins = originFinder(project, plans, refused);
  const originsOfFacts = new Map(
    project.facts.map((fact) => {
      const origin = origins(fact.from);
      return [fact, typeof origin === 'string' ? origin : (isUndated(origin) ?? origin)] as const;
    }),
  );
  const originsOfDimensions = new Map(
    project.dimensions.map((dimension) => [dimension, coveredOrigin(dimension, origins)] as const),
  );
  const inferringOf = (dimension: Dimension) => whoInfers(dimension, originsOfFacts, originsOfDimensions);
  const left = leavingOut(project, originsOfDimensions, inferringOf);
  const coverage: Coverage[] = [];
  const dimensions = project.dimensions.flatMap((dimension): DimensionSubject[] => {
    const origin = originsOfDimensions.get(dimension) ?? '';
    const cover = (begins: Coverage['begins'], from: string, shared: string[], own: string[]): void => {
      coverage.push({ kind: 'dimension', name: dimension.name, begins, from, without: [...shared, ...own] });
      for (const { name } of dimension.miniDimensions)
        coverage.push({ kind: 'dimension', name, begins, from, without: shared });
    };
    if (typeof origin === 'string') {
      cover('none', dimension.from.model, [origin], []);
      return [];
    }
    const reason = left(dimension);
    if (reason !== undefined) {
      cover('none', dimension.from.model, [reason], []);
      return [];
    }
    const inferring = inferringOf(dimension);
    const inferred = inferring === 'unknown' ? ['inferred members'] : [];
    // Random rows have all columns from the first load on, so added attributes are compared as ordinary ones.
    const added = dimension.attributes.flatMap(({ name, since }) => (since === undefined ? [] : [name]));
    const before = added.length === 0 ? [] : [`what was before ${added.join(', ')} came (since)`];
    cover(origin.kind, nameOf(origin), beginsLater(origin), [...inferred, ...before]);
    return [
      { kind: 'dimension', dimension, origin, inferring },
      ...dimension.miniDimensions.map((mini): DimensionSubject => ({
        ...{ kind: 'dimension', dimension: profileHistory(mini, dimension), origin, inferring: [] },
        profile: { mini, of: dimension },
      })),
    ];
  });
  const known = new Set(
    dimensions.flatMap(({ dimension, inferring }) => (inferring === 'unknown' ? [] : [dimension.name])),
  );
  const facts = project.facts.flatMap((fact): FactSubject[] => {
    const origin = originsOfFacts.get(fact) ?? '';
    if (typeof origin === 'string') {
      coverage.push({
        kind: 'fact',
        name: fact.name,
        begins: 'none',
        from: fact.from.model,
        without: [origin],
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
        ...unfollowed(fact),
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

/** Keys in which a row that was written before may say what its source or dimension no longer does. */
function unfollowed({ load, lookups }: Fact): string[] {
  if (load.strategy === 'append') return ['the keys of rows that were written before (strategy: append)'];
  const versions = lookups.flatMap(({ target, keyColumn }) =>
    target.kind === 'dimension' && target.versioned ? [keyColumn] : [],
  );
  return load.rekey === 'follow' || load.strategy !== 'merge' || versions.length === 0
    ? []
    : [`${versions.join(', ')} of rows that were written before (rekey: false)`];
}

/** What brings members into a dimension. */
function whoInfers(
  { name }: Dimension,
  facts: ReadonlyMap<Fact, Origin | string>,
  dimensions: ReadonlyMap<Dimension, Origin | string>,
): DimensionSubject['inferring'] {
  const found = [
    ...[...facts].flatMap(([fact, origin]) =>
      fact.lookups.some((lookup) => infers(lookup, name))
        ? [typeof origin === 'string' ? origin : { kind: 'fact' as const, fact, origin }]
        : [],
    ),
    ...[...dimensions].flatMap(([dimension, origin]) =>
      dimension.references.some((reference) => infers(reference, name))
        ? [typeof origin === 'string' ? origin : { kind: 'dimension' as const, dimension, origin }]
        : [],
    ),
  ];
  return found.every((subject) => typeof subject !== 'string') ? found : 'unknown';
}

/** True where a lookup may bring members into the dimension. */
export function infers({ missing, target }: Lookup | Reference, dimension: string): boolean {
  return missing === 'inferred' && target.kind === 'dimension' && target.dimension === dimension;
}

/** What the rows of a dimension come from, or why the oracle does not know what is made of them. */
function coveredOrigin(
  dimension: Dimension,
  origins: (relation: Relation) => Origin | string,
): Origin | string {
  const origin = origins(dimension.from);
  if (typeof origin === 'string') return origin;
  return isUndated(origin) ?? beyondOracle(dimension, origin) ?? origin;
}

function beginsLater(origin: Origin): string[] {
  return origin.kind === 'source' ? [] : [`what ${origin.relation.model} makes of its sources`];
}

/** Tells why a dimension is left out; undefined where it is not. */
function leavingOut(
  project: Project,
  origins: ReadonlyMap<Dimension, Origin | string>,
  inferringOf: (dimension: Dimension) => DimensionSubject['inferring'],
): (dimension: Dimension) => string | undefined {
  const reasons = new Map<Dimension, string | undefined>();
  const reasonOf = (dimension: Dimension): string | undefined => {
    if (reasons.has(dimension)) return reasons.get(dimension);
    const origin = origins.get(dimension);
    const reason = typeof origin === 'string' ? origin : beyondReferences(dimension);
    reasons.set(dimension, reason);
    return reason;
  };
  // A row is written anew where such a key alone changes, and the oracle would not know why.
  const beyondReferences = ({ references }: Dimension): string | undefined => {
    const unknown = references.find(({ target }) => {
      const pointed = target.kind === 'dimension' ? lookedUpDimension(project, target.dimension) : undefined;
      return pointed !== undefined && (reasonOf(pointed) !== undefined || inferringOf(pointed) === 'unknown');
    });
    return unknown === undefined
      ? undefined
      : `prove does not know what ${unknown.keyColumn} is: its dimension is not covered in whole`;
  };
  return reasonOf;
}

/** What the oracle does not know: the dimension is left out, and the result says so. */
function beyondOracle({ from, late, naturalKey }: Dimension, origin: Origin): string | undefined {
  if (late === undefined) return undefined;
  // Its rows may say something else by now than when a load was judged.
  if (origin.kind === 'intermediate')
    return `prove does not know yet what ${from.model} said when late: reject judged each load`;
  return origin.plan.table.carriesNulls && !hasKey(from.key, naturalKey)
    ? 'prove does not know yet which events late: reject sets aside where one of another key may be carried on'
    : undefined;
}

function hasKey(key: readonly string[], naturalKey: Dimension['naturalKey']): boolean {
  return key.length === naturalKey.length && naturalKey.every(({ name }) => key.includes(name));
}
