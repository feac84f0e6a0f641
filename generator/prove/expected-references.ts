import type { Reference } from '../resolve/project.js';
import { meaningOf, pointersOfLookups } from './described-keys.js';
import {
  type ExpectationOf,
  foundRow,
  heldAt,
  instantOf,
  type Referred,
  referredTo,
} from './expected-lookups.js';
import type { AttributeRules } from './oracle/dimension-rows.js';
import type { Found } from './oracle/fact-rows.js';
import { followVersions } from './oracle/followed-versions.js';
import { inferredColumn } from './oracle/inferred-row.js';
import type { Timeline } from './oracle/timeline.js';
import { pointedTo } from './pointed-to.js';
import type { DimensionSubject } from './subjects.js';
import type { ExpectedKeys, Told } from './told.js';
import type { Row } from './value.js';

/** The columns of a reference with what they have to stand for. */
type Described = (found: Found) => Row;

function describer(reference: Reference, { project }: Told): Described {
  const tables = pointedTo(project);
  const pointers = pointersOfLookups([reference]);
  return (found) =>
    Object.fromEntries(pointers.map((pointer) => [pointer.column, meaningOf(found, pointer, tables)]));
}

/** Makes a way to complete a timeline with what its states referred to at each time, where the dimension follows versions. */
export function followedTimelines(
  { dimension }: DimensionSubject,
  told: Told,
  expectationOf: ExpectationOf,
): (timeline: Timeline) => Timeline {
  const followed = dimension.references
    .filter(({ follow }) => follow === 'version')
    .map((reference) => ({ reference, described: describer(reference, told) }));
  if (followed.length === 0) return (timeline) => timeline;
  return (timeline) => {
    let isDecided = timeline.isDecided;
    const references = followed.map(({ reference, described }) => ({
      rowsOf: (values: Row): readonly Row[] | Row => {
        // What the source said counts, whatever the table shows of it.
        const wanted = reference.on.map(({ here }) => values[here.name] ?? null);
        const referred = referredTo(reference, wanted, told, expectationOf);
        if (referred === undefined) isDecided = false;
        return referred === undefined ? [] : referred.kind === 'rows' ? referred.rows : described(referred);
      },
      told: (row: Row | undefined, among: readonly Row[]) => described(foundRow(row, among)),
    }));
    const cut = followVersions(timeline, references, told.project.conventions);
    return { ...cut, isDecided };
  };
}

/** The keys of followed versions as attributes: another one is a change. */
export function followedAttributes({ dimension }: Pick<DimensionSubject, 'dimension'>): AttributeRules[] {
  const followed = dimension.references.filter(({ follow }) => follow === 'version');
  return pointersOfLookups(followed).map(({ column }) => ({
    name: column,
    scd: 2,
    value: (state) => state[column] ?? null,
  }));
}

/** The same rows with what is current of what they refer to. Members that only facts speak of refer to nothing known. */
export function withReferences(
  own: ExpectedKeys,
  { dimension }: DimensionSubject,
  told: Told,
  expectationOf: ExpectationOf,
): ExpectedKeys {
  if (dimension.references.length === 0) return own;
  const columnsOf = dimension.references.map((reference) => {
    const described = describer(reference, told);
    return (row: Row): Row | undefined => {
      if (row[inferredColumn] === 'true') return described({ kind: 'member', member: 'unknown' });
      if (reference.follow === 'version') return {};
      const wanted = reference.on.map(({ value }) => row[value] ?? null);
      const referred = referredTo(reference, wanted, told, expectationOf);
      const { asOf } = reference;
      const found =
        asOf === undefined
          ? current(referred, told)
          : heldAt(referred, instantOf(row[asOf.value] ?? null, asOf.here), told);
      return found === undefined ? undefined : described(found);
    };
  });
  return new Map(
    [...own].map(([id, { key, rows }]) => {
      const full = rows?.map((row) => {
        const columns = columnsOf.map((of) => of(row));
        return columns.includes(undefined) ? undefined : (Object.assign({}, row, ...columns) as Row);
      });
      return [id, { key, rows: full?.every((row) => row !== undefined) === true ? full : undefined }];
    }),
  );
}

/** The row that is current; where there are no versions each key has one row. */
function current(referred: Referred | undefined, { project }: Told): Found | undefined {
  if (referred?.kind !== 'rows') return referred;
  const { isCurrent } = project.conventions;
  const { rows } = referred;
  return foundRow(
    rows.find((row) => (row[isCurrent] ?? 'true') === 'true'),
    rows,
  );
}
