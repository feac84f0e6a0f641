import type { Load, Row, TableRules, Value } from './oracle.js';
import type { Chance } from './random.js';

/** Values that tools confuse: null and empty, case, trailing blanks, separators, characters beyond the basic plane. */
const texts: readonly Value[] = [
  null,
  '',
  ' ',
  'a',
  'A',
  'a ',
  'a|b',
  'a|',
  'none',
  'é',
  'e\u0301',
  '😀',
  "it's",
  '1',
  '01',
];
const numbers: readonly Value[] = [null, 0, 1, -1, 2];
const regions: readonly Value[] = ['north', 'North', 'south|', null];

const nothing: Row = {
  k1: null,
  k2: null,
  a: null,
  b: null,
  n: null,
  f: null,
  region: null,
  status: 'real',
  op: null,
  seq: null,
  changed_at: null,
  arrived_at: null,
};

/** Keys of two texts of which several would be one if somebody joined them with a separator. */
function naturalKey(index: number): Row {
  const base = String(Math.floor(index / 8));
  const pairs: readonly (readonly [string, string])[] = [
    [`${base}|x`, 'y'],
    [base, 'x|y'],
    [`${base}|`, '|x|y'],
    [base, ''],
    [`${base} `, ''],
    [`${base}é`, 'Y'],
    [`${base}É`, 'y'],
    [`${base}😀|;`, ';|'],
  ];
  const [k1, k2] = pairs[index % 8] ?? ['', ''];
  return { k1, k2 };
}

/** A few instants around the loads: a microsecond apart, the loads' own, years away. */
function instants(loadTimes: readonly string[], chance: Chance): string[] {
  const day = (): string => `2024-0${1 + chance.below(7)}-${String(1 + chance.below(28)).padStart(2, '0')}`;
  return [
    `${day()} 00:00:00.000000`,
    `${day()} 12:30:00.000000`,
    `${day()} 23:59:59.999999`,
    '2024-04-01 00:00:00.000000',
    '2024-04-01 00:00:00.000001',
    chance.pick(['1899-12-31 23:59:59.999999', '1900-01-01 00:00:00.000000', '2031-01-01 00:00:00.000000']),
    chance.pick(loadTimes),
  ];
}

function values(chance: Chance): Row {
  return {
    a: chance.pick(texts),
    b: chance.pick(texts.slice(0, 6)),
    n: chance.pick(numbers),
    f: chance.pick(texts),
    region: chance.pick(regions),
  };
}

/** What a table holds at each load, for as many keys as asked for. */
export function deliveries(
  table: TableRules,
  loadTimes: readonly string[],
  keys: number,
  chance: Chance,
): Load[] {
  const stories = Array.from({ length: keys }, (_, index) =>
    table.shape === 'snapshot'
      ? snapshotStory(table, naturalKey(index), loadTimes, chance)
      : table.changedAt === undefined
        ? undatedStory(naturalKey(index), loadTimes, chance)
        : datedStory(table, naturalKey(index), loadTimes, chance),
  );
  const everyone = table.operation?.truncate === undefined ? [] : [truncates(loadTimes, chance)];
  const loads = loadTimes.map((at, index): Load => ({
    at,
    rows: chance.shuffled([...stories, ...everyone].flatMap((story) => story[index] ?? [])),
  }));
  if (table.shape === 'log')
    return loads.map(({ at }, index) => ({
      at,
      rows: loads.slice(0, index + 1).flatMap((load) => load.rows),
    }));
  return table.scope === undefined ? loads : loads.map((load) => onlySomeScopes(load, table, chance));
}

/** One key's rows in each snapshot: there or not, as before, changed, corrected, or set back. */
function snapshotStory(table: TableRules, key: Row, loadTimes: readonly string[], chance: Chance): Row[][] {
  const dates = instants(loadTimes, chance);
  const row = (): Row => ({
    ...nothing,
    ...key,
    ...values(chance),
    status: chance.happens(0.1) ? chance.pick(['test', null]) : 'real',
    changed_at: chance.pick(dates),
  });
  let current = row();
  const absence = chance.pick([0, 0.1, 0.4]);
  return loadTimes.map(() => {
    if (chance.happens(0.5)) {
      const next = row();
      current = chance.pick([
        next,
        { ...next, status: 'real' },
        { ...current, changed_at: next['changed_at'] ?? null },
        { ...next, changed_at: current['changed_at'] ?? null },
        { ...current, n: next['n'] ?? null },
      ]);
    }
    return table.filter === undefined && chance.happens(absence) ? [] : [current];
  });
}

function undatedStory(key: Row, loadTimes: readonly string[], chance: Chance): Row[][] {
  const told: Row[] = [];
  return loadTimes.map(() => {
    const rows = Array.from({ length: chance.pick([0, 0, 1, 1, 2, 3]) }, (_, index): Row => ({
      ...nothing,
      ...key,
      ...values(chance),
      seq: index,
    }));
    // Of what is told again only one row at a time, or nothing would order two of them.
    const again = rows.length === 0 && told.length > 0 && chance.happens(0.5) ? [chance.pick(told)] : [];
    told.push(...rows);
    return [...rows, ...again];
  });
}

/** Events in business time, each delivered by any load, some of them more than once. */
function datedStory(table: TableRules, key: Row, loadTimes: readonly string[], chance: Chance): Row[][] {
  const dates = instants(loadTimes, chance);
  const deletes = table.operation?.delete ?? [];
  const loads: Row[][] = loadTimes.map(() => []);
  const taken = new Map<string, number>();
  let sequence = chance.below(100);
  // Where only their arrival orders two states of an instant, one of them told again would be one more of them.
  const isContested = !(table.shape === 'log' && table.loadedAt === undefined) && chance.happens(0.5);
  for (let index = chance.below(8); index >= 0; index -= 1) {
    const at = chance.pick(dates);
    const isDelete = deletes.length > 0 && chance.happens(0.25);
    const isDropped = table.filter !== undefined && chance.happens(0.15);
    const row: Row = {
      ...nothing,
      ...key,
      ...(isDelete && chance.happens(0.5) ? {} : values(chance)),
      ...(table.nullsAreUnsent === true
        ? Object.fromEntries(
            ['a', 'b', 'n', 'f'].filter(() => chance.happens(0.5)).map((name) => [name, null]),
          )
        : {}),
      status: isDropped ? chance.pick(['test', null]) : 'real',
      op: isDelete ? chance.pick(deletes) : deletes.length === 0 ? null : chance.pick(['I', 'U', null]),
      changed_at: at,
    };
    let load = chance.below(loadTimes.length);
    const isEnd = isDelete || isDropped;
    if (table.sequence !== undefined) {
      // A delete may share its number with the state that it ends.
      const shared = isEnd && chance.happens(0.2);
      sequence += shared ? 0 : chance.pick([1, 2, -1000]);
      const place = `${at} ${sequence} ${isEnd}`;
      if (taken.has(place)) continue;
      taken.set(place, load);
      deliver({ ...row, seq: sequence }, load, true);
      continue;
    }
    // Without a sequence two states of one instant are ordered by when they came: the later one corrects the earlier.
    const place = `${at} ${isEnd}`;
    const before = taken.get(place);
    if (before !== undefined && !isEnd) {
      if (!isContested || before + 1 >= loadTimes.length) continue;
      load = before + 1 + chance.below(loadTimes.length - before - 1);
    }
    taken.set(place, load);
    deliver(row, load, !isContested);
  }
  return loads;

  function deliver(row: Row, load: number, mayRepeat: boolean): void {
    const arrived = (at: number): Row => ({
      ...row,
      arrived_at: table.loadedAt === undefined ? null : (loadTimes[at] ?? null),
    });
    loads[load]?.push(arrived(load));
    if (chance.happens(0.15)) loads[load]?.push(arrived(load));
    if (!mayRepeat || !chance.happens(0.3)) return;
    const again = chance.below(loadTimes.length);
    loads[again]?.push(arrived(again));
  }
}

function truncates(loadTimes: readonly string[], chance: Chance): Row[][] {
  const row = (at: string, index: number): Row => ({ ...nothing, op: 'T', seq: index * 5, changed_at: at });
  return loadTimes.map((at, index) =>
    index === 0
      ? []
      : [
          {
            ...row(chance.pick(['2024-04-01 00:00:00.000000', '2024-03-10 00:00:00.000000', at]), index),
            arrived_at: at,
          },
        ],
  );
}

/** A load that brings some partitions only. */
function onlySomeScopes(load: Load, table: TableRules, chance: Chance): Load {
  const brought = chance.shuffled(regions).slice(chance.below(3));
  return { ...load, rows: load.rows.filter((row) => brought.includes(row[table.scope?.[0] ?? ''] ?? null)) };
}
