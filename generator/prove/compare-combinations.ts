import type { Conventions, MiniDimension } from '../resolve/project.js';
import { reservedKeys } from './described-keys.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import { isKeyOfItsOwn, type KeyMemory, noKeysRemembered } from './key-memory.js';
import { combination } from './pointed-to.js';
import { pick, type Row } from './value.js';

/** What is remembered of a mini-dimension from one comparison to the next. */
export interface CombinationMemory {
  /** The combination that each key ever stood for. */
  readonly keys: KeyMemory;
  /** When each combination was written. */
  readonly written: ReadonlyMap<string, string>;
  /** Combinations that were ever said. */
  readonly said: ReadonlySet<string>;
}

export const noCombinations = (): CombinationMemory => ({
  keys: noKeysRemembered(),
  written: new Map(),
  said: new Set(),
});

export interface CombinationComparison {
  readonly mini: MiniDimension;
  readonly conventions: Conventions;
  /** What events said: values of the attributes, with the natural key that they are about. */
  readonly said: readonly { readonly key: Row; readonly values: Row }[];
  readonly stored: readonly Row[];
  readonly memory: CombinationMemory;
  readonly moment: Moment;
  /** The time of the load. */
  readonly at: string;
}

/**
 * Compares a mini-dimension's rows with the combinations that events said: one row each, under a key of its own. One
 * that turned out never to have been may go or stay.
 */
export function compareCombinations(comparison: CombinationComparison): {
  findings: Finding[];
  memory: CombinationMemory;
} {
  const { mini, conventions, said, stored, memory, moment, at } = comparison;
  const names = mini.attributes.map(({ name }) => name);
  const wanted = new Map(said.map(({ key, values }) => [combination(values, mini), { key, values }]));
  const before = moment.kind === 'full_refresh' ? new Set<string>() : memory.said;
  const own = stored.filter((row) => !reservedKeys.has(row[mini.key] ?? ''));
  const found = groupBy(own, (row) => combination(row, mini));
  const written = new Map([...found].map(([id, [row]]) => [id, row?.[conventions.loadedAt] ?? '']));
  const findings = [...new Set([...wanted.keys(), ...found.keys()])].flatMap((id): Finding[] => {
    const rows = found.get(id) ?? [];
    const problem = problemOf(id, rows);
    if (problem === undefined) return [];
    const expected = wanted.get(id);
    return [
      {
        ...{ kind: 'dimension', name: mini.name, moment, problem },
        key: expected?.key ?? {},
        expected: expected === undefined ? [] : [pick(expected.values, names)],
        found: rows.map((row) => pick(row, names)),
      },
    ];
  });
  return {
    findings,
    memory: { keys: memory.keys, written, said: new Set([...before, ...wanted.keys()]) },
  };

  function problemOf(id: string, rows: readonly Row[]): string | undefined {
    const [row] = rows;
    if (row === undefined) return `${mini.model} lacks a combination that was said`;
    if (!wanted.has(id) && !before.has(id)) return `${mini.model} has a combination that nobody said`;
    if (rows.length > 1) return `${mini.model} has a combination twice`;
    if (!isKeyOfItsOwn(row[mini.key] ?? '', id, memory.keys))
      return `the key of a combination in ${mini.model} changed, or stands for two`;
    const loadedAt = row[conventions.loadedAt];
    return moment.kind === 'full_refresh' || loadedAt === (memory.written.get(id) ?? at)
      ? undefined
      : `a combination in ${mini.model} says that it changed at ${loadedAt ?? 'no time'}, the load is ${at}`;
  }
}
