import type { Location } from '../../diagnostics/diagnostic.js';
import { columnsOf } from '../../sql/columns-of.js';
import type { ResolveContext } from '../context.js';
import type { Attribute, Intermediate, IntermediateColumn, Join, Relation } from '../project.js';

interface Origin {
  readonly from: Relation;
  /** As it was written behind `from`. */
  readonly words: string;
  readonly intermediates: ReadonlyMap<string, Intermediate>;
}

/** An attribute with a history has to come from where one is read: not from a group, nor from a joined table. */
export function checkHistoryOf(
  name: string,
  value: Attribute['value'],
  { from, words, intermediates }: Origin,
  location: Location,
  { findings }: ResolveContext,
  expected = 'scd: 1',
): void {
  const intermediate = intermediates.get(words);
  if (from.form === 'states') {
    findings.add('DG521', { column: name, relation: words, rows: rowsOf(intermediate) }, location, {
      expected,
    });
    return;
  }
  if (intermediate === undefined) return;
  const joined = valueNames(value).flatMap(
    (column) => joinedTable(column, intermediate, intermediates) ?? [],
  )[0];
  if (joined === undefined) return;
  findings.add('DG520', { column: name, relation: joined.alias }, location, {
    expected: hasHistory(joined.relation, intermediates)
      ? `${expected}, or join: temporal with "${joined.alias}"`
      : expected,
  });
}

/** Whether a table that is joined plainly could be joined in time instead. */
function hasHistory(relation: Relation, intermediates: ReadonlyMap<string, Intermediate>): boolean {
  if (relation.form === 'events') return relation.eventAt !== undefined;
  const intermediate = [...intermediates.values()].find(({ model }) => model === relation.model);
  // The rows of a snapshot are kept as soon as something asks for their history.
  if (intermediate === undefined) return true;
  const { input, grouping } = intermediate;
  return input.kind === 'from' && grouping.kind === 'none' && hasHistory(input.relation, intermediates);
}

function rowsOf(intermediate: Intermediate | undefined): string {
  if (intermediate?.grouping.kind === 'group_by') return 'grouped';
  if (intermediate?.grouping.kind === 'distinct') return 'distinct';
  return intermediate?.input.kind === 'union' ? 'a union' : 'made of the present ones';
}

/** The columns of `from` that an attribute is made of. */
function valueNames(value: Attribute['value']): readonly string[] {
  if (value.kind === 'column') return [value.name];
  return value.formula.kind === 'portable'
    ? columnsOf(value.formula.expression).map((column) => column.name)
    : [];
}

/** The plain join that a column comes from, here or further up; undefined where all of its history is read. */
function joinedTable(
  name: string,
  intermediate: Intermediate,
  intermediates: ReadonlyMap<string, Intermediate>,
): Join | undefined {
  const { input } = intermediate;
  const column = intermediate.columns.find((candidate) => candidate.name === name);
  if (column === undefined || input.kind !== 'from') return undefined;
  return joinedTableOf(columnsReadBy(column), intermediate, intermediates);
}

/** The same of columns that an intermediate reads, each by the alias of its import. */
export function joinedTableOf(
  columns: readonly { readonly name: string; readonly qualifier?: string }[],
  { input }: Intermediate,
  intermediates: ReadonlyMap<string, Intermediate>,
): Join | undefined {
  if (input.kind !== 'from') return undefined;
  for (const { name, qualifier } of columns) {
    const join = input.joins.find(({ alias }) => alias === qualifier);
    if (join !== undefined && join.kind !== 'temporal') return join;
    const { model } = join?.relation ?? input.relation;
    const above = [...intermediates.values()].find((candidate) => candidate.model === model);
    const further = above === undefined ? undefined : joinedTable(name, above, intermediates);
    if (further !== undefined) return further;
  }
  return undefined;
}

function columnsReadBy({
  value,
}: IntermediateColumn): readonly { readonly name: string; readonly qualifier?: string }[] {
  if (value.kind === 'column') return [value.column];
  return value.formula.kind === 'portable' ? columnsOf(value.formula.expression) : [];
}
