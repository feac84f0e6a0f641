import type { Conventions, Dimension } from '../resolve/project.js';
import { pointersOfDimension, reservedKeys } from './described-keys.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import { keyMeaning } from './key-meaning.js';
import { isKeyOfItsOwn, type KeyMemory, noKeysRemembered } from './key-memory.js';
import { inferredColumn } from './oracle/inferred-row.js';
import { isFlagged } from './reading.js';
import type { ExpectedKeys } from './told.js';
import { identity, pick, type Row } from './value.js';

/** What is remembered of a dimension from one comparison to the next. */
export interface DimensionMemory {
  /** The rows as they were, by surrogate key. */
  readonly rows: ReadonlyMap<string, Row>;
  /** The natural key and start of a version that each surrogate key ever stood for. */
  readonly versions: KeyMemory;
  /** The natural key that each durable key ever stood for. */
  readonly lives: KeyMemory;
}

export const nothingRemembered = (): DimensionMemory => ({
  rows: new Map(),
  versions: noKeysRemembered(),
  lives: noKeysRemembered(),
});

export interface DimensionComparison {
  readonly dimension: Dimension;
  readonly conventions: Conventions;
  readonly expected: ExpectedKeys;
  /** Whether it is known which members facts bring into it. */
  readonly inferred: 'compared' | 'left_out';
  /** The rows that the table holds, keys of other tables in them replaced by what they stand for. */
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
  const isCompared = (row: Row) => comparison.inferred === 'compared' || row[inferredColumn] !== 'true';
  const naturalKey = dimension.naturalKey.map(({ name }) => name);
  const columns = provenColumns(dimension, conventions);
  const own = stored.filter((row) => !reservedKeys.has(row[dimension.key] ?? '') && isCompared(row));
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
    const isOwnKey = (row: Row) => {
      const meaning = keyMeaning(row, found, dimension, conventions);
      return meaning === undefined || isKeyOfItsOwn(row[dimension.key] ?? '', meaning, memory.versions);
    };
    if (!found.every(isOwnKey)) tell(key, 'a surrogate key changed, or stands for two versions', rows, found);
    const { durableKey } = dimension;
    const isOwnLife = (row: Row) =>
      durableKey === undefined ||
      isKeyOfItsOwn(row[durableKey] ?? '', identity(row, naturalKey), memory.lives);
    if (!found.every(isOwnLife))
      tell(key, 'a durable key changed, or stands for two natural keys', rows, found);
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

/** The columns that are compared: those that events decide about, keys of other tables, and what facts decide about. */
export function provenColumns(dimension: Dimension, conventions: Conventions): string[] {
  return [
    ...comparedColumns(dimension, conventions),
    ...pointersOfDimension(dimension).map(({ column }) => column),
    ...(dimension.inference === undefined ? [] : [inferredColumn]),
  ];
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

/** Whether these are the same rows, in any order, as far as these columns say. */
export function sameRows(left: readonly Row[], right: readonly Row[], columns: readonly string[]): boolean {
  const texts = (rows: readonly Row[]) => rows.map((row) => identity(row, columns)).sort();
  return left.length === right.length && JSON.stringify(texts(left)) === JSON.stringify(texts(right));
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
