import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { BlueprintKind } from './blueprint.js';
import type { Locate } from './explain-issue.js';
import type { Path } from './located.js';

export interface Unsupported {
  readonly kind: BlueprintKind;
  /** Keys from the document's root, `*` for every item; empty: the kind itself. */
  readonly path: string;
  /** Only these values; every value where left out. */
  readonly values?: (value: unknown) => boolean;
  readonly words: string;
}

const oneOf =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    values.includes(value);
const otherThan =
  (...values: readonly unknown[]) =>
  (value: unknown) =>
    !values.includes(value);

/**
 * What belongs to the language and this version can't build. Supporting something begins with
 * deleting its line here.
 */
export const unsupported: readonly Unsupported[] = [
  { kind: 'intermediate', path: 'sql', words: 'a select of your own (sql)' },
  { kind: 'intermediate', path: 'joins.*.as_of', words: 'joins as of an instant' },

  { kind: 'dimension', path: 'subtypes', words: 'subtypes' },
  { kind: 'dimension', path: 'hierarchies', words: 'hierarchies' },

  {
    kind: 'calendar',
    path: 'grain',
    values: oneOf('minute', 'month'),
    words: 'calendars of minutes and months',
  },
  { kind: 'calendar', path: 'fiscal.pattern', values: otherThan('months'), words: 'fiscal years of weeks' },
  { kind: 'calendar', path: 'fiscal.week_53', words: 'fiscal years of weeks' },
  { kind: 'calendar', path: 'holidays', words: 'holidays' },
  { kind: 'calendar', path: 'physical', words: 'storage settings of calendars' },

  {
    kind: 'fact',
    path: 'type',
    values: oneOf('periodic_snapshot', 'accumulating_snapshot', 'aggregate'),
    words: 'facts other than transaction and factless',
  },
  { kind: 'fact', path: 'of', words: 'aggregates of facts' },
  { kind: 'fact', path: 'by', words: 'aggregates of facts' },
  { kind: 'fact', path: 'period', words: 'periodic snapshots' },
  { kind: 'fact', path: 'fill', words: 'periodic snapshots' },
  { kind: 'fact', path: 'milestones', words: 'accumulating snapshots' },
  { kind: 'fact', path: 'lags', words: 'accumulating snapshots' },
  {
    kind: 'fact',
    path: 'dimensions.*.follow',
    words: 'lookups that follow (they belong to references of dimensions)',
  },
  { kind: 'fact', path: 'measures.*.allocate', words: 'allocated measures' },
  { kind: 'fact', path: 'measures.*.aggregation', words: 'aggregation of measures' },
  { kind: 'fact', path: 'measures.*.accumulate', words: 'running totals' },
  {
    kind: 'fact',
    path: 'load.strategy',
    values: oneOf('delete+insert', 'insert_overwrite', 'microbatch'),
    words: 'load strategies other than merge, append and full',
  },
  { kind: 'fact', path: 'load.lookback', words: 'lookback' },

  { kind: 'junk', path: '', words: 'junk dimensions' },
  { kind: 'bridge', path: '', words: 'bridges' },
  { kind: 'metric', path: '', words: 'metrics' },
  { kind: 'exposure', path: '', words: 'exposures' },

  ...(['dimension', 'calendar', 'fact'] as const).flatMap((kind): Unsupported[] => [
    { kind, path: 'examples', words: 'examples' },
    { kind, path: 'tests.*.reconcile', words: 'tests that reconcile with the source' },
  ]),
];

/** Reports each use of what this version can't build, at its key. */
export function findUnsupported(kind: BlueprintKind, value: unknown, locate: Locate): Diagnostic[] {
  return unsupported
    .filter((entry) => entry.kind === kind)
    .flatMap(({ path, values, words }) =>
      matches(value, path === '' ? [] : path.split('.'))
        .filter((match) => !values || values(match.value))
        .map((match) => report('DG220', { words }, locate(match.path, 'key'))),
    );
}

interface Match {
  readonly path: Path;
  readonly value: unknown;
}

function matches(value: unknown, pattern: readonly string[], path: Path = []): Match[] {
  const [step, ...rest] = pattern;
  if (step === undefined) return [{ path, value }];
  if (step === '*')
    return Array.isArray(value) ? value.flatMap((item, index) => matches(item, rest, [...path, index])) : [];
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return [];
  return matches((value as Record<string, unknown>)[step], rest, [...path, step]);
}
