import type { Project } from '../resolve/project.js';
import { compareDimension, type DimensionMemory, nothingRemembered } from './compare-dimension.js';
import { compareFact } from './compare-fact.js';
import {
  type ExpectedFact,
  expectedDimension,
  expectedFact,
  type ExpectedKeys,
  type Told,
} from './expected.js';
import type { Finding, Moment } from './finding.js';
import type { DimensionSubject, FactSubject, Subjects } from './subjects.js';
import type { Row } from './value.js';

/** What the comparisons after earlier loads leave to the next one. */
export interface Comparing {
  readonly dimensionMemory: Map<string, DimensionMemory>;
  readonly factRows: Map<string, ReadonlyMap<string, Row>>;
  /** What an append-only fact had to hold when it saw a row for the first time. */
  readonly firstSeen: Map<string, Map<string, ExpectedFact | undefined>>;
}

export const nothingCompared = (): Comparing => ({
  dimensionMemory: new Map(),
  factRows: new Map(),
  firstSeen: new Map(),
});

/** Compares all tables after a run with what they have to hold. */
export function compareAll(
  { project, subjects }: { readonly project: Project; readonly subjects: Subjects },
  told: Told,
  stored: ReadonlyMap<string, readonly Row[]>,
  comparing: Comparing,
  moment: Moment,
  at: string,
): { readonly findings: Finding[]; readonly undecided: number } {
  const { conventions } = project;
  const dimensions = new Map<string, ExpectedKeys>();
  const findings: Finding[] = [];
  for (const subject of subjects.dimensions) {
    const { dimension } = subject;
    const expected = expectedDimension(subject, told);
    dimensions.set(dimension.name, expected);
    if (moment.kind === 'full_refresh' && forgets(subject)) continue;
    const compared = compareDimension({
      dimension,
      conventions,
      expected,
      stored: stored.get(dimension.model) ?? [],
      memory: comparing.dimensionMemory.get(dimension.name) ?? nothingRemembered(),
      moment,
      at,
    });
    comparing.dimensionMemory.set(dimension.name, compared.memory);
    findings.push(...compared.findings);
  }
  const storedDimensions = new Map(
    subjects.dimensions.map(({ dimension }) => [dimension.name, stored.get(dimension.model) ?? []]),
  );
  let undecided = [...dimensions.values()].reduce(
    (sum, keys) => sum + [...keys.values()].filter(({ rows }) => rows === undefined).length,
    0,
  );
  for (const subject of subjects.facts) {
    const { fact } = subject;
    if (moment.kind === 'full_refresh' && forgets(subject)) continue;
    const expected = remembered(subject, expectedFact(subject, told, dimensions), comparing, moment);
    undecided += [...expected.values()].filter((row) => row === undefined).length;
    const compared = compareFact({
      fact,
      conventions,
      dimensions: project.dimensions,
      expected,
      stored: stored.get(fact.model) ?? [],
      storedDimensions,
      moment,
      before: comparing.factRows.get(fact.name) ?? new Map<string, Row>(),
    });
    comparing.factRows.set(fact.name, compared.rows);
    findings.push(...compared.findings);
  }
  return { findings, undecided };
}

/** True where only the table itself remembers what a load no longer holds: a full refresh rightly forgets it. */
function forgets(subject: DimensionSubject | FactSubject): boolean {
  const from = subject.kind === 'dimension' ? subject.dimension.from : subject.fact.from;
  if (subject.kind === 'dimension') return from.form === 'states' && subject.dimension.deletes !== 'close';
  return (
    from.form === 'states' && subject.fact.load.deletes !== 'remove' && subject.fact.load.strategy !== 'full'
  );
}

/** What a fact has to hold where it doesn't follow every change of its source. */
function remembered(
  { fact }: FactSubject,
  expected: ReadonlyMap<string, ExpectedFact | undefined>,
  { firstSeen }: Comparing,
  moment: Moment,
): ReadonlyMap<string, ExpectedFact | undefined> {
  if (moment.kind === 'full_refresh') return expected;
  const known = firstSeen.get(fact.name) ?? new Map<string, ExpectedFact | undefined>();
  firstSeen.set(fact.name, known);
  // A dimension's row that changes later, or is gone, may or may not have reached a row that was written before.
  const followed =
    fact.load.strategy === 'append'
      ? []
      : fact.lookups.filter(({ target }) => target.kind === 'calendar' || !target.versioned);
  const asWritten = (row: ExpectedFact): ExpectedFact => ({
    ...row,
    found: Object.fromEntries(followed.map(({ keyColumn }) => [keyColumn, row.found[keyColumn]])),
  });
  if (fact.load.strategy === 'append') {
    const old = [...known].map(([id, row]) => [id, row && asWritten(row)] as const);
    const fresh = [...expected].filter(([id]) => !known.has(id));
    for (const [id, row] of fresh) known.set(id, row);
    return new Map([...old, ...fresh]);
  }
  if (fact.load.rekey === 'follow' || fact.load.strategy !== 'merge') return expected;
  const kept = [...expected].map(([id, row]) => [id, row && known.has(id) ? asWritten(row) : row] as const);
  for (const [id, row] of expected) known.set(id, row);
  return new Map(kept);
}
