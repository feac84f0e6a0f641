import type { BlueprintOf } from '../parse/blueprint.js';
import { calendarColumns } from './calendar-columns.js';
import type { ResolveContext } from './context.js';
import { at, locationOf, type Place } from './place.js';
import type { Calendar, Column, Member } from './project.js';
import { resolvePhysical } from './physical.js';
import { resolveQuality } from './quality.js';

const day = 24 * 60 * 60 * 1000;
/** About 274 years: BigQuery makes arrays of dates in memory, Snowflake's generator is asked for as many rows. */
const mostDays = 100_000;

export function resolveCalendar(
  blueprint: BlueprintOf<'calendar'>,
  members: readonly Member[],
  context: ResolveContext,
): Calendar | undefined {
  const { value, locate } = blueprint;
  const root: Place = { locate, path: [] };
  const { start, end } = value;
  if (start === undefined || end === undefined) return undefined;
  const days = Math.round((Date.parse(end) - Date.parse(start)) / day) + 1;
  if (days < 1) {
    context.findings.add('DG540', { start, end }, locationOf(at(root, 'end')), {
      expected: `a date from ${start} on`,
      related: [{ message: 'it starts here', location: locationOf(at(root, 'start')) }],
    });
    return undefined;
  }
  if (days > mostDays) {
    context.findings.add('DG541', { days, limit: mostDays }, locationOf(at(root, 'end')));
    return undefined;
  }
  const key = context.names.key(value.calendar);
  const [month, monthDay] = (value.fiscal?.starts ?? '01-01').split('-').map(Number) as [number, number];
  const calendar = {
    name: value.calendar,
    model: context.names.dimension(value.calendar),
    key,
    description: value.description ?? `Calendar days from ${start} to ${end}`,
    start,
    end,
    ...(value.fiscal === undefined ? {} : { fiscal: { month, day: monthDay } }),
    weekStarts: value.week_starts,
    members,
    location: locationOf(at(root, 'calendar')),
  };
  const columns: Column[] = calendarColumns(calendar)
    .filter((column) => column.role !== 'intermediate')
    .map(({ name, type }) => ({ name, type, notNull: false }));
  return {
    ...calendar,
    physical: resolvePhysical(value.physical, at(root, 'physical'), columns, context),
    quality: resolveQuality(value, value.calendar, root, columns, context),
  };
}
