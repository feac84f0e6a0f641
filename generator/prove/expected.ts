import type { Fact } from '../resolve/project.js';
import { type ExpectationOf, lookUp } from './expected-lookups.js';
import { followedAttributes, followedTimelines } from './expected-references.js';
import { dimensionRows } from './oracle/dimension-rows.js';
import { factState, type Found } from './oracle/fact-rows.js';
import { isFactFlagged } from './reading.js';
import type { DimensionSubject, FactSubject } from './subjects.js';
import type { ExpectedKeys, Told } from './told.js';
import { dimensionTimelines, rulesOf, timelinesOf } from './told-timelines.js';
import { identity, pick, type Row } from './value.js';

/** What a dimension has to hold, by the identity of the natural key. */
export function expectedDimension(
  subject: DimensionSubject,
  told: Told,
  expectationOf: ExpectationOf,
): ExpectedKeys {
  const naturalKey = subject.dimension.naturalKey.map(({ name }) => name);
  const own = rulesOf(subject, told);
  const rules = { ...own, attributes: [...own.attributes, ...followedAttributes(subject)] };
  const follow = followedTimelines(subject, told, expectationOf);
  return new Map(
    dimensionTimelines(subject, told).map((timeline) => {
      const followed = follow(timeline);
      const rows = followed.isDecided ? dimensionRows(followed, rules) : undefined;
      return [identity(timeline.key, naturalKey), { key: timeline.key, rows }];
    }),
  );
}

/** The row that a fact has to hold, with what each lookup has to find in the place of its key. */
export interface ExpectedFact {
  readonly key: Row;
  readonly values: Row;
  readonly found: Readonly<Record<string, Found | undefined>>;
}

/**
 * What a fact has to hold, by the identity of its grain; undefined where nothing decides.
 *
 * @param expectationOf what the dimensions have to hold
 */
export function expectedFact(
  { fact, origin }: Pick<FactSubject, 'fact' | 'origin'>,
  told: Told,
  expectationOf: ExpectationOf,
): ReadonlyMap<string, ExpectedFact | undefined> {
  const grain = fact.grain.key.map(({ name }) => name);
  const rows = factStates({ fact, origin }, told);
  return new Map(
    rows.map(({ values, isDeleted, isDecided }): [string, ExpectedFact | undefined] => {
      const found = Object.fromEntries(
        fact.lookups.map((lookup) => [lookup.keyColumn, lookUp(lookup, values, told, expectationOf)]),
      );
      const row: ExpectedFact = {
        key: pick(values, grain),
        values: {
          ...pick(values, grain),
          ...pick(values, [...fact.degenerate.map(({ name }) => name), fact.eventTime.name]),
          ...Object.fromEntries(
            fact.measures.flatMap(({ name, value }) =>
              value.kind === 'column' ? [[name, values[value.name] ?? null]] : [],
            ),
          ),
          ...(isFactFlagged(fact) ? { is_deleted: String(isDeleted) } : {}),
        },
        found,
      };
      return [identity(row.key, grain), isDecided ? row : undefined];
    }),
  );
}

/** The state of its source that each row of a fact is made of. */
export interface FactState {
  /** The key of the source's row. */
  readonly key: Row;
  readonly values: Row;
  readonly isDeleted: boolean;
  /** False where nothing decides which of two states this is. */
  readonly isDecided: boolean;
}

/** The states that a fact has to have rows of. */
export function factStates({ fact, origin }: Pick<FactSubject, 'fact' | 'origin'>, told: Told): FactState[] {
  const deletes = fact.load.deletes === 'ignore' ? 'ignored' : 'heeded';
  const content = origin.kind === 'intermediate' ? factColumns(fact) : undefined;
  return timelinesOf(origin, fact.from.key, deletes, told, content).flatMap((timeline) => {
    const state = factState(timeline, fact.load.deletes);
    return state === undefined ? [] : [{ key: timeline.key, ...state, isDecided: timeline.isDecided }];
  });
}

function factColumns(fact: Fact): string[] {
  return [
    ...fact.grain.key.map(({ name }) => name),
    ...fact.degenerate.map(({ name }) => name),
    fact.eventTime.name,
    ...fact.lookups.flatMap(({ on, asOf }) => [
      ...on.map(({ here }) => here.name),
      ...(asOf === undefined ? [] : [asOf.name]),
    ]),
    ...fact.measures.flatMap(({ value }) => (value.kind === 'column' ? [value.name] : [])),
  ];
}
