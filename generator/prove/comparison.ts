import type { Project } from '../resolve/project.js';
import { type CombinationMemory, compareCombinations, noCombinations } from './compare-combinations.js';
import { compareCurrentRows } from './compare-current-rows.js';
import { compareDimension, type DimensionMemory, nothingRemembered } from './compare-dimension.js';
import { compareFact } from './compare-fact.js';
import { compareLateEvents } from './compare-late-events.js';
import { keyDescriber, pointersOfDimension } from './described-keys.js';
import { type ExpectedFact, expectedFact } from './expected.js';
import { expectedDimensions } from './expected-dimensions.js';
import type { ReferredKeys } from './expected-members.js';
import type { Finding, Moment } from './finding.js';
import { saidCombinations, withCombinations } from './mini-dimensions.js';
import type { DimensionSubject, FactSubject, Subjects } from './subjects.js';
import type { Told } from './told.js';
import { judgedEvents } from './told-timelines.js';
import type { Row } from './value.js';

/** What the comparisons after earlier loads leave to the next one. */
export interface Comparing {
  readonly dimensionMemory: Map<string, DimensionMemory>;
  readonly factRows: Map<string, ReadonlyMap<string, Row>>;
  /** What an append-only fact had to hold when it saw a row for the first time. */
  readonly firstSeen: Map<string, Map<string, ExpectedFact | undefined>>;
  readonly combinations: Map<string, CombinationMemory>;
  /** The keys that only facts spoke of, by dimension. */
  readonly inferred: Map<string, ReferredKeys>;
}

export const nothingCompared = (): Comparing => ({
  dimensionMemory: new Map(),
  factRows: new Map(),
  firstSeen: new Map(),
  combinations: new Map(),
  inferred: new Map(),
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
  const before = moment.kind === 'full_refresh' ? new Map<string, never>() : comparing.inferred;
  const { keys, inferred } = expectedDimensions(subjects.dimensions, told, before);
  for (const [name, members] of inferred) comparing.inferred.set(name, members);
  const storedModels = (model: string) => stored.get(model) ?? [];
  const findings: Finding[] = [];
  for (const subject of subjects.dimensions) {
    const { dimension } = subject;
    const expected = keys.get(dimension.name) ?? new Map<string, never>();
    const compared = compareDimension({
      ...{ dimension, conventions, expected, moment, at },
      inferred: subject.inferring === 'unknown' ? 'left_out' : 'compared',
      stored: describedRows(subject, project, storedModels),
      memory: comparing.dimensionMemory.get(dimension.name) ?? nothingRemembered(),
    });
    comparing.dimensionMemory.set(dimension.name, compared.memory);
    findings.push(...compared.findings);
    if (dimension.currentModel !== undefined)
      findings.push(
        ...compareCurrentRows({
          ...{ dimension, conventions, moment },
          history: storedModels(dimension.model),
          current: storedModels(dimension.currentModel),
        }),
      );
    if (dimension.late !== undefined && subject.profile === undefined && subject.origin.kind === 'source') {
      const { late } = judgedEvents(subject, subject.origin, told);
      const stored = storedModels(dimension.late.model);
      findings.push(...compareLateEvents({ dimension, late, stored, moment }));
    }
    if (subject.profile !== undefined) {
      const { mini } = subject.profile;
      const combinations = compareCombinations({
        ...{ mini, conventions, moment, at },
        said: saidCombinations(subject, told),
        stored: storedModels(mini.model),
        memory: comparing.combinations.get(mini.name) ?? noCombinations(),
      });
      comparing.combinations.set(mini.name, combinations.memory);
      findings.push(...combinations.findings);
    }
  }
  // Where facts bring in members that are not known, what they find is not known.
  const dimensions = new Map(
    subjects.dimensions.flatMap(({ dimension: { name }, inferring }) =>
      inferring === 'unknown' ? [] : [[name, keys.get(name) ?? new Map<string, never>()] as const],
    ),
  );
  let undecided = [...keys.values()].reduce(
    (sum, own) => sum + [...own.values()].filter(({ rows }) => rows === undefined).length,
    0,
  );
  for (const subject of subjects.facts) {
    const { fact } = subject;
    const expected = remembered(
      subject,
      expectedFact(subject, told, (name) => dimensions.get(name)),
      comparing,
      moment,
    );
    undecided += [...expected.values()].filter((row) => row === undefined).length;
    const compared = compareFact({
      ...{ fact, project, expected, storedModels, moment },
      stored: storedModels(fact.model),
      before: comparing.factRows.get(fact.name) ?? new Map<string, Row>(),
    });
    comparing.factRows.set(fact.name, compared.rows);
    findings.push(...compared.findings);
  }
  return { findings, undecided };
}

/** What a dimension holds, keys of other tables replaced by what they stand for. */
function describedRows(
  { dimension, profile }: DimensionSubject,
  project: Project,
  storedModels: (model: string) => readonly Row[],
): readonly Row[] {
  const rows = storedModels(dimension.model);
  if (profile !== undefined) return withCombinations(rows, profile.mini, storedModels(profile.mini.model));
  return rows.map(keyDescriber(pointersOfDimension(dimension), project, storedModels));
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
