import { describe, expect, test } from 'vitest';
import { isCalendarDate, isMonthDay, isTimestampText } from '../../generator/sql/calendar-date.js';
import { parseDuration } from '../../generator/parse/duration.js';
import {
  isTypeProblem,
  logicalTypeNames,
  logicalTypeText,
  parseLogicalType,
} from '../../generator/sql/logical-type.js';

describe('types', () => {
  test.each([
    ...logicalTypeNames.filter((name) => name !== 'decimal'),
    'string(20)',
    'decimal(38,38)',
    'decimal(1,0)',
  ])('%s', (text) => {
    const type = parseLogicalType(text);
    expect(isTypeProblem(type)).toBe(false);
    expect(!isTypeProblem(type) && logicalTypeText(type)).toBe(text);
  });

  test('blanks inside of the brackets do not matter', () => {
    expect(parseLogicalType('decimal( 12 , 2 )')).toEqual({ kind: 'decimal', precision: 12, scale: 2 });
  });

  test.each([
    ['decimal', 'decimal(18,2)'],
    ['decimal(39,2)', 'decimal(38,2)'],
    ['decimal(0,0)', 'decimal(38,0)'],
    ['decimal(5,6)', 'decimal(5,5)'],
    ['decimal(12', '"decimal(12,2)"'],
    ['string(0)', 'string'],
    ['string(-1)', 'string'],
    ['text(20)', 'text'],
    ['INTEGER', 'integer'],
    ['varchar(20)', 'string'],
    ['timestmp', 'timestamp'],
    ['numeric', 'decimal(18,2)'],
    ['constructor', undefined],
    ['', undefined],
  ])('%s is none, %s may be meant', (text, suggestion) => {
    const result = parseLogicalType(text);
    expect(isTypeProblem(result)).toBe(true);
    expect(isTypeProblem(result) && result.suggestion).toBe(suggestion);
  });
});

describe('dates', () => {
  test.each([
    ['2024-02-29', true],
    ['2023-02-29', false],
    ['2024-04-31', false],
    ['1900-02-29', false],
    ['2000-02-29', true],
    ['2024-1-1', false],
    ['0000-01-01', false],
  ])('%s is a day of the calendar: %s', (text, expected) => expect(isCalendarDate(text)).toBe(expected));
  test.each([
    ['9999-12-31', true],
    ['2024-01-31 23:59:59.123456', true],
    ['2024-01-31T23:59', true],
    ['2024-01-31 24:00:00', false],
    ['2024-02-30 00:00', false],
  ])('%s is a timestamp: %s', (text, expected) => expect(isTimestampText(text)).toBe(expected));
  test.each([
    ['02-01', true],
    ['02-29', false],
    ['13-01', false],
  ])('%s is a day of every year: %s', (text, expected) => expect(isMonthDay(text)).toBe(expected));
  test('spans', () => {
    expect(parseDuration('12 hours')).toEqual({ count: 12, period: 'hour' });
    expect(parseDuration('1 day')).toEqual({ count: 1, period: 'day' });
    for (const text of ['12h', '0 days', '1.5 hours', '1 week', ' 1 day'])
      expect(parseDuration(text)).toBeUndefined();
  });
});
