import type { Cell, CellRow, Delivery } from './cell.js';
import type { Chance } from './chance.js';
import { daysAfter } from './instants.js';
import { keyCapacity, keyPeriod } from './painful-values.js';
import type { SourcePlan } from './source-plan.js';
import type { Value } from './value.js';

/** How many smaller histories are tried in one go: each is a natural key of its own, so they share the runs of dbt. */
const most = 600;

/** Histories that say less than this one: without some of its rows. */
export function withFewerRows(rows: readonly Delivery[], chance: Chance): Delivery[][] {
  const count = rows.length;
  const masks = new Set<string>();
  const add = (isKept: (index: number) => boolean): void => {
    const mask = rows.map((_, index) => (isKept(index) ? '1' : '0')).join('');
    if (mask.includes('1')) masks.add(mask);
  };
  add(() => true);
  if (count <= 9) {
    for (let bits = 1; bits < 2 ** count; bits += 1) add((index) => (bits & (1 << index)) !== 0);
  } else {
    for (let gone = 0; gone < count; gone += 1) add((index) => index !== gone);
    // The fewer are left the better, but the likelier it is that what matters is gone.
    while (masks.size < most) {
      const share = chance.pick([0.15, 0.3, 0.5, 0.7, 0.85]);
      add(() => chance.happens(share));
    }
  }
  return [...masks]
    .sort((left, right) => ones(left) - ones(right))
    .slice(0, most)
    .map((mask) => rows.filter((_, index) => mask[index] === '1'));
}

function ones(mask: string): number {
  return mask.replaceAll('0', '').length;
}

/** Histories with plainer values than this one's, one column at a time and all at once. */
export function withPlainerValues(rows: readonly Delivery[], plans: readonly SourcePlan[]): Delivery[][] {
  const columns = [...new Set(rows.map(({ table }) => table))].flatMap((table) =>
    (plans.find(({ name }) => name === table)?.columns ?? []).flatMap(({ name, source }) =>
      source.kind === 'value' ? [{ table, name, values: source.values }] : [],
    ),
  );
  const plain = (chosen: typeof columns): Delivery[] =>
    rows.map((delivery) => {
      const own = chosen.filter(({ table }) => table === delivery.table);
      const changes = own.map(({ name, values }): [string, Value] => [name, plainest(values)]);
      return { ...delivery, row: { ...delivery.row, ...Object.fromEntries(changes) } };
    });
  const first = Math.min(...rows.map(({ load }) => load));
  const earlier = rows.map((delivery) => ({ ...delivery, load: delivery.load - first }));
  const histories = [
    [...rows],
    earlier,
    plain(columns),
    ...columns.map((column) => plain(columns.filter((candidate) => candidate !== column))),
    ...columns.map((column) => plain([column])),
  ];
  return [...histories, ...histories.map((history) => onPlainDays(history, plans))];
}

/** The same with instants at midnight, in their order. */
function onPlainDays(rows: readonly Delivery[], plans: readonly SourcePlan[]): Delivery[] {
  const dated = new Map(
    plans.flatMap(({ name, table }) =>
      table.changedAt === undefined ? [] : [[name, table.changedAt] as const],
    ),
  );
  const instantOf = ({ table, row }: Delivery) => row[dated.get(table) ?? ''];
  const instants = [...new Set(rows.map(instantOf).filter((cell) => typeof cell === 'string'))].sort();
  return rows.map((delivery) => {
    const column = dated.get(delivery.table);
    const instant = instantOf(delivery);
    if (column === undefined || typeof instant !== 'string') return delivery;
    const day = daysAfter('2024-01-01', instants.indexOf(instant)).slice(0, instant.length);
    return { ...delivery, row: { ...delivery.row, [column]: day } };
  });
}

function plainest(values: readonly Value[]): Value {
  if (values.includes(null)) return null;
  return values.find((value) => value === 'a' || value === '0' || value === 'false') ?? values[0] ?? null;
}

/**
 * A history about things of its own: no other candidate speaks of them. Their texts keep their pattern.
 *
 * @param place which candidate it is
 * @param width how many things a candidate speaks of at most
 */
export function aboutOwnThings(rows: readonly Delivery[], place: number, width: number): Delivery[] {
  const numbers = new Map<string, number>();
  const renamed = (cell: Cell): Cell => {
    if (typeof cell !== 'object' || cell === null) return cell;
    // A domain with few values can't tell candidates apart; another column of the key does.
    if (keyCapacity(cell.domain.type) < smallDomain) return cell;
    const id = `${cell.domain.id} ${cell.number}`;
    const known = numbers.get(id) ?? numbers.size;
    numbers.set(id, known);
    const number = (place * width + known) * keyPeriod + (cell.number % keyPeriod);
    return { domain: cell.domain, number };
  };
  return rows.map(({ table, load, row }) => ({
    table,
    load,
    row: Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [name, renamed(cell)]),
    ) satisfies CellRow,
  }));
}

/** How many things a history speaks of. */
export function thingsWidth(rows: readonly Delivery[]): number {
  const things = new Set(
    rows.flatMap(({ row }) =>
      Object.values(row).flatMap((cell) =>
        typeof cell === 'object' && cell !== null ? [`${cell.domain.id} ${cell.number}`] : [],
      ),
    ),
  );
  return Math.max(1, things.size);
}

const smallDomain = 100;

/** How many candidates the domains of a history have room for. */
export function roomFor(rows: readonly Delivery[]): number {
  const capacities = rows.flatMap(({ row }) =>
    Object.values(row).flatMap((cell) =>
      typeof cell === 'object' && cell !== null && keyCapacity(cell.domain.type) >= smallDomain
        ? [keyCapacity(cell.domain.type)]
        : [],
    ),
  );
  const room = Math.min(...capacities, Number.MAX_SAFE_INTEGER);
  return Math.max(1, Math.floor(room / (thingsWidth(rows) * keyPeriod)) - 1);
}
