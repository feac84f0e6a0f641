import type { LogicalType } from '../../dialects/logical-type.js';
import type { Relation } from '../resolve/project.js';
import { deliveredEvents, type Load } from './oracle/deliveries.js';
import type { Event } from './oracle/event.js';
import { identity, pick, type Row } from './value.js';

/** The events that an intermediate tells of, as it stands after the last load; a relation of states by what it held. */
export function eventsOfRelation(
  relation: Relation,
  key: readonly string[],
  loads: readonly Load[],
): { readonly events: Event[]; readonly sequence: readonly LogicalType[] } {
  if (relation.form === 'states') {
    const columns = [...new Set(loads.flatMap(({ rows }) => Object.keys(rows[0] ?? {})))];
    const rules = { shape: 'snapshot' as const, key, columns, sequence: [], carried: [] };
    return { events: deliveredEvents(rules, loads), sequence: [] };
  }
  const rows = loads.at(-1)?.rows ?? [];
  const { eventAt, sequence, isDeleted, deliveredAt, truncate } = relation;
  const events = rows.map((row): Event => {
    const at = eventAt === undefined ? '' : (row[eventAt.name] ?? '');
    return {
      key: pick(row, relation.key),
      at: eventAt?.type.kind === 'date' ? `${at} 00:00:00.000000` : at,
      sequence: sequence.map(({ name }) => row[name] ?? null),
      isDelete: isDeleted !== undefined && row[isDeleted] === 'true',
      load: deliveredAt === undefined ? '' : (row[deliveredAt] ?? ''),
      values: row,
    };
  });
  const types = sequence.map(({ type }) => type);
  if (truncate === undefined) return { events, sequence: types };
  const words = truncate.values.map(String);
  const isTruncate = ({ values }: Event) => words.includes(values[truncate.column] ?? '');
  const own = events.filter((event) => !isTruncate(event));
  const known = new Map(
    own.map((event: Event): [string, Row] => [identity(event.key, relation.key), event.key]),
  );
  const ends = events.filter(isTruncate).flatMap((event) =>
    [...known.values()].map((id): Event => ({
      ...event,
      key: id,
      isDelete: true,
      values: { ...event.values, ...id },
    })),
  );
  return { events: [...own, ...ends], sequence: types };
}
