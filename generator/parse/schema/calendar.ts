import { z } from 'zod';
import { mapping } from './mapping.js';
import { date, monthDay } from './date.js';
import { members } from './dimension.js';
import { physical } from './physical.js';
import { qualityKeys } from './quality.js';
import { name, text } from './text.js';

const holidays = mapping(
  {
    country: text.optional().describe('ISO code of the country'),
    region: text.optional().describe('A part of the country'),
    extra: z
      .array(
        mapping(
          { date: date.describe('The day'), name: text.describe('What it is called') },
          { error: 'a day such as {date: 2024-12-24, name: Christmas Eve}' },
        ),
        { error: 'a list of days' },
      )
      .optional()
      .describe('Days of your own'),
  },
  { error: 'holidays such as {country: US}' },
);

/** A date or time-of-day dimension. */
export const calendar = mapping(
  {
    calendar: name.describe("The calendar's name"),
    description: text.optional().describe('What it is for'),
    grain: z.enum(['day', 'minute', 'month']).default('day').describe('What one row is'),
    of: name.optional().describe('grain month: the calendar whose columns it shares'),
    start: date.optional().describe('The first day'),
    end: date.optional().describe('The last day'),
    fiscal: mapping(
      {
        starts: monthDay.describe('The first day of the fiscal year'),
        pattern: z
          .enum(['months', '445', '454', '544'])
          .default('months')
          .describe('How the fiscal year is cut'),
        week_53: z.enum(['last_saturday', 'nearest_saturday']).optional().describe('Where a 53rd week goes'),
      },
      { error: 'a mapping such as {starts: 02-01}' },
    )
      .optional()
      .describe('The fiscal year'),
    week_starts: z.enum(['monday', 'sunday']).default('monday').describe('The first day of the week'),
    holidays: z
      .array(holidays, { error: 'a list such as [{country: US}]' })
      .optional()
      .describe('Public holidays'),
    members: members.default(['unknown']).describe('Reserved rows; [] is none'),
    physical: physical.prefault({}).describe('How the table lies in the warehouse'),
    ...qualityKeys,
  },
  { error: 'a mapping' },
);

export type CalendarBlueprint = z.output<typeof calendar>;
