import type { Blueprint, BlueprintOf } from '../parse/blueprint.js';
import type { IntermediateBlueprint } from '../parse/schema/index.js';
import type { Location } from '../diagnostics/diagnostic.js';
import { nearest } from '../diagnostics/nearest.js';
import type { ResolveContext } from './context.js';
import { listed } from './findings.js';
import { importAlias } from './names.js';
import { at, locationOf } from './place.js';
import type { Column, EventRelation, Relation, SourceTable, StatedPeriods } from './project.js';
import type { ResolvedTable } from './sources.js';

/** What can be read: tables by `<source>.<table>`, intermediates by name. */
export interface Relations {
  readonly tables: ReadonlyMap<string, ResolvedTable>;
  readonly intermediates: Map<string, Relation>;
  /** Names of tables and intermediates whose events some dimension needs. */
  readonly eventful: ReadonlySet<string>;
  /** Every intermediate there is, also those with problems of their own. */
  readonly declared: ReadonlySet<string>;
  /** Names of what can't be read, with what they are. */
  readonly others: ReadonlyMap<string, string>;
  /** Tables whose kept events something reads. */
  readonly kept: Set<string>;
}

/**
 * A table or intermediate as its reader sees it.
 *
 * @param wanted `events` where history is read; tables that forget are kept then
 * @returns undefined after having said that there is none
 */
export function readRelation(
  name: string,
  wanted: 'events' | 'states',
  location: Location,
  relations: Relations,
  context: ResolveContext,
): Relation | undefined {
  const table = relations.tables.get(name);
  if (table !== undefined) return tableRelation(name, table, wanted, relations, context);
  const intermediate = relations.intermediates.get(name);
  if (intermediate !== undefined) return intermediate;
  notFound(name, location, relations, context);
  return undefined;
}

function notFound(
  name: string,
  location: Location,
  { tables, intermediates, declared, others }: Relations,
  { findings }: ResolveContext,
): void {
  // What is wrong with it was told where it stands.
  if (declared.has(name)) return;
  const other = others.get(name);
  if (other !== undefined) {
    const own = [...tables.keys()].filter((candidate) => candidate.startsWith(`${name}.`));
    findings.add('DG306', { name, kind: other, needed: 'a table of a source or an intermediate' }, location, {
      ...(own.length === 0 ? {} : { expected: `one of ${listed(own)}` }),
    });
    return;
  }
  const [source, table] = name.split('.', 2) as [string, string | undefined];
  const sources = [...new Set([...tables.values()].map((candidate) => candidate.source))];
  const known = [...new Set([...tables.keys(), ...declared, ...intermediates.keys()])];
  if (table !== undefined && sources.includes(source)) {
    const own = [...tables.values()].filter((candidate) => candidate.source === source);
    findings.addNear(
      'DG303',
      { source, table },
      location,
      name,
      own.map((candidate) => `${source}.${candidate.name}`),
    );
  } else if (table !== undefined && ![...tables.keys()].some((key) => key.endsWith(`.${table}`))) {
    findings.addNear('DG304', { source }, location, source, sources);
  } else {
    // The name of a table alone means the table.
    const ownNames = known.map((candidate) => candidate.slice(candidate.indexOf('.') + 1));
    const meant = ownNames.includes(name) ? name : nearest(name, ownNames);
    const suggestion = nearest(name, known) ?? known[meant === undefined ? -1 : ownNames.indexOf(meant)];
    findings.add('DG302', { name }, location, {
      ...(suggestion === undefined ? {} : { suggestion }),
      ...(known.length === 0 ? {} : { expected: `one of ${listed(known)}` }),
    });
  }
}

/** Whether two keys name the same thing: the order of their columns means nothing. */
export function sameKey(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((name) => right.includes(name));
}

/** A shape whose table forgets what a reader may need later. */
export function mustKeep(table: Pick<SourceTable, 'shape' | 'absence' | 'carriesNulls' | 'valid'>): boolean {
  return (
    table.shape === 'delta' ||
    table.shape === 'cdc' ||
    (table.shape === 'snapshot' &&
      (table.absence.scope.length > 0 || table.carriesNulls || table.valid !== undefined))
  );
}

function tableRelation(
  name: string,
  table: ResolvedTable,
  wanted: 'events' | 'states',
  relations: Relations,
  context: ResolveContext,
): Relation {
  const { base, sequence, truncate, deletes, periods } = partsOf(table);
  if (table.shape === 'log') {
    const instant = base.columns.find((column) => column.name === (table.changedAt ?? table.loadedAt));
    return {
      ...base,
      form: 'events',
      model: table.model,
      ...(periods === undefined ? {} : { periods }),
      eventAt: periods === undefined ? instant : keptInstant,
      sequence,
      isDeleted: deletes || periods !== undefined ? '_is_deleted' : undefined,
      deliveredAt: table.loadedAt,
      truncate,
      carriesNulls: table.carriesNulls,
      followsOthers: false,
      forgets: false,
      origin: 'log',
    } satisfies EventRelation;
  }
  if (wanted === 'states' && !mustKeep(table)) {
    return { ...base, form: 'states', model: table.model, snapshot: { maxRatio: table.absence.maxRatio } };
  }
  return keptRelation(name, table, relations, context);
}

/** What a table's loads held, as we keep it: of a table that forgets, or of a log whose loads have to be told apart. */
export function keptRelation(
  name: string,
  table: ResolvedTable,
  relations: Relations,
  context: ResolveContext,
): EventRelation {
  const { names, project } = context;
  const { base, sequence, truncate, deletes, periods } = partsOf(table);
  if (!relations.kept.has(name)) checkAdded(table, 'when an event was kept', context);
  relations.kept.add(name);
  return {
    ...base,
    form: 'events',
    model: names.events(table.source, table.name),
    ...(periods === undefined ? {} : { periods }),
    eventAt: keptInstant,
    sequence,
    isDeleted: table.shape === 'snapshot' || deletes || periods !== undefined ? '_is_deleted' : undefined,
    deliveredAt: project?.value.conventions.columns.loaded_at ?? '_loaded_at',
    ...(table.shape === 'log' && table.loadedAt !== undefined ? { arrivedAt: table.loadedAt } : {}),
    truncate,
    carriesNulls: table.carriesNulls,
    followsOthers: false,
    forgets: false,
    origin: 'kept',
  } satisfies EventRelation;
}

/** What the relation of a table has, whichever of its models is read. */
function partsOf(table: ResolvedTable) {
  const columns = table.columns.map(({ value, protect: _protect, ...column }): Column =>
    value.kind === 'raw' && value.from !== column.name ? { ...column, rawName: value.from } : column,
  );
  const alias = importAlias(table.name);
  const base = { alias, key: table.key, columns };
  const sequence = table.sequence.flatMap(
    (column) => columns.find((candidate) => candidate.name === column) ?? [],
  );
  const truncate =
    table.operation === undefined || table.operation.truncate.length === 0
      ? undefined
      : { column: table.operation.column, values: table.operation.truncate };
  const deletes = table.operation !== undefined || table.filter !== undefined;
  const periods = statedPeriods(table, columns);
  return { base, sequence, truncate, deletes, periods };
}

const keptInstant: Column = { name: '_event_at', type: { kind: 'timestamp' }, notNull: true };

/** The periods that a table's rows state, as the model of them that is read has it: kept rows, or those of a log. */
function statedPeriods(table: ResolvedTable, columns: readonly Column[]): StatedPeriods | undefined {
  const column = (name: string | undefined) => columns.find((candidate) => candidate.name === name);
  const [from, to] = [column(table.valid?.from), column(table.valid?.to)];
  if (table.valid === undefined || from === undefined || to === undefined) return undefined;
  const isLog = table.shape === 'log';
  const marked = !isLog || table.operation !== undefined || table.filter !== undefined;
  return {
    from: isLog ? from : keptInstant,
    to,
    end: table.valid.end,
    isRetracted: marked ? '_is_deleted' : undefined,
    newest: table.shape === 'snapshot' ? 'delivery' : 'events',
  };
}

/** Rows that are kept have the time of their load beside what the source says. */
export function checkAdded(
  table: ResolvedTable,
  purpose: string,
  { findings, project }: ResolveContext,
): void {
  const loadedAt = project?.value.conventions.columns.loaded_at ?? '_loaded_at';
  if (!table.columns.some((column) => column.name === loadedAt)) return;
  findings.add(
    'DG324',
    { column: loadedAt, purpose },
    locationOf(at(table.place, 'columns', table.written.indexOf(loadedAt), 'name')),
    {
      expected: `another name, such as {name: source_loaded_at, from: ${loadedAt}}`,
    },
  );
}

/**
 * The names of tables and intermediates whose events are needed, because a dimension reads its history there, or
 * because they are joined in time.
 */
export function eventfulNames(blueprints: readonly Blueprint[], defaultScd: number): Set<string> {
  const intermediates = new Map(
    blueprints.flatMap((blueprint) =>
      blueprint.kind === 'intermediate' ? [[blueprint.value.intermediate, blueprint.value] as const] : [],
    ),
  );
  const eventful = new Set<string>();
  for (const blueprint of blueprints) {
    if (blueprint.kind === 'dimension' && readsEvents(blueprint, defaultScd)) mark(blueprint.value.from);
    if (blueprint.kind === 'intermediate' && hasTemporalJoin(blueprint.value))
      mark(blueprint.value.intermediate);
  }
  return eventful;

  function mark(name: string): void {
    if (eventful.has(name)) return;
    eventful.add(name);
    const intermediate = intermediates.get(name);
    if (
      intermediate?.from !== undefined &&
      intermediate.group_by === undefined &&
      intermediate.distinct !== true
    )
      mark(intermediate.from);
    for (const join of intermediate?.joins ?? []) if (join.join === 'temporal') mark(join.with);
  }
}

/** True where rows are joined with what another table said at each instant: whoever reads them, that needs events. */
export function hasTemporalJoin({ joins = [] }: Pick<IntermediateBlueprint, 'joins'>): boolean {
  return joins.some(({ join }) => join === 'temporal');
}

/** True where a dimension needs more than what its source says now. */
function readsEvents({ value }: BlueprintOf<'dimension'>, defaultScd: number): boolean {
  const scds = value.attributes.map((attribute) => attribute.scd ?? defaultScd);
  return (
    scds.some((scd) => scd !== 1) ||
    value.mini_dimensions !== undefined ||
    value.history.versions === 'existence' ||
    value.history.deletes !== 'close'
  );
}
