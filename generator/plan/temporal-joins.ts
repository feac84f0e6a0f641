import type { Column, DatedRelation, EventRelation, TemporalJoin } from '../resolve/project.js';
import { over, select, type SelectJoin } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { prepareEvents } from './event-steps.js';
import { instant } from './instants.js';
import { instantsOfSides } from './instants-of-sides.js';
import { type Step, step } from './step.js';

/**
 * Rows of one table with what others said at each instant. Each side is made into states that reach to the next one of
 * their key; the instants of a row are its own and those at which something changed that it pointed to then.
 */
export interface JoinedInTime {
  /** The states of one relation over time, by the relation's alias. */
  readonly statesOf: ReadonlyMap<string, readonly Step[]>;
  /** The CTEs that end in `instants`: the key and `_event_at`. */
  readonly instants: readonly Step[];
  /** What a column of an import goes by in the select that joins everything to `instants`. */
  readonly names: ReadonlyMap<string, string>;
  /** How the row's own states are joined to `instants`. */
  readonly main: SelectJoin;
  /** How each joined side is, by its alias. */
  readonly joined: ReadonlyMap<string, SelectJoin>;
}

/** The CTE with the states of a relation, one per key and instant. */
function overTime({ alias }: EventRelation): string {
  return `${alias}_over_time`;
}

/**
 * @param main the side that brings the keys
 * @param joins in the order in which they may build on each other
 * @param columnsOf the columns of a relation that are read, whichever import reads them
 */
export function joinInTime(
  main: DatedRelation,
  joins: readonly TemporalJoin[],
  columnsOf: (relation: EventRelation) => readonly Column[],
  context: PlanContext,
): JoinedInTime {
  const sides = new Map([main, ...joins.map(({ relation }) => relation)].map((side) => [side.alias, side]));
  const own = overTime(main);
  const names = new Map([[main.alias, own]]);
  for (const { alias, relation } of joins)
    names.set(alias, alias === relation.alias ? overTime(relation) : alias);
  const nameOf = (alias: string) => names.get(alias) ?? alias;
  const statesOf = new Map(
    [...sides].map(([alias, side]) => [alias, statesOverTime(side, columnsOf(side), context)] as const),
  );
  return {
    statesOf,
    instants: instantSteps(main, joins, nameOf),
    names,
    main: {
      kind: 'inner',
      relation: own,
      on: [
        ...main.key.map((name) => `instants.${name} = ${own}.${name}`),
        ...holds(own, 'instants._event_at', 'instant'),
      ],
    },
    joined: new Map(
      joins.map((join) => [
        join.alias,
        {
          kind: 'left',
          relation: overTime(join.relation),
          on: [
            ...pairs(join, nameOf),
            ...holds(nameOf(join.alias), 'instants._event_at', 'instant'),
            ...isAlive(join.relation, nameOf(join.alias)),
          ],
        },
      ]),
    ),
  };
}

/** The last event of each key and instant, and until when it holds. */
function statesOverTime(side: DatedRelation, columns: readonly Column[], context: PlanContext): Step[] {
  const { key, eventAt, isDeleted } = side;
  const prepared = prepareEvents(side, key, columns, context, `_of_${side.alias}`);
  const ranked = `${overTime(side)}_ranked`;
  const newest = prepared.newestFirst(true);
  const names = [...key, ...columns.map(({ name }) => name).filter((name) => !key.includes(name))];
  const marks = isDeleted === undefined ? [] : [isDeleted];
  const at = instant(eventAt, eventAt.name, context);
  return [
    ...prepared.steps,
    step(
      ranked,
      select({
        columns: [
          ...new Set([...names, eventAt.name, ...marks]),
          `${over('row_number()', [...key, eventAt.name], newest.length === 0 ? key : newest)} as _recency`,
        ],
        from: prepared.from,
      }),
    ),
    step(
      overTime(side),
      select({
        columns: [
          ...names,
          at === '_event_at' ? at : `${at} as _event_at`,
          `${over(`lead(${at})`, key, [eventAt.name])} as _until`,
          ...marks,
        ],
        from: ranked,
        where: ['_recency = 1'],
      }),
      'What each key said, from when on, and until when.',
    ),
  ];
}

function instantSteps(
  main: DatedRelation,
  joins: readonly TemporalJoin[],
  nameOf: (alias: string) => string,
): Step[] {
  const own = overTime(main);
  return instantsOfSides(
    [
      select({ columns: [...main.key, '_event_at'], from: own }),
      ...joins.map((join) =>
        select({
          columns: [...main.key.map((name) => `${own}.${name}`), `${nameOf(join.alias)}._event_at`],
          from: own,
          joins: pathTo(join, joins).map((side) => ({
            kind: 'inner' as const,
            relation: imported(side, nameOf),
            on: [
              ...pairs(side, nameOf, 'key'),
              ...(side === join ? [main.alias, ...aliasesBefore(join, joins)] : []).flatMap((alias) =>
                holds(nameOf(alias), `${nameOf(join.alias)}._event_at`, 'state'),
              ),
            ],
          })),
          where: [main, ...pathTo(join, joins).slice(0, -1)].flatMap((side) =>
            'relation' in side ? isAlive(side.relation, nameOf(side.alias)) : isAlive(side, own),
          ),
        }),
      ),
    ],
    main.key,
    'A row changes with its own events, and with those of what it points to at that time.',
  );
}

/** The joins through which a row reaches a side, that side the last of them. */
function pathTo(join: TemporalJoin, joins: readonly TemporalJoin[]): TemporalJoin[] {
  const needed = new Set([join]);
  for (const side of [...joins].reverse()) {
    if (!needed.has(side)) continue;
    for (const { here } of side.on) {
      const before = joins.find(({ alias }) => alias === here.qualifier);
      if (before !== undefined) needed.add(before);
    }
  }
  return joins.filter((side) => needed.has(side));
}

function aliasesBefore(join: TemporalJoin, joins: readonly TemporalJoin[]): string[] {
  return pathTo(join, joins)
    .filter((side) => side !== join)
    .map(({ alias }) => alias);
}

function imported({ alias, relation }: TemporalJoin, nameOf: (alias: string) => string): string {
  const cte = overTime(relation);
  return nameOf(alias) === cte ? cte : `${cte} as ${nameOf(alias)}`;
}

/**
 * What the other side is found by. Its other columns may change, so an event is looked for by `key` alone: also the
 * one with which a row stops being found says something.
 */
function pairs(
  { alias, relation, on }: TemporalJoin,
  nameOf: (alias: string) => string,
  by: 'all' | 'key' = 'all',
): string[] {
  return on
    .filter(({ there }) => by === 'all' || relation.key.includes(there))
    .map(({ here, there }) => `${nameOf(here.qualifier)}.${here.name} = ${nameOf(alias)}.${there}`);
}

/**
 * That a state holds at an instant.
 *
 * @param earlier which of the two a join has read before: a comparison begins with it
 */
function holds(states: string, at: string, earlier: 'instant' | 'state'): string[] {
  const [since, until] = [`${states}._event_at`, `${states}._until`];
  return earlier === 'instant'
    ? [`${at} >= ${since}`, `(${until} is null or ${at} < ${until})`]
    : [`${since} <= ${at}`, `(${until} is null or ${until} > ${at})`];
}

function isAlive({ isDeleted }: EventRelation, states: string): string[] {
  return isDeleted === undefined ? [] : [`not ${states}.${isDeleted}`];
}
