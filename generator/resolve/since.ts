import { columnsOf } from '../sql/columns-of.js';
import type { ResolveContext } from './context.js';
import { at, locationOf, type Place } from './place.js';
import type { AddedColumn, Attribute, Dimension, Relation, Scd, Since } from './project.js';
import type { ResolvedTable } from './sources.js';

/** What decides whether an attribute may be added to a table that holds history. */
export interface SinceInput {
  readonly asked: 'carry' | 'replay' | null;
  readonly column: string;
  readonly scd: Scd;
  readonly value: Attribute['value'];
  /** What the dimension reads, where that is a table of a source. */
  readonly table: ResolvedTable | undefined;
  /** As it was written behind `from`. */
  readonly words: string;
  readonly late: 'exact' | 'reject';
}

/**
 * What an attribute with `since` says of the time before it was added.
 *
 * @param place the attribute's
 * @returns undefined after having said why it can't be had
 */
export function resolveSince(input: SinceInput, place: Place, context: ResolveContext): Since | undefined {
  const { asked, column, scd, value, table } = input;
  const location = locationOf(at(place, 'since'));
  const { findings } = context;
  const impossible = reasonAgainst(input);
  if (impossible !== undefined) {
    findings.add('DG565', { column, reason: impossible }, location);
    return undefined;
  }
  if (scd === 1) {
    if (asked !== null)
      findings.add('DG567', { column, since: asked }, location, { expected: 'since: null' });
    return asked === null ? { kind: 'as_said' } : undefined;
  }
  if (asked === 'replay') return { kind: 'as_said' };
  const untold = reasonUntold(input);
  if (untold !== undefined || value.kind !== 'column' || table === undefined) {
    findings.add('DG566', { column, since: String(asked), reason: untold ?? 'it is computed' }, location, {
      expected: 'since: replay',
    });
    return undefined;
  }
  return { kind: asked === null ? 'null' : 'carry', mark: markOf(value.name) };
}

/** Why nothing can be added to what the dimension reads. */
function reasonAgainst({ value, table, words, late }: SinceInput): string | undefined {
  if (table === undefined) return `"${words}" is not a table of a source`;
  if (late === 'reject') return 'late: reject has judged earlier loads by the attributes that there were';
  if (value.kind === 'formula' && value.formula.kind === 'native')
    return 'nobody knows which columns native SQL reads';
  return undefined;
}

/** Why the events before the attribute was added can't be told from those after. */
function reasonUntold({ value, table }: SinceInput): string | undefined {
  if (table === undefined) return undefined;
  if (table.shape === 'log')
    return `the rows of the log "${table.name}" don't say which run found them first`;
  if (table.valid !== undefined) return `the rows of "${table.name}" state periods`;
  if (table.carriesNulls) return `a null of "${table.name}" means that nothing was sent (nulls: unchanged)`;
  return value.kind === 'formula' ? 'it is computed, and its parts may be older than itself' : undefined;
}

/** The column of kept events that is true where the event was delivered with a value of another column, null included. */
const markOf = (column: string): string => `_has_${column}`;

/** The relation with the columns that mark which events had a value of an added attribute. */
export function withMarks<R extends Relation>(from: R, attributes: readonly Attribute[]): R {
  const marks = new Set(
    attributes.flatMap(({ since }) =>
      since?.kind === 'null' || since?.kind === 'carry' ? [since.mark] : [],
    ),
  );
  return marks.size === 0
    ? from
    : {
        ...from,
        columns: [
          ...from.columns,
          ...[...marks].map((name) => ({ name, type: { kind: 'boolean' as const }, notNull: false })),
        ],
      };
}

/**
 * The columns that models with earlier rows of a table have to take, because attributes with `since` read them.
 *
 * @param models the models that dimensions may read the table from
 */
export function addedColumns(
  models: readonly string[],
  dimensions: readonly Dimension[],
  key: readonly string[],
): AddedColumn[] {
  const added = new Map<string, AddedColumn>();
  for (const { from, attributes } of dimensions) {
    if (!models.includes(from.model)) continue;
    for (const { since, value } of attributes) {
      if (since === undefined) continue;
      for (const name of columnNames(value)) {
        if (key.includes(name)) continue;
        const mark = since.kind === 'as_said' ? added.get(name)?.mark : since.mark;
        added.set(name, mark === undefined ? { name } : { name, mark });
      }
    }
  }
  return [...added.values()];
}

function columnNames(value: Attribute['value']): readonly string[] {
  if (value.kind === 'column') return [value.name];
  return value.formula.kind === 'portable'
    ? columnsOf(value.formula.expression).map((column) => column.name)
    : [];
}
