import type { LogicalType } from '../../dialects/logical-type.js';
import { printable } from '../diagnostics/printable.js';
import { groupBy } from '../prove/group-by.js';
import type { Row, Value } from '../prove/value.js';
import type { Conventions, Dimension } from '../resolve/project.js';
import type { Difference } from './differences.js';
import type { KeyStory } from './explain-key.js';
import type { StatedPeriod } from './key-events.js';
import type { Change, ToldEvent } from './narrate.js';

/** A story for people, line by line. */
export function storyLines(story: KeyStory, conventions: Conventions): string[] {
  const { dimension, key, periods, events, setAside, stored, differences } = story;
  const words = wordsOf(dimension, conventions);
  return [
    `${dimension.name} ${words.values(key)}, as ${dimension.from.model} tells of it`,
    ...(periods.length === 0
      ? []
      : ['', 'periods as they were stated:', ...periods.map((period) => `  ${words.period(period)}`)]),
    ...(events.length === 0
      ? ['', 'no event counts']
      : events.flatMap((event) => ['', ...words.event(event)])),
    ...(setAside.length === 0 ? [] : ['', 'set aside in the quarantine:']),
    ...setAside.map(
      ({ reason, load, attributes }) =>
        `  ${reason}, loaded ${shortInstant(load)}: ${words.values(attributes)}`,
    ),
    '',
    stored.length === 0
      ? `${dimension.model} has no row of it`
      : `${dimension.model} has ${stored.length} ${stored.length === 1 ? 'row' : 'rows'} of it:`,
    ...stored.map((row, index) => `  ${words.row(row, index)}`),
    '',
    ...(differences.length === 0
      ? ['The table says what the events say.']
      : [
          'THE TABLE DIFFERS FROM THE EVENTS:',
          ...differences.map((difference) => `  ${words.difference(difference)}`),
          'Run dbt where events came after its last run; where none did, `dbtgen prove` looks for the reason.',
        ]),
  ];
}

interface Words {
  readonly values: (row: Row) => string;
  readonly period: (period: StatedPeriod) => string;
  readonly event: (event: ToldEvent) => string[];
  readonly row: (row: Row, index: number) => string;
  readonly difference: (difference: Difference) => string;
}

function wordsOf(dimension: Dimension, { validFrom, validTo, isCurrent, openEnd }: Conventions): Words {
  const types = new Map<string, LogicalType>([
    ...dimension.naturalKey.map(({ name, type }) => [name, type] as const),
    ...dimension.attributes.flatMap(({ name, type, companion }) => [
      [name, type] as const,
      ...(companion === undefined ? [] : [[companion.name, companion.type] as const]),
    ]),
    [validFrom, { kind: 'timestamp' }],
    [validTo, { kind: 'timestamp' }],
    [isCurrent, { kind: 'boolean' }],
    ['is_deleted', { kind: 'boolean' }],
    ['is_inferred', { kind: 'boolean' }],
  ]);
  const value = (name: string, text: Value) => shortValue(text, types.get(name));
  const values = (row: Row) =>
    Object.entries(row)
      .map(([name, text]) => `${name} = ${value(name, text)}`)
      .join(', ');
  const change = ({ name, from, to }: Change) => `${name} ${value(name, from)} -> ${value(name, to)}`;
  const keys = new Set(dimension.naturalKey.map(({ name }) => name));
  const shown = dimension.attributes
    .flatMap(({ name, companion }) => [name, ...(companion === undefined ? [] : [companion.name])])
    .filter((name) => !keys.has(name));
  const attributes = (row: Row) =>
    values(Object.fromEntries(shown.flatMap((name) => (name in row ? [[name, row[name] ?? null]] : []))));
  const tracked = dimension.attributes.flatMap(({ name, scd }) => (scd === 2 || scd === 6 ? [name] : []));
  const place = (from: string | undefined) =>
    from === undefined ? 'the row' : `the version from ${shortInstant(from)}`;
  return {
    values,
    period: ({ from, to, fate, isRetraction, load, attributes: told }) => {
      const span = `${shortInstant(from)} to ${to === null ? 'open' : shortInstant(to)}`;
      const delivered = load === '' ? '' : `, loaded ${shortInstant(load)}`;
      const says = isRetraction ? 'taken back' : attributes(told);
      return `${span}${delivered}: ${says}${fateWords(fate)}`;
    },
    event: (told) => [
      heading(told),
      ...outcomeLines(told, { change, values, attributes, tracked, dimension }).map((line) => `    ${line}`),
    ],
    row: (row, index) => {
      const deleted = row['is_deleted'] === 'true' ? ', flagged as deleted' : '';
      const marks = row['is_inferred'] === 'true' ? `${deleted}, inferred` : deleted;
      if (!dimension.versioned) return `${attributes(row)}${marks}`;
      const end = row[validTo] ?? null;
      const isOpen = end === null || (openEnd !== null && shortInstant(end) === shortInstant(openEnd));
      const flags = row[isCurrent] === String(isOpen) ? marks : `, ${isCurrent} = ${row[isCurrent]}${marks}`;
      return `${index + 1}  ${shortInstant(row[validFrom] ?? '')} to ${isOpen ? 'now' : shortInstant(end)}: ${attributes(row)}${flags}`;
    },
    difference: (difference) => {
      switch (difference.kind) {
        case 'missing':
          return `it lacks ${place(difference.from)}: ${values(difference.expected)}`;
        case 'surplus':
          return `it should not have ${place(difference.from)}: ${values(difference.stored)}`;
        case 'value':
          return `${place(difference.from)} has ${difference.column} = ${value(difference.column, difference.stored)}, the events say ${value(difference.column, difference.expected)}`;
      }
    },
  };
}

function fateWords(fate: StatedPeriod['fate']): string {
  switch (fate) {
    case 'holds':
      return '';
    case 'replaced':
      return ' (replaced by what was said of this start later)';
    case 'taken_back':
      return ' (there is no period from this start)';
    case 'empty':
      return ' (ends before it begins, and holds never)';
  }
}

function heading({ event, isLate }: ToldEvent): string {
  const { at, load, sequence, carried } = event;
  const told = [
    causeWords(event),
    ...(sequence.some((value) => value !== null) ? [`sequence ${sequence.join(', ')}`] : []),
    ...(load === '' ? [] : [`loaded ${shortInstant(load)}`]),
    ...(isLate ? ['late: later events were known before it'] : []),
    ...(carried.length === 0 ? [] : [`not sent and carried on: ${carried.join(', ')}`]),
  ];
  return `${at === '' ? 'now' : shortInstant(at)}  ${told.join('; ')}`;
}

function causeWords({ cause }: ToldEvent['event']): string {
  switch (cause.kind) {
    case 'row':
      return 'state';
    case 'truncate':
      return 'truncate of the whole table';
    case 'absence':
      return 'delete: absent from the snapshot';
    case 'filter':
      return 'delete: the filter of the source drops the row';
    case 'deleted':
      return 'delete';
    case 'operation':
      return `delete: ${cause.column} = ${shortValue(cause.value, { kind: 'text' })}`;
    case 'period': {
      const until = cause.to === null ? 'without an end' : `until ${shortInstant(cause.to)}`;
      return cause.isStart
        ? `a period begins, ${until}`
        : `a period ends; the one from ${shortInstant(cause.from)} still holds, ${until}`;
    }
    case 'period_end':
      return 'a period ends, and no other holds';
  }
}

interface OutcomeWords {
  readonly change: (change: Change) => string;
  readonly values: (row: Row) => string;
  readonly attributes: (row: Row) => string;
  readonly tracked: readonly string[];
  readonly dimension: Dimension;
}

function outcomeLines(told: ToldEvent, words: OutcomeWords): string[] {
  const { dimension, change } = words;
  const { overwrites, companions, retained } = told;
  return [
    outcomeWords(told, words),
    ...[...groupBy(overwrites, ({ scope }) => scope)].map(
      ([scope, own]) => `overwrites ${own.map(change).join(', ')}${scopeWords[scope]}`,
    ),
    ...(Object.keys(companions).length === 0
      ? []
      : [`sets ${words.values(companions)}${dimension.versioned ? ', on all versions' : ''}`]),
    ...(retained.length === 0
      ? []
      : [
          `keeps the first values, and does not take ${words.values(Object.fromEntries(retained.map(({ name, to }) => [name, to])))}`,
        ]),
  ];
}

const scopeWords = {
  row: '',
  version: ', on this version',
  all_versions: ', on all versions',
} as const;

function outcomeWords(
  { event, outcome, retained }: ToldEvent,
  { change, attributes, tracked, dimension }: OutcomeWords,
): string {
  switch (outcome.kind) {
    case 'opens': {
      const again = outcome.isReturn ? ', because it is back' : '';
      const what = outcome.version === undefined ? 'the row' : `version ${outcome.version}`;
      const kept = Object.fromEntries(retained.map(({ name, from }) => [name, from]));
      return `opens ${what}${again}: ${attributes({ ...event.attributes, ...kept })}`;
    }
    case 'changes':
      return `closes version ${outcome.closes} and opens version ${outcome.opens}: ${outcome.changed.map(change).join(', ')}`;
    case 'closes': {
      const what = outcome.version === undefined ? 'the row' : `version ${outcome.version}`;
      if (!outcome.isFlagged) return outcome.version === undefined ? 'removes the row' : `closes ${what}`;
      return outcome.flags === undefined
        ? 'flags the row as deleted'
        : `closes ${what} and opens version ${outcome.flags}, flagged as deleted`;
    }
    case 'same':
      if (!dimension.versioned) return 'the row stays the same one';
      return tracked.length === 0
        ? `no new version: version ${outcome.version} is still alive`
        : `no new version: ${tracked.join(', ')} ${tracked.length === 1 ? 'is' : 'are'} what version ${outcome.version} says`;
    case 'outranked':
      return `does not count: ${rankWords[outcome.by]}`;
    case 'repeat':
      return 'says the same as another event of this instant';
    case 'not_alive':
      return 'changes nothing: it was not alive';
    case 'ignored':
      return 'changes nothing: the dimension ignores deletes';
  }
}

const rankWords = {
  sequence: 'another event of this instant has a later sequence',
  delete: 'a delete of the same instant counts more',
  delivery: 'another event of this instant was delivered later',
  content: 'nothing orders it and another event of this instant, and the greater content counts',
} as const;

/** Texts longer than this are cut: the JSON has them whole. */
const longest = 60;

function shortValue(value: Value, type: LogicalType | undefined): string {
  if (value === null) return 'null';
  switch (type?.kind) {
    case 'integer':
    case 'bigint':
    case 'decimal':
    case 'float':
    case 'boolean':
    case 'date':
      return value;
    case 'timestamp':
    case 'timestamp_tz':
    case 'time':
      return shortInstant(value);
    default: {
      const characters = Array.from(value);
      const cut = characters.length > longest ? `${characters.slice(0, longest).join('')}…` : value;
      return printable(`'${JSON.stringify(cut).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`);
    }
  }
}

/** An instant without digits that say nothing. */
function shortInstant(text: string): string {
  return text.replace(/\.0+$/, '');
}
