import type { Fact, Project } from '../resolve/project.js';
import { keyDescriber, meaningOf, pointersOfLookups } from './described-keys.js';
import type { ExpectedFact } from './expected.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import { pointedTo } from './pointed-to.js';
import { identity, pick, type Row } from './value.js';

export interface FactComparison {
  readonly fact: Fact;
  readonly project: Project;
  readonly expected: ReadonlyMap<string, ExpectedFact | undefined>;
  readonly stored: readonly Row[];
  /** What models hold. */
  readonly storedModels: (model: string) => readonly Row[];
  readonly moment: Moment;
  /** The fact's rows as they were before, by grain. */
  readonly before: ReadonlyMap<string, Row>;
}

/** Compares what a fact holds with what it has to hold: no row lost or doubled, each on the version that was valid. */
export function compareFact(comparison: FactComparison): {
  findings: Finding[];
  rows: ReadonlyMap<string, Row>;
} {
  const { fact, expected, stored, moment, before, project } = comparison;
  const grain = fact.grain.key.map(({ name }) => name);
  const byGrain = groupBy(stored, (row) => identity(row, grain));
  const describe = describer(comparison);
  const wantedRow = wantedRows(comparison);
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
      const should = wantedRow(wanted);
      const columns = Object.keys(should);
      if (found.length === 0) tell(key, 'a row is lost', [should], shown);
      else if (found.length > 1) tell(key, 'a row is doubled', [should], shown);
      else if (identity(should, columns) !== identity(shown[0] ?? {}, columns))
        tell(key, 'the row is not what its source and its dimensions say', [should], shown);
      else if (moment.kind === 'repeat' && fact.load.strategy !== 'full') {
        const { loadedAt } = project.conventions;
        if (before.get(id)?.[loadedAt] !== found[0]?.[loadedAt])
          tell(key, 'a repeated load wrote a row that did not change', [should], shown);
      }
    }
  }
  return { findings, rows: new Map(stored.map((row) => [identity(row, grain), row])) };
}

/** Makes a way to the row that should be there, its keys replaced by what they stand for; without the lookups that nothing decides. */
function wantedRows({ fact, project }: FactComparison): (expected: ExpectedFact) => Row {
  const tables = pointedTo(project);
  const pointers = fact.lookups.map((lookup) => [lookup.keyColumn, pointersOfLookups([lookup])] as const);
  return ({ values, found }) => {
    const keys = pointers.flatMap(([keyColumn, own]) => {
      const item = found[keyColumn];
      return item === undefined
        ? []
        : own.map((pointer) => [pointer.column, meaningOf(item, pointer, tables)] as const);
    });
    return { ...Object.fromEntries(keys), ...values };
  };
}

/** Replaces the keys of a stored row by what they stand for. */
function describer({ fact, project, storedModels }: FactComparison) {
  const pointers = pointersOfLookups(fact.lookups);
  const described = keyDescriber(pointers, project, storedModels);
  return (row: Row, wanted: ExpectedFact | undefined): Row => {
    const names = wanted === undefined ? Object.keys(row) : Object.keys(wanted.values);
    const keys = pointers.map(({ column }) => column);
    return { ...pick(row, names), ...pick(described(row), keys) };
  };
}
