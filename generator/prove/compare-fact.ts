import type { Conventions, Dimension, Fact } from '../resolve/project.js';
import { reservedKeys, versionIdentity } from './compare-dimension.js';
import type { ExpectedFact } from './expected.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import type { Found } from './oracle/fact-rows.js';
import { identity, pick, type Row } from './value.js';

export interface FactComparison {
  readonly fact: Fact;
  readonly conventions: Conventions;
  readonly dimensions: readonly Dimension[];
  readonly expected: ReadonlyMap<string, ExpectedFact | undefined>;
  readonly stored: readonly Row[];
  /** What the dimensions hold, by name. */
  readonly storedDimensions: ReadonlyMap<string, readonly Row[]>;
  readonly moment: Moment;
  /** The fact's rows as they were before, by grain. */
  readonly before: ReadonlyMap<string, Row>;
}

/** Compares what a fact holds with what it has to hold: no row lost or doubled, each on the version that was valid. */
export function compareFact(comparison: FactComparison): {
  findings: Finding[];
  rows: ReadonlyMap<string, Row>;
} {
  const { fact, expected, stored, moment, before, conventions } = comparison;
  const grain = fact.grain.key.map(({ name }) => name);
  const byGrain = groupBy(stored, (row) => identity(row, grain));
  const describe = describer(comparison);
  const findings: Finding[] = [];
  const tell = (key: Row, problem: string, wanted: readonly Row[], found: readonly Row[]): void => {
    findings.push({ kind: 'fact', name: fact.name, key, moment, problem, expected: wanted, found });
  };
  for (const id of new Set([...expected.keys(), ...byGrain.keys()])) {
    const wanted = expected.get(id);
    const found = byGrain.get(id) ?? [];
    if (wanted === undefined && expected.has(id)) continue;
    const shown = found.map((row) => describe(row, wanted));
    const key = wanted?.key ?? pick(found[0] ?? {}, grain);
    if (wanted === undefined) tell(key, 'a row that should not be there', [], shown);
    else {
      const should = wantedRow(wanted, comparison);
      const columns = Object.keys(should);
      if (found.length === 0) tell(key, 'a row is lost', [should], shown);
      else if (found.length > 1) tell(key, 'a row is doubled', [should], shown);
      else if (identity(should, columns) !== identity(shown[0] ?? {}, columns))
        tell(key, 'the row is not what its source and its dimensions say', [should], shown);
      else if (moment.kind === 'repeat' && fact.load.strategy !== 'full') {
        const loadedAt = conventions.loadedAt;
        if (before.get(id)?.[loadedAt] !== found[0]?.[loadedAt])
          tell(key, 'a repeated load wrote a row that did not change', [should], shown);
      }
    }
  }
  return { findings, rows: new Map(stored.map((row) => [identity(row, grain), row])) };
}

/** The row that should be there, its keys replaced by what they stand for; without the lookups that nothing decides. */
function wantedRow({ values, found }: ExpectedFact, { fact, conventions, dimensions }: FactComparison): Row {
  const keys = fact.lookups.flatMap(({ keyColumn, target }): [string, string][] => {
    const item = found[keyColumn];
    if (item === undefined) return [];
    const dimension = dimensions.find(({ name }) => target.kind === 'dimension' && name === target.dimension);
    return [[keyColumn, foundText(item, dimension, conventions)]];
  });
  return { ...Object.fromEntries(keys), ...values };
}

function foundText(found: Found, dimension: Dimension | undefined, { validFrom }: Conventions): string {
  if (found.kind === 'member') return found.member;
  if (found.kind === 'day') return found.day;
  return dimension === undefined ? '' : versionIdentity(found.row, dimension, validFrom);
}

/** Replaces the keys of a stored row by what they stand for. */
function describer({ fact, conventions, dimensions, storedDimensions }: FactComparison) {
  const meanings = new Map(
    dimensions.map((dimension) => [
      dimension.name,
      new Map(
        (storedDimensions.get(dimension.name) ?? []).map((row) => [
          row[dimension.key] ?? '',
          versionIdentity(row, dimension, conventions.validFrom),
        ]),
      ),
    ]),
  );
  return (row: Row, wanted: ExpectedFact | undefined): Row => {
    const keys = fact.lookups.map(({ keyColumn, target }): [string, string | null] => {
      const key = row[keyColumn] ?? '';
      const member = reservedKeys.get(key);
      if (member !== undefined) return [keyColumn, member];
      if (target.kind === 'calendar')
        return [keyColumn, `${key.slice(0, 4)}-${key.slice(4, 6)}-${key.slice(6, 8)}`];
      return [
        keyColumn,
        meanings.get(target.dimension)?.get(key) ?? `${key}, which is no row of ${target.model}`,
      ];
    });
    const names = wanted === undefined ? Object.keys(row) : Object.keys(wanted.values);
    return { ...pick(row, names), ...Object.fromEntries(keys) };
  };
}
