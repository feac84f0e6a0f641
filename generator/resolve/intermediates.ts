import type { Location } from '../diagnostics/diagnostic.js';
import type { BlueprintOf } from '../parse/blueprint.js';
import { logicalTypeText } from '../sql/logical-type.js';
import type { Column as ColumnBlueprint } from '../parse/schema/index.js';
import { columnsOf } from '../sql/columns-of.js';
import { checkColumnNames } from './checks/column-names.js';
import { checkGrouped } from './checks/grouped.js';
import { checkName } from './checks/names.js';
import { checkUniqueKey } from './checks/unique-key.js';
import { type Declared, declaredFormula, findColumn, findDeclared, type ResolveContext } from './context.js';
import { keyWords } from './findings.js';
import { type FormulaScope, resolveFormula } from './formulas.js';
import { importAlias } from './names.js';
import { at, locationOf, type Place } from './place.js';
import type {
  Column,
  Formula,
  Intermediate,
  IntermediateColumn,
  Join,
  QualifiedColumn,
  Relation,
} from './project.js';
import { readRelation, type Relations } from './relations.js';
import { joinable, sameType } from './types.js';
import { checkComputed, checkRedeclared, columnOf, nameOfItem } from './values.js';

interface Imported {
  /** The name that its columns go by in the blueprint: the table's own, or what `as` says. */
  readonly word: string;
  /** The name of its join in the model. */
  readonly alias: string;
  readonly relation: Relation;
  /** As it was written behind from, union or with. */
  readonly words: string;
}

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

  const joins = resolveJoins(value.joins ?? [], at(root, 'joins'), from, relations, context);
  const imports = [
    from,
    ...joins.map(({ join, words, word }) => ({ word, alias: join.alias, relation: join.relation, words })),
  ];
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
  checkUniqueKey(
    {
      key: value.key,
      columns,
      grouping,
      inputs: value.union === undefined ? [from.relation] : known.map((input) => input.relation),
      joins: joins.map(({ join }) => join),
      readsEvents: inheritsEvents,
    },
    root,
    context,
  );
  const dropped =
    inheritsEvents && filter !== undefined && historyKeys.has([...value.key].sort().join())
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

function lastWord(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

/** Tables of one name from two sources are imported under two names: what the join is called, or the source's name in front. */
function withOwnAlias(
  relation: Relation,
  { word, words }: Pick<Imported, 'word' | 'words'>,
  earlier: readonly Imported[],
): Relation {
  const isTaken = (alias: string) =>
    earlier.some((other) => other.relation.alias === alias && other.relation.model !== relation.model);
  const alias = [relation.alias, word, words.replace('.', '_')].find((candidate) => !isTaken(candidate));
  return { ...relation, alias: alias ?? relation.model };
}

function withOwnAliases(inputs: readonly Imported[]): Imported[] {
  const own: Imported[] = [];
  for (const input of inputs) {
    const relation = withOwnAlias(input.relation, input, own);
    own.push({ ...input, relation, alias: relation.alias });
  }
  return own;
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
  return {
    ...base,
    form: 'events',
    eventAt: from.eventAt,
    // Where values were carried forward already, the order in which they were says more than anything else.
    sequence: from.carriesNulls
      ? [...from.sequence, { name: '_position', type: { kind: 'bigint' }, notNull: true }]
      : from.sequence,
    isDeleted:
      dropped === 'deleted' || joins.some((join) => join.kind === 'inner') ? '_is_deleted' : from.isDeleted,
    deliveredAt: from.deliveredAt,
    truncate: from.carriesNulls ? undefined : from.truncate,
    carriesNulls: false,
    followsOthers: joins.length > 0 || from.followsOthers,
    forgets: forgets || from.forgets,
    origin: from.origin,
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

function asDeclared(column: IntermediateColumn | undefined): Declared {
  if (column === undefined) return { kind: 'broken' };
  return column.value.kind === 'formula'
    ? declaredFormula(column.value.formula, column.type)
    : { kind: 'portable', type: column.type, inline: { kind: 'column', ...column.value.column } };
}

type ScopeOf = (declared: ReadonlyMap<string, Declared>, below: ReadonlySet<string>) => FormulaScope;

function importScope(
  imports: readonly Imported[],
  allowed: FormulaScope['allowed'],
  context: ResolveContext,
): ScopeOf {
  return (declared, below) => ({
    allowed,
    dialects: context.dialects,
    find: (reference, location) => {
      const name = reference.name.toLowerCase();
      if (reference.qualifier === undefined) {
        const above = declared.get(name);
        const inFrom = imports[0]?.relation.columns.some((column) => column.name === name);
        if (!inFrom && above !== undefined) return findDeclared(name, above, location, context);
        if (
          !inFrom &&
          below.has(name) &&
          !imports.some((candidate) => candidate.relation.columns.some((column) => column.name === name))
        ) {
          context.findings.add('DG405', { column: name }, location);
          return undefined;
        }
      }
      const found = findQualified(reference.qualifier, name, imports, location, context);
      return found === undefined
        ? undefined
        : {
            name: found.column.name,
            qualifier: found.imported.alias,
            type: found.column.type,
            column: found.column,
          };
    },
  });
}

/** A column by `alias.name`, or by a name that only one table has; `from` comes first. */
function findQualified(
  qualifier: string | undefined,
  name: string,
  imports: readonly Imported[],
  location: Location,
  context: ResolveContext,
): { imported: Imported; column: Column } | undefined {
  const from = imports[0];
  if (from === undefined) return undefined;
  if (qualifier !== undefined) {
    const imported = imports.find((candidate) => candidate.word === qualifier);
    if (imported === undefined) {
      context.findings.addNear(
        'DG404',
        { qualifier },
        location,
        qualifier,
        imports.map((candidate) => candidate.word),
      );
      return undefined;
    }
    const column = findColumn(imported.relation, name, imported.words, location, context);
    return column === undefined ? undefined : { imported, column };
  }
  const having = imports.filter((candidate) =>
    candidate.relation.columns.some((column) => column.name === name),
  );
  const own = having.find((candidate) => candidate === from) ?? (having.length === 1 ? having[0] : undefined);
  if (own === undefined && having.length > 1) {
    context.findings.add(
      'DG403',
      { column: name, relations: having.map((candidate) => `"${candidate.word}"`).join(' and ') },
      location,
      {
        expected: having.map((candidate) => `${candidate.word}.${name}`).join(' or '),
      },
    );
    return undefined;
  }
  const imported = own ?? from;
  const column = findColumn(imported.relation, name, imported.words, location, context);
  return column === undefined ? undefined : { imported, column };
}

function resolveJoins(
  items: NonNullable<BlueprintOf<'intermediate'>['value']['joins']>,
  place: Place,
  from: Imported,
  relations: Relations,
  context: ResolveContext,
): { join: Join; words: string; word: string }[] {
  const imports: Imported[] = [from];
  return items.flatMap((item, index) => {
    const here = at(place, index);
    const read = readRelation(item.with, 'states', locationOf(at(here, 'with')), relations, context);
    if (item.as !== undefined) checkName(item.as, at(here, 'as'), context);
    if (read === undefined) return [];
    const word = item.as ?? lastWord(item.with);
    if (imports.some((candidate) => candidate.word === word)) {
      const first = items.findIndex((other) => (other.as ?? lastWord(other.with)) === word);
      context.findings.add(
        'DG313',
        { alias: word },
        locationOf(at(here, item.as === undefined ? 'with' : 'as')),
        {
          expected: 'as: <another name>',
          ...(first < 0 || first >= index
            ? {}
            : { related: [{ message: 'the first join', location: locationOf(at(place, first)) }] }),
        },
      );
      return [];
    }
    const relation = withOwnAlias(read, { word, words: item.with }, imports);
    const alias = item.as ?? relation.alias;
    const pairs = item.on ?? Object.fromEntries(relation.key.map((name) => [name, name]));
    const on = Object.entries(pairs).flatMap(([hereName, there]) => {
      const keyPlace =
        item.on === undefined ? locationOf(at(here, 'with')) : locationOf(at(here, 'on', hereName), 'key');
      const [qualifier, name] = hereName.includes('.')
        ? (hereName.split('.', 2) as [string, string])
        : [undefined, hereName];
      const left = findQualified(qualifier, name, imports, keyPlace, context);
      const right = findColumn(
        relation,
        there,
        item.with,
        item.on === undefined ? keyPlace : locationOf(at(here, 'on', hereName)),
        context,
      );
      if (left === undefined || right === undefined) return [];
      if (!joinable(left.column.type, right.type)) {
        context.findings.add(
          'DG430',
          {
            left: hereName,
            leftType: logicalTypeText(left.column.type),
            right: `${item.with}.${there}`,
            rightType: logicalTypeText(right.type),
          },
          keyPlace,
          { expected: 'columns of the same type' },
        );
      }
      return [{ here: { qualifier: left.imported.alias, name: left.column.name }, there }];
    });
    const missing = relation.key.filter((name) => !Object.values(pairs).includes(name));
    if (missing.length > 0) {
      context.findings.add(
        'DG510',
        { relation: item.with, missing: keyWords(missing) },
        locationOf(at(here, item.on === undefined ? 'with' : 'on')),
        {
          expected: `all of ${keyWords(relation.key)}`,
        },
      );
    }
    imports.push({ word, alias, relation, words: item.with });
    return [
      {
        join: { relation, alias, kind: item.join === 'inner' ? 'inner' : 'left', on },
        words: item.with,
        word,
      },
    ];
  });
}

function resolveColumns(
  items: readonly ColumnBlueprint[] | undefined,
  place: Place,
  from: Imported,
  scopeOf: ScopeOf,
  context: ResolveContext,
): IntermediateColumn[] {
  const all = (): IntermediateColumn[] =>
    from.relation.columns.map((column) => ({
      ...column,
      notNull: false,
      value: { kind: 'column', column: { qualifier: from.alias, name: column.name } },
    }));
  if (items === undefined) return all();
  checkColumnNames(
    items.map((item) => item.name),
    place,
    'this intermediate',
    context,
  );
  const star = items[0]?.name === '*';
  const listed = star ? items.slice(1) : items;
  const replaced = new Set(listed.map((item) => item.name));
  const declared = new Map<string, Declared>();
  const names = new Set(listed.map((item) => item.name));
  const own = listed.flatMap((item, position): IntermediateColumn[] => {
    const here = at(place, position + (star ? 1 : 0));
    const scope = scopeOf(declared, new Set([...names].filter((name) => !declared.has(name))));
    const column = intermediateColumn(item, here, scope, context);
    declared.set(item.name, asDeclared(column));
    return column === undefined ? [] : [column];
  });
  return star ? [...all().filter((column) => !replaced.has(column.name)), ...own] : own;
}

function intermediateColumn(
  item: ColumnBlueprint,
  place: Place,
  scope: FormulaScope,
  context: ResolveContext,
): IntermediateColumn | undefined {
  if (item.expression === undefined) {
    const written = item.from ?? item.name;
    const [qualifier, name] = written.includes('.')
      ? (written.split('.', 2) as [string, string])
      : [undefined, written];
    const location =
      item.from === undefined ? locationOf(nameOfItem(place, item)) : locationOf(at(place, 'from'));
    const found = scope.find(qualifier === undefined ? { name } : { name, qualifier }, location);
    if (found?.type === undefined) return undefined;
    if (found.inline !== undefined) {
      return {
        ...columnOf(item, found.type, undefined),
        value: { kind: 'formula', formula: { kind: 'portable', expression: found.inline } },
      };
    }
    checkRedeclared(item, found.type, place, context);
    return {
      ...columnOf(item, found.type, found.column),
      value: { kind: 'column', column: { qualifier: found.qualifier ?? '', name: found.name } },
    };
  }
  const resolved = resolveFormula(item.expression, at(place, 'expression'), scope, 'value', context.findings);
  if (item.type === undefined) {
    context.findings.add('DG432', { column: item.name }, locationOf(at(place, 'name')), {
      expected: resolved?.type === undefined ? 'type: …' : `type: ${logicalTypeText(resolved.type)}`,
    });
    return undefined;
  }
  if (resolved === undefined) return undefined;
  checkComputed(item.name, item.type, resolved.type, place, context);
  return { ...columnOf(item, item.type, undefined), value: { kind: 'formula', formula: resolved.formula } };
}

/** The columns that every table of a union has to have: those that are read, all where none are listed. */
function unionColumns(
  items: readonly ColumnBlueprint[] | undefined,
  columns: readonly IntermediateColumn[],
  filter: Formula | undefined,
  from: Imported,
): ReadonlySet<string> {
  if (items === undefined || items[0]?.name === '*')
    return new Set(from.relation.columns.map((column) => column.name));
  const plain = columns.flatMap((column) =>
    column.value.kind === 'column' ? [column.value.column.name] : [],
  );
  return new Set([...plain, ...columnsRead(columns, filter).map((column) => column.name)]);
}

function checkUnion(
  inputs: readonly Imported[],
  names: ReadonlySet<string>,
  place: Place,
  { findings }: ResolveContext,
): void {
  const first = inputs[0];
  inputs.slice(1).forEach((input, index) => {
    const here = locationOf(at(place, index + 1));
    for (const column of first?.relation.columns.filter((candidate) => names.has(candidate.name)) ?? []) {
      const other = input.relation.columns.find((candidate) => candidate.name === column.name);
      if (other === undefined)
        findings.add('DG436', { column: column.name, relation: input.words, problem: 'is missing' }, here);
      else if (!sameType(other.type, column.type)) {
        findings.add(
          'DG436',
          {
            column: column.name,
            relation: input.words,
            problem: `is ${logicalTypeText(other.type)}, not ${logicalTypeText(column.type)},`,
          },
          here,
        );
      }
    }
  });
}

function columnsRead(columns: readonly IntermediateColumn[], filter: Formula | undefined): QualifiedColumn[] {
  const formulas = [
    ...columns.flatMap((column) => (column.value.kind === 'formula' ? [column.value.formula] : [])),
    ...(filter === undefined ? [] : [filter]),
  ];
  return formulas.flatMap((formula) => {
    const expression = formula.kind === 'portable' ? formula.expression : formula.otherwise;
    return expression === undefined
      ? []
      : columnsOf(expression).map((column) => ({ qualifier: column.qualifier ?? '', name: column.name }));
  });
}
