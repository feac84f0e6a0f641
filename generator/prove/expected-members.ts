import type { Dimension, Fact } from '../resolve/project.js';
import { dimensionRules } from './dimension-rules.js';
import { factStates } from './expected.js';
import { inferredColumn, inferredRow } from './oracle/inferred-row.js';
import { type DimensionSubject, type FactSubject, infers, type ReferringSubject } from './subjects.js';
import type { ExpectedKeys, Told } from './told.js';
import { dimensionTimelines, saidStates, toldOf } from './told-timelines.js';
import { identity, type Row } from './value.js';

/** A natural key that is referred to. */
export interface Referred {
  readonly key: Row;
  /** False where nothing decides whether they do. */
  readonly isDecided: boolean;
}

/** Natural keys that are referred to, by their identity. */
export type ReferredKeys = ReadonlyMap<string, Referred>;

/** What a dimension has to hold with the members that others bring into it. */
export interface ExpectedMembers {
  readonly keys: ExpectedKeys;
  /** The keys that only others speak of. */
  readonly inferred: ReferredKeys;
}

/**
 * Adds a row for each key that facts and dimensions refer to and that the dimension's source does not tell of. Where a fact may go on
 * pointing to what its source no longer says, a member that was inferred once stays until the source tells of it.
 *
 * @param told what the dimension's source says alone
 * @param before the keys that only others spoke of in the run before; none after a full refresh
 */
export function withInferredMembers(
  subject: DimensionSubject,
  own: ExpectedKeys,
  told: Told,
  before: ReferredKeys,
): ExpectedMembers {
  const { dimension, inferring } = subject;
  if (dimension.inference === undefined) return { keys: own, inferred: new Map() };
  const keys = new Map(
    [...own].map(([id, { key, rows }]) => [
      id,
      { key, rows: rows?.map((row): Row => ({ ...row, [inferredColumn]: 'false' })) },
    ]),
  );
  if (inferring === 'unknown') return { keys, inferred: new Map() };
  const naturalKey = dimension.naturalKey.map(({ name }) => name);
  const stays = inferring.some((by) => by.kind === 'fact' && pointsToThePast(by.fact));
  const referred = [
    ...(stays ? before.values() : []),
    ...inferring.flatMap((by) =>
      by.kind === 'fact' ? referredByFact(by, dimension, told) : referredByDimension(by, dimension, told),
    ),
  ];
  // What is referred to for sure is so, whatever else may refer to it.
  const known = new Map(
    [...referred]
      .sort((left, right) => Number(left.isDecided) - Number(right.isDecided))
      .map((reference) => [identity(reference.key, naturalKey), reference]),
  );
  const inferred = new Map([...known].filter(([id]) => keys.get(id)?.rows?.length === 0 || !keys.has(id)));
  const rules = dimensionRules(dimension, told.project.conventions, () => null);
  for (const [id, { key, isDecided }] of inferred)
    keys.set(id, { key, rows: isDecided ? [inferredRow(key, rules)] : undefined });
  return { keys, inferred };
}

/** The natural keys that the rows of a fact refer to; a key with a null in it is none. */
function referredByFact(subject: FactSubject, to: Dimension, told: Told): Referred[] {
  const lookups = subject.fact.lookups.filter((lookup) => infers(lookup, to.name));
  const states = factStates(subject, told);
  const undecided = states.filter(({ isDecided }) => !isDecided);
  const inDoubt = new Set(undecided.map(({ key }) => identity(key, subject.fact.from.key)));
  const rows: { readonly values: Row; readonly isDecided: boolean }[] = [
    ...states.filter(({ isDecided }) => isDecided),
    ...deliveredRows(subject, told)
      .filter((values) => inDoubt.has(identity(values, subject.fact.from.key)))
      .map((values) => ({ values, isDecided: false })),
  ];
  return rows.flatMap(({ values, isDecided }) =>
    lookups.flatMap(({ on }) => namedKey(values, on, to).map((key) => ({ key, isDecided }))),
  );
}

/** The natural keys that any state of a dimension ever referred to, or where its last states are all that there is, these. */
function referredByDimension(subject: ReferringSubject, to: Dimension, told: Told): Referred[] {
  const references = subject.dimension.references.filter((reference) => infers(reference, to.name));
  const states =
    subject.dimension.from.form === 'events'
      ? saidStates(subject, told).map(({ values }) => ({ values, isDecided: true }))
      : dimensionTimelines(subject, told).flatMap(({ states: all, isDecided }) => {
          const last = all.at(-1);
          return last === undefined || last.isDelete ? [] : [{ values: last.values, isDecided }];
        });
  return states.flatMap(({ values, isDecided }) =>
    references.flatMap(({ on }) => namedKey(values, on, to).map((key) => ({ key, isDecided }))),
  );
}

/** The natural key that a row names; none where a part of it is null. */
function namedKey(
  values: Row,
  on: readonly { readonly here: { readonly name: string }; readonly there: string }[],
  { naturalKey }: Dimension,
): Row[] {
  const key = Object.fromEntries(
    naturalKey.map(({ name }) => [
      name,
      values[on.find(({ there }) => there === name)?.here.name ?? name] ?? null,
    ]),
  );
  return Object.values(key).includes(null) ? [] : [key];
}

function deliveredRows({ origin }: FactSubject, told: Told): Row[] {
  return toldOf(origin, told).flatMap(({ rows }) => [...rows]);
}

/**
 * True where a row of the fact may go on pointing to what its source no longer says: it is written once only, or not
 * for its keys alone, or outlives what its source forgets.
 */
function pointsToThePast({ from, load }: Fact): boolean {
  if (load.strategy === 'full') return false;
  const forgets = from.form === 'states' || from.forgets;
  return load.strategy === 'append' || load.rekey === 'keep' || (load.deletes === 'ignore' && forgets);
}
