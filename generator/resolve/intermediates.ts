import type { BlueprintOf } from '../parse/blueprint.js';
import type { Column as ColumnBlueprint } from '../parse/schema/index.js';
import { checkGrouped } from './checks/grouped.js';
import { checkUnion } from './checks/unions.js';
import { checkUniqueKey } from './checks/unique-key.js';
import type { ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { resolveFormula } from './formulas.js';
import { type Imported, importScope, lastWord, withOwnAliases } from './imports.js';
import { columnsRead, resolveColumns, unionColumns } from './intermediate-columns.js';
import { resolveJoins } from './intermediate-joins.js';
import { joinedEvents } from './joined-events.js';
import { importAlias } from './names.js';
import { at, locationOf, type Place } from './place.js';
import type { Column, Intermediate, Join, Relation } from './project.js';
import { readRelation, type Relations } from './relations.js';

/** An intermediate with its inputs, joins and columns; what it is to its readers goes into `relations`. */
export function resolveIntermediate(
  blueprint: BlueprintOf<'intermediate'>,
  historyKeys: ReadonlySet<string>,
  relations: Relations,
  context: ResolveContext,
): Intermediate | undefined {
  const { value, locate } = blueprint;
  const root: Place = { locate, path: [] };
  const events = relations.eventful.has(value.intermediate);
  const inputs = (value.union ?? [value.from ?? '']).map((name, index) => {
    const place = value.union === undefined ? at(root, 'from') : at(root, 'union', index);
    const relation = readRelation(
      name,
      events && value.union === undefined ? 'events' : 'states',
      locationOf(place),
      relations,
      context,
    );
    return relation === undefined
      ? undefined
      : { word: lastWord(name), alias: relation.alias, relation, words: name };
  });
  const known = withOwnAliases(inputs.filter((input): input is Imported => input !== undefined));
  const from = known[0];
  if (from === undefined || known.length < inputs.length) return undefined;

  const { joins, broken } = resolveJoins(value.joins ?? [], at(root, 'joins'), from, relations, context);
  const joined = joins.map(({ join, words, word }): Imported => ({
    word,
    alias: join.alias,
    relation: join.relation,
    words,
  }));
  const imports = { tables: [from, ...joined], broken };
  const scope = importScope(imports, value.group_by !== undefined ? 'aggregate' : 'window', context);
  const columns = resolveColumns(value.columns, at(root, 'columns'), from, scope, context);
  const filter =
    value.filter === undefined
      ? undefined
      : resolveFormula(
          value.filter,
          at(root, 'filter'),
          importScope(imports, 'row', context)(new Map(), new Set()),
          'condition',
          context.findings,
        )?.formula;

  if (value.union !== undefined)
    checkUnion(known, unionColumns(value.columns, columns, filter, from), at(root, 'union'), context);

  const grouping =
    value.group_by !== undefined
      ? ({ kind: 'group_by', columns: value.group_by } as const)
      : value.distinct === true
        ? ({ kind: 'distinct' } as const)
        : ({ kind: 'none' } as const);
  if (grouping.kind === 'group_by') checkGrouped(columns, grouping.columns, value.columns, root, context);
  for (const [index, name] of value.key.entries()) {
    if (columns.some((column) => column.name === name)) continue;
    if (isBroken(name, value.columns, columns)) continue;
    context.findings.add(
      'DG511',
      { key: keyWords(value.key), column: name },
      locationOf(at(root, 'key', index)),
      { expected: `"${name}" among the columns` },
    );
  }

  const keepsForm = grouping.kind === 'none' && value.union === undefined;
  const inheritsEvents = events && keepsForm && from.relation.form === 'events';
  const isJoinedInTime = inheritsEvents && joins.some(({ join }) => join.kind === 'temporal');
  checkUniqueKey(
    {
      key: value.key,
      columns,
      grouping,
      inputs: value.union === undefined ? [from.relation] : known.map((input) => input.relation),
      joins: joins.map(({ join }) => join),
      readsEvents: inheritsEvents && from.relation.histories === undefined,
    },
    root,
    context,
  );
  const dropped =
    inheritsEvents &&
    filter !== undefined &&
    (isJoinedInTime || historyKeys.has([...value.key].sort().join()))
      ? ('deleted' as const)
      : ('left_out' as const);
  // What a filter over joined values leaves out may be there today and gone tomorrow.
  const forgets =
    dropped === 'left_out' &&
    columnsRead([], filter).some(({ qualifier }) => qualifier !== '' && qualifier !== from.alias);
  const relation = ownRelation(
    value.intermediate,
    value.key,
    columns,
    from.relation,
    inheritsEvents ? 'events' : 'states',
    dropped,
    joins.map(({ join }) => join),
    forgets,
    context,
  );
  relations.intermediates.set(value.intermediate, relation);
  context.origins.set(relation.model, { relation: from.relation, words: from.words });
  context.broken.set(
    relation.model,
    new Set(
      (value.columns ?? []).map((item) => item.name).filter((name) => isBroken(name, value.columns, columns)),
    ),
  );
  return {
    name: value.intermediate,
    model: relation.model,
    description: value.description,
    input:
      value.union === undefined
        ? { kind: 'from', relation: from.relation, joins: joins.map(({ join }) => join) }
        : { kind: 'union', relations: known.map((input) => input.relation) },
    columns,
    ...(filter === undefined ? {} : { filter }),
    reads: columnsRead(columns, filter),
    dropped,
    grouping,
    relation,
    location: locationOf(at(root, 'intermediate')),
  };
}

function ownRelation(
  name: string,
  key: readonly string[],
  columns: readonly Column[],
  from: Relation,
  form: 'events' | 'states',
  dropped: Intermediate['dropped'],
  joins: readonly Join[],
  forgets: boolean,
  { names }: ResolveContext,
): Relation {
  const base = {
    model: names.intermediate(name),
    alias: importAlias(name),
    key,
    columns: columns.map(asColumn),
  };
  if (form === 'states' || from.form === 'states') return { ...base, form: 'states', snapshot: undefined };
  const isDeleted =
    dropped === 'deleted' || joins.some((join) => join.kind === 'inner') ? '_is_deleted' : from.isDeleted;
  const joined = joins.flatMap((join) => (join.kind === 'temporal' ? [join.relation] : []));
  if (joined.length > 0)
    return { ...base, ...joinedEvents(from, joined, forgets || from.forgets), isDeleted };
  return {
    ...base,
    form: 'events',
    eventAt: from.eventAt,
    // Where values were carried forward already, the order in which they were says more than anything else.
    sequence: from.carriesNulls
      ? [...from.sequence, { name: '_position', type: { kind: 'bigint' }, notNull: true }]
      : from.sequence,
    isDeleted,
    deliveredAt: from.deliveredAt,
    truncate: from.carriesNulls ? undefined : from.truncate,
    carriesNulls: false,
    // A period that was taken back leaves no event that could say so.
    followsOthers: joins.length > 0 || from.followsOthers || from.periods !== undefined,
    forgets: forgets || from.forgets || from.periods !== undefined,
    origin: from.origin,
    ...(from.histories === undefined ? {} : { histories: from.histories }),
  };
}

/** True for a column that is listed, but has a problem that was told. */
function isBroken(
  name: string,
  items: readonly ColumnBlueprint[] | undefined,
  columns: readonly Column[],
): boolean {
  return (
    items?.some((item) => item.name === name) === true && !columns.some((column) => column.name === name)
  );
}

function asColumn({ name, type, description, accepted, notNull, pii }: Column): Column {
  return {
    name,
    type,
    notNull,
    ...(description === undefined ? {} : { description }),
    ...(accepted === undefined ? {} : { accepted }),
    ...(pii === undefined ? {} : { pii }),
  };
}
