import type { Dimension } from '../resolve/project.js';
import { expectedDimension } from './expected.js';
import type { ExpectationOf } from './expected-lookups.js';
import { type ReferredKeys, withInferredMembers } from './expected-members.js';
import { withReferences } from './expected-references.js';
import { inferredColumn } from './oracle/inferred-row.js';
import { combination } from './pointed-to.js';
import type { DimensionSubject } from './subjects.js';
import type { ExpectedKeys, Told } from './told.js';
import type { Row } from './value.js';

/** What the dimensions have to hold, by name. */
export interface ExpectedDimensions {
  readonly keys: ReadonlyMap<string, ExpectedKeys>;
  /** The keys that only facts speak of. */
  readonly inferred: ReadonlyMap<string, ReferredKeys>;
}

/**
 * What all dimensions have to hold.
 *
 * @param before the keys that only facts spoke of in the run before; none before the first and for a full refresh
 */
export function expectedDimensions(
  subjects: readonly DimensionSubject[],
  told: Told,
  before: ExpectedDimensions['inferred'],
): ExpectedDimensions {
  const keys = new Map<string, ExpectedKeys>();
  const inferred = new Map<string, ReferredKeys>();
  const expect = (subject: DimensionSubject): ExpectedKeys => {
    const { name } = subject.dimension;
    const known = keys.get(name);
    if (known !== undefined) return known;
    const members = withInferredMembers(
      subject,
      expectedDimension(subject, told, expectOf),
      told,
      before.get(name) ?? new Map(),
    );
    const pointing = withReferences(members.keys, subject, told, expectOf);
    const expected = withCurrentProfiles(pointing, subject.dimension, expectOf);
    keys.set(name, expected);
    inferred.set(name, members.inferred);
    return expected;
  };
  const expectOf: ExpectationOf = (name) => {
    const subject = subjects.find(({ dimension }) => dimension.name === name);
    return subject === undefined ? undefined : expect(subject);
  };
  subjects.forEach(expect);
  return { keys, inferred };
}

/** The same rows with the combination that each thing has now, or had last, on all of them. */
function withCurrentProfiles(
  own: ExpectedKeys,
  { miniDimensions }: Dimension,
  expectOf: ExpectationOf,
): ExpectedKeys {
  return miniDimensions.reduce<ExpectedKeys>((keys, mini) => {
    const { currentKey } = mini;
    if (currentKey === undefined) return keys;
    const profiles = expectOf(mini.name);
    return new Map(
      [...keys].map(([id, { key, rows }]) => {
        const history = profiles?.get(id)?.rows;
        const last = history?.at(-1);
        // Only facts speak of a member without a history.
        const profile = (row: Row) =>
          row[inferredColumn] === 'true' || last === undefined ? 'unknown' : combination(last, mini);
        const isDecided = profiles?.has(id) !== true || history !== undefined;
        return [
          id,
          { key, rows: isDecided ? rows?.map((row) => ({ ...row, [currentKey]: profile(row) })) : undefined },
        ];
      }),
    );
  }, own);
}
