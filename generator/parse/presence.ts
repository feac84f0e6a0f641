import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { nearest } from '../diagnostics/nearest.js';
import { report } from '../diagnostics/report.js';
import type { Path } from './located.js';
import type { BlueprintKind } from './blueprint.js';
import type { Locate } from './explain-issue.js';
import { schemas } from './schema/index.js';

type Mapping = Readonly<Record<string, unknown>>;

/**
 * Which keys need, exclude or forbid each other inside one document. They look at the document as it
 * was written, so that they speak even where something else of it is wrong.
 */
export function checkPresence(kind: BlueprintKind, value: unknown, locate: Locate): Diagnostic[] {
  if (!isMapping(value)) return [];
  const diagnostics: Diagnostic[] = [];
  const has = (key: string) => Object.hasOwn(value, key);

  // An unknown key that most likely means this one is told as such.
  const unknown = Object.keys(value).filter((key) => !Object.hasOwn(schemas[kind].shape, key));
  const free = Object.keys(schemas[kind].shape).filter((key) => !has(key));
  const misspelt = new Set(unknown.map((key) => nearest(key, free)));

  const oneOf = (...keys: string[]) => {
    const present = keys.filter(has);
    if (present.length === 0 && !keys.some((key) => misspelt.has(key))) {
      diagnostics.push(
        report('DG210', { keys: keys.map((key) => `"${key}"`).join(', '), where: kind }, locate([], 'key')),
      );
    }
    const [first = '', ...others] = present;
    for (const key of others) exclude(value, [], first, key);
  };
  const exclude = (mapping: unknown, path: Path, other: string, key: string) => {
    if (!isMapping(mapping) || !Object.hasOwn(mapping, key) || !Object.hasOwn(mapping, other)) return;
    const related = [{ message: `"${other}" is given here`, location: locate([...path, other], 'key') }];
    diagnostics.push(report('DG211', { key, other }, locate([...path, key], 'key'), { related }));
  };
  const need = (key: string, reason: string) => {
    if (!has(key) && !misspelt.has(key))
      diagnostics.push(report('DG212', { key, reason }, locate([], 'key')));
  };
  const forbid = (key: string, reason: string) => {
    if (has(key)) diagnostics.push(report('DG213', { key, reason }, locate([key], 'key')));
  };
  const columns = (path: Path, list: unknown) =>
    items(list).forEach((column, index) => exclude(column, [...path, index], 'from', 'expression'));

  if (kind === 'source') {
    items(value['tables']).forEach((table, index) => {
      exclude(table, ['tables', index], 'changed_at', 'valid');
      if (isMapping(table)) columns(['tables', index, 'columns'], table['columns']);
    });
  }
  if (kind === 'intermediate') {
    oneOf('from', 'union', 'sql');
    exclude(value, [], 'sql', 'joins');
    exclude(value, [], 'group_by', 'distinct');
    columns(['columns'], value['columns']);
  }
  if (kind === 'dimension' || kind === 'junk') columns(['attributes'], value['attributes']);
  if (kind === 'bridge') oneOf('between', 'tree');
  if (kind === 'calendar') checkCalendar(value, need, forbid);
  if (kind === 'fact') {
    checkFact(value, need, forbid);
    columns(['measures'], value['measures']);
    columns(['degenerate'], value['degenerate']);
  }
  return diagnostics;
}

type Rule = (key: string, reason: string) => void;

function checkCalendar(value: Mapping, need: Rule, forbid: Rule): void {
  const grain = value['grain'] ?? 'day';
  if (grain === 'day') {
    need('start', 'a calendar of days says where it starts');
    need('end', 'a calendar of days says where it ends');
    forbid('of', 'only a calendar of months takes it from another');
  }
  if (grain === 'month') need('of', 'a calendar of months takes its columns from a calendar of days');
  if (grain === 'minute') {
    for (const key of ['start', 'end', 'fiscal', 'holidays', 'of']) forbid(key, 'a time of day has no date');
  }
}

function checkFact(value: Mapping, need: Rule, forbid: Rule): void {
  const type = value['type'];
  if (typeof type !== 'string') return;
  const ofType = (words: string) => `it is for facts of type ${words}`;
  if (type === 'aggregate') {
    need('of', 'an aggregate says of which fact');
    need('by', 'an aggregate says by what');
    forbid('from', 'an aggregate is taken of a fact');
  } else {
    need('from', 'a fact says where its rows come from');
    need('grain', 'a fact says what one row is');
    forbid('of', ofType('aggregate'));
    forbid('by', ofType('aggregate'));
  }
  need('description', 'a fact says what it measures');
  if (type !== 'accumulating_snapshot' && type !== 'aggregate') {
    need('event_time', `a fact of type ${type} says when it happened`);
  }
  if (type === 'periodic_snapshot') need('period', 'a periodic snapshot says how long a period is');
  else if (type !== 'factless') {
    forbid('period', ofType('periodic_snapshot or factless'));
    forbid('fill', ofType('periodic_snapshot or factless'));
  }
  if (type === 'accumulating_snapshot') need('milestones', 'an accumulating snapshot has milestones');
  else {
    forbid('milestones', ofType('accumulating_snapshot'));
    forbid('lags', ofType('accumulating_snapshot'));
  }
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
