import { columnsOf } from '../../sql/columns-of.js';
import type { ResolveContext } from '../context.js';
import { keyWords } from '../findings.js';
import { at, locationOf, type Place } from '../place.js';
import type { Intermediate, IntermediateColumn, Join, QualifiedColumn, Relation } from '../project.js';

interface Rows {
  readonly key: readonly string[];
  readonly columns: readonly IntermediateColumn[];
  readonly grouping: Intermediate['grouping'];
  readonly inputs: readonly Relation[];
  readonly joins: readonly Join[];
  /** True where rows are events: then they are unique by key, instant and sequence. */
  readonly readsEvents: boolean;
}

/** An intermediate's key has to hold what its rows are unique by. Of distinct rows nobody knows, a test says so. */
export function checkUniqueKey(rows: Rows, root: Place, { findings }: ResolveContext): void {
  const { key, grouping, inputs } = rows;
  if (grouping.kind === 'distinct' || rows.readsEvents) return;
  const unique = grouping.kind === 'group_by' ? grouping.columns : inputs.flatMap((input) => input.key);
  const covered = (name: string) =>
    grouping.kind === 'group_by'
      ? key.includes(name)
      : inputs.every((input) => !input.key.includes(name) || holds(rows, input, name));
  if (unique.every(covered)) return;
  findings.add(
    'DG512',
    { key: keyWords(key), unique: keyWords([...new Set(unique)]) },
    locationOf(at(root, 'key')),
    {
      expected: `key: [${[...new Set(unique)].join(', ')}]`,
    },
  );
}

/** True where a column of the key is this one, what it was joined to, or made of it. */
function holds({ key, columns, joins, inputs }: Rows, input: Relation, name: string): boolean {
  const same = new Set([`${input.alias}.${name}`]);
  for (const join of joins) {
    for (const { here, there } of join.on)
      if (same.has(`${here.qualifier}.${here.name}`)) same.add(`${join.alias}.${there}`);
  }
  // The tables of a union are matched by name, and go by the first one's.
  const isSame = (column: QualifiedColumn) =>
    same.has(`${column.qualifier}.${column.name}`) || (inputs.length > 1 && column.name === name);
  return key.some((keyColumn) => {
    const value = columns.find((column) => column.name === keyColumn)?.value;
    // What is not selected was told; what is written per dialect can't be read.
    if (value === undefined) return true;
    if (value.kind === 'column') return isSame(value.column);
    if (value.formula.kind === 'native') return true;
    return columnsOf(value.formula.expression).some((column) =>
      isSame({ qualifier: column.qualifier ?? input.alias, name: column.name }),
    );
  });
}
