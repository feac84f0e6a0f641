import type { Conventions, Dimension } from '../resolve/project.js';
import type { ExpectedKeys } from './expected.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import { isFlagged } from './reading.js';
import { identity, pick, type Row } from './value.js';

/** The rows that stand for unknown and the like; they are nobody's history. */
export const reservedKeys: ReadonlyMap<string, 'unknown' | 'not_applicable' | 'not_yet'> = new Map([
  ['-1', 'unknown'],
  ['-2', 'not_applicable'],
  ['-3', 'not_yet'],
]);

/** What is remembered of a dimension from one comparison to the next. */
export interface DimensionMemory {
  /** The rows as they were, by surrogate key. */
  readonly rows: ReadonlyMap<string, Row>;
  /** The natural key and start of a version that each surrogate key ever stood for, and the other way round. */
  readonly meanings: Map<string, string>;
  readonly keys: Map<string, string>;
}

export const nothingRemembered = (): DimensionMemory => ({
  rows: new Map(),
  meanings: new Map(),
  keys: new Map(),
});

export interface DimensionComparison {
  readonly dimension: Dimension;
  readonly conventions: Conventions;
  readonly expected: ExpectedKeys;
  /** The rows that the table holds. */
  readonly stored: readonly Row[];
  readonly memory: DimensionMemory;
  readonly moment: Moment;
  /** The time of the load. */
  readonly at: string;
}

/** Compares what a dimension holds with what it has to hold, key by key. */
export function compareDimension(comparison: DimensionComparison): {
  findings: Finding[];
  memory: DimensionMemory;
} {
  const { dimension, conventions, expected, stored, memory, moment } = comparison;
  const naturalKey = dimension.naturalKey.map(({ name }) => name);
  const columns = comparedColumns(dimension, conventions);
  const own = stored.filter((row) => !reservedKeys.has(row[dimension.key] ?? ''));
  const storedKeys = groupBy(own, (row) => identity(row, naturalKey));
  const findings: Finding[] = [];
  const tell = (key: Row, problem: string, wanted: readonly Row[], found: readonly Row[]): void => {
    findings.push({
      kind: 'dimension',
      name: dimension.name,
      key,
      moment,
      problem,
      expected: wanted.map((row) => pick(row, columns)),
      found: found.map((row) => pick(row, columns)),
    });
  };
  for (const id of new Set([...expected.keys(), ...storedKeys.keys()])) {
    const wanted = expected.get(id);
    const found = storedKeys.get(id) ?? [];
    const key = wanted?.key ?? pick(found[0] ?? {}, naturalKey);
    if (wanted !== undefined && wanted.rows === undefined) continue;
    const rows = wanted?.rows ?? [];
    if (!sameRows(rows, found, columns)) {
      tell(key, 'the rows are not what the events say', rows, found);
      continue;
    }
    const wrongKey = found.find((row) => !isKeyOfItsOwn(row, dimension, conventions, memory));
    if (wrongKey !== undefined) tell(key, 'a surrogate key changed, or stands for two versions', rows, found);
    const wrongTime = found.find((row) => !isLoadedWhenItChanged(row, columns, comparison));
    if (wrongTime !== undefined)
      tell(
        key,
        `a row says that it changed at ${wrongTime[conventions.loadedAt]}, the load is ${comparison.at}`,
        rows,
        found,
      );
  }
  return {
    findings,
    memory: { ...memory, rows: new Map(own.map((row) => [row[dimension.key] ?? '', row])) },
  };
}

/** The columns of a dimension that events decide about. */
export function comparedColumns(dimension: Dimension, conventions: Conventions): string[] {
  const { validFrom, validTo, isCurrent } = conventions;
  return [
    ...dimension.naturalKey.map(({ name }) => name),
    ...dimension.attributes.flatMap(({ name, companion }) => [
      name,
      ...(companion === undefined ? [] : [companion.name]),
    ]),
    ...(dimension.versioned ? [validFrom, validTo, isCurrent] : []),
    ...(isFlagged(dimension) ? ['is_deleted'] : []),
  ];
}

function sameRows(left: readonly Row[], right: readonly Row[], columns: readonly string[]): boolean {
  const texts = (rows: readonly Row[]) => rows.map((row) => identity(row, columns)).sort();
  return left.length === right.length && JSON.stringify(texts(left)) === JSON.stringify(texts(right));
}

/** A key stands for one natural key and one start of a version, from the first load to the last. */
function isKeyOfItsOwn(
  row: Row,
  dimension: Dimension,
  { validFrom }: Conventions,
  { meanings, keys }: DimensionMemory,
): boolean {
  const key = row[dimension.key] ?? '';
  const meaning = versionIdentity(row, dimension, validFrom);
  const isSame = (meanings.get(key) ?? meaning) === meaning && (keys.get(meaning) ?? key) === key;
  meanings.set(key, meaning);
  keys.set(meaning, key);
  return isSame;
}

/** What tells a row of a dimension from all others. */
export function versionIdentity(row: Row, dimension: Dimension, validFrom: string): string {
  const names = dimension.naturalKey.map(({ name }) => name);
  return identity(row, dimension.versioned ? [...names, validFrom] : names);
}

/** A row has this load's time where it differs from what was there before, and keeps its own where it doesn't. */
function isLoadedWhenItChanged(
  row: Row,
  columns: readonly string[],
  { dimension, conventions, memory, moment, at }: DimensionComparison,
): boolean {
  // A full refresh writes every row anew.
  if (moment.kind === 'full_refresh') return true;
  const before = memory.rows.get(row[dimension.key] ?? '');
  const isSame = before !== undefined && identity(before, columns) === identity(row, columns);
  return row[conventions.loadedAt] === (isSame ? before[conventions.loadedAt] : at);
}
