import type { Project } from '../resolve/project.js';
import type { Delivery } from './cell.js';
import type { Chance } from './chance.js';
import type { Domain } from './column-classes.js';
import { groupBy } from './group-by.js';
import { daysAfter } from './instants.js';
import type { SourcePlan } from './source-plan.js';
import { type Stage, story, truncates } from './stories.js';
import { identity, type Row } from './value.js';
import { valueOf } from './cell.js';

/** Those at which histories happen as well, so that a fact may fall on the instant at which a version begins. */
const timesOfDay = ['00:00:00.000000', '12:30:00.000000', '23:59:59.999999'];

/** When things happen and when they are loaded: inside the calendars, as far as the project has any. */
export function times(project: Project, loads: number): Pick<Stage, 'instants' | 'loadTimes'> {
  const starts = project.calendars.map(({ start }) => start).sort();
  const start = starts.at(-1) ?? '2024-01-01';
  const day = (number: number) => daysAfter(start, number).slice(0, 10);
  return {
    instants: [40, 41, 55, 70, 71, 88, 100, 125].map(
      (number, index) => `${day(number)} ${timesOfDay[index % timesOfDay.length]}`,
    ),
    // The second comes a day after the first, the third after a while, at an odd instant.
    loadTimes: Array.from({ length: loads }, (_, index) =>
      daysAfter(
        start,
        60 + index * 15 - (index === 1 ? 14 : 0),
        index === 2 ? '06:00:00.123456' : '06:00:00.000000',
      ),
    ),
  };
}

/** What all source tables are brought, for as many keys as asked for. */
export function scene(
  plans: readonly SourcePlan[],
  time: Pick<Stage, 'instants' | 'loadTimes'>,
  chance: Chance,
): Delivery[] {
  const stage: Stage = { ...time, sizeOf: domainSizes(plans) };
  return plans.flatMap((plan) => {
    const stories = Array.from({ length: plan.keys }, (_, number) => story(plan, number, stage, chance));
    const all = [...stories.flat(), ...truncates(plan, stage, chance)];
    const told = plan.rules.scope === undefined ? all : partly(all, plan.rules.scope, stage, chance);
    return chance.shuffled(told);
  });
}

/** How many things each domain has: as many as the largest table about them has keys. */
function domainSizes(plans: readonly SourcePlan[]): (domain: Domain) => number {
  const sizes = new Map<string, number>();
  for (const { table, columns, keys, turn } of plans) {
    const own = table.key.flatMap((name) => {
      const source = columns.find((column) => column.name === name)?.source;
      return source?.kind === 'key' ? [source.domain] : [];
    });
    own.forEach((domain, index) => {
      const size = index === 0 ? Math.ceil((keys * turn.step) / 2 ** (own.length - 1)) : 2;
      sizes.set(domain.id, Math.max(size, sizes.get(domain.id) ?? 0));
    });
  }
  const most = Math.max(...plans.map(({ keys }) => keys), 1);
  // Things that no table is about have several rows each.
  return ({ id }) => sizes.get(id) ?? Math.max(4, Math.ceil(most / 3));
}

/** Loads that bring some partitions only. */
function partly(
  deliveries: readonly Delivery[],
  scope: readonly string[],
  stage: Stage,
  chance: Chance,
): Delivery[] {
  const partition = ({ row }: Delivery) =>
    identity(Object.fromEntries(scope.map((name) => [name, valueOf(row[name])])) satisfies Row, scope);
  const partitions = [...new Set(deliveries.map(partition))].sort();
  const brought = stage.loadTimes.map(() => {
    const some = chance.shuffled(partitions).slice(chance.below(Math.ceil(partitions.length / 2)));
    return new Set(some);
  });
  return [...groupBy(deliveries, ({ load }) => load)].flatMap(([load, own]) =>
    own.filter((delivery) => brought[load]?.has(partition(delivery)) === true),
  );
}
