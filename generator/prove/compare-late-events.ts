import type { Dimension } from '../resolve/project.js';
import type { Finding, Moment } from './finding.js';
import { groupBy } from './group-by.js';
import type { Event } from './oracle/event.js';
import { identity, pick, type Row } from './value.js';

export interface LateEventsComparison {
  readonly dimension: Dimension;
  /** The events that were late. */
  readonly late: readonly Event[];
  /** The rows of the model that has them. */
  readonly stored: readonly Row[];
  readonly moment: Moment;
}

/**
 * Compares what a dimension sets aside with the events that came too late. An event that one load brought twice may
 * be there twice, and what a row says that deletes its key counts for nothing.
 */
export function compareLateEvents({ dimension, late, stored, moment }: LateEventsComparison): Finding[] {
  const { from, name } = dimension;
  const model = dimension.late?.model;
  if (from.form === 'states' || model === undefined) return [];
  const naturalKey = dimension.naturalKey.map((column) => column.name);
  const instant = from.eventAt?.name ?? '';
  const asTold = (values: Row, at: string, isDelete: boolean): Row => ({
    ...pick(values, isDelete ? naturalKey : from.columns.map((column) => column.name)),
    [instant]: at,
    ...(from.isDeleted === undefined ? {} : { [from.isDeleted]: String(isDelete) }),
  });
  const told = late.map(({ values, at, isDelete }) => asTold(values, at, isDelete));
  const kept = stored.map((row) =>
    asTold(row, row[instant] ?? '', from.isDeleted !== undefined && row[from.isDeleted] === 'true'),
  );
  const expected = groupBy(told, (row) => identity(row, naturalKey));
  const found = groupBy(kept, (row) => identity(row, naturalKey));
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((id): Finding[] => {
    const wanted = expected.get(id) ?? [];
    const present = found.get(id) ?? [];
    if (JSON.stringify(texts(wanted)) === JSON.stringify(texts(present))) return [];
    return [
      {
        ...{ kind: 'dimension', name, moment },
        key: pick(wanted[0] ?? present[0] ?? {}, naturalKey),
        problem: `${model} does not hold the events that came too late`,
        expected: wanted,
        found: present,
      },
    ];
  });
}

function texts(rows: readonly Row[]): string[] {
  const entries = (row: Row) => Object.entries(row).sort(([left], [right]) => (left < right ? -1 : 1));
  return [...new Set(rows.map((row) => JSON.stringify(entries(row))))].sort();
}
