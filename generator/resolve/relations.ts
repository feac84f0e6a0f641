import type { Blueprint, BlueprintOf } from '../parse/blueprint.js';
import type { Location } from '../diagnostics/diagnostic.js';
import type { ResolveContext } from './context.js';
import { importAlias } from './names.js';
import type { Column, EventRelation, Relation, SourceTable } from './project.js';
import type { ResolvedTable } from './sources.js';

/** What can be read: tables by `<source>.<table>`, intermediates by name. */
export interface Relations {
  readonly tables: ReadonlyMap<string, ResolvedTable>;
  readonly intermediates: Map<string, Relation>;
  /** Names of tables and intermediates whose events some dimension needs. */
  readonly eventful: ReadonlySet<string>;
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

function notFound(name: string, location: Location, { tables, intermediates }: Relations, { findings }: ResolveContext): void {
  const [source, table] = name.split('.', 2) as [string, string | undefined];
  const sources = [...new Set([...tables.values()].map((candidate) => candidate.source))];
  const known = [...tables.keys(), ...intermediates.keys()];
  if (table !== undefined && sources.includes(source)) {
    const own = [...tables.values()].filter((candidate) => candidate.source === source);
    findings.addNear('DG303', { source, table }, location, name, own.map((candidate) => `${source}.${candidate.name}`));
  } else if (table !== undefined && ![...tables.keys()].some((key) => key.endsWith(`.${table}`))) {
    findings.addNear('DG304', { source }, location, source, sources);
  } else {
    findings.addNear('DG302', { name }, location, name, known);
  }
}

/** A shape whose table forgets what a reader may need later. */
export function mustKeep(table: Pick<SourceTable, 'shape' | 'absence' | 'carriesNulls'>): boolean {
  return table.shape === 'delta' || table.shape === 'cdc' || (table.shape === 'snapshot' && (table.absence.scope.length > 0 || table.carriesNulls));
}

function tableRelation(
  name: string,
  table: ResolvedTable,
  wanted: 'events' | 'states',
  relations: Relations,
  { names, project }: ResolveContext,
): Relation {
  const columns: Column[] = table.columns.map(({ value: _value, protect: _protect, ...column }) => column);
  const alias = importAlias(table.name);
  const base = { alias, key: table.key, columns };
  const sequence = table.sequence.flatMap((column) => columns.find((candidate) => candidate.name === column) ?? []);
  const truncate =
    table.operation === undefined || table.operation.truncate.length === 0
      ? undefined
      : { column: table.operation.column, values: table.operation.truncate };
  const deletes = table.operation !== undefined || table.filter !== undefined;
  if (table.shape === 'log') {
    const instant = columns.find((column) => column.name === (table.changedAt ?? table.loadedAt));
    return {
      ...base,
      form: 'events',
      model: table.model,
      eventAt: instant,
      sequence,
      isDeleted: deletes ? '_is_deleted' : undefined,
      deliveredAt: table.loadedAt,
      truncate,
      carriesNulls: table.carriesNulls,
      origin: 'log',
    } satisfies EventRelation;
  }
  if (wanted === 'states' && !mustKeep(table)) {
    return { ...base, form: 'states', model: table.model, snapshot: { maxRatio: table.absence.maxRatio } };
  }
  relations.kept.add(name);
  return {
    ...base,
    form: 'events',
    model: names.events(table.source, table.name),
    eventAt: { name: '_event_at', type: { kind: 'timestamp' }, notNull: true },
    sequence,
    isDeleted: table.shape === 'snapshot' || deletes ? '_is_deleted' : undefined,
    deliveredAt: project?.value.conventions.columns.loaded_at ?? '_loaded_at',
    truncate,
    carriesNulls: table.carriesNulls,
    origin: 'kept',
  } satisfies EventRelation;
}

/** The names of tables and intermediates whose events are needed, because a dimension reads its history there. */
export function eventfulNames(blueprints: readonly Blueprint[], defaultScd: number): Set<string> {
  const intermediates = new Map(
    blueprints.flatMap((blueprint) => (blueprint.kind === 'intermediate' ? [[blueprint.value.intermediate, blueprint.value] as const] : [])),
  );
  const eventful = new Set<string>();
  for (const blueprint of blueprints) {
    if (blueprint.kind === 'dimension' && readsEvents(blueprint, defaultScd)) mark(blueprint.value.from);
  }
  return eventful;

  function mark(name: string): void {
    if (eventful.has(name)) return;
    eventful.add(name);
    const intermediate = intermediates.get(name);
    if (intermediate?.from !== undefined && intermediate.group_by === undefined && intermediate.distinct !== true) mark(intermediate.from);
  }
}

/** True where a dimension needs more than what its source says now. */
function readsEvents({ value }: BlueprintOf<'dimension'>, defaultScd: number): boolean {
  const scds = value.attributes.map((attribute) => attribute.scd ?? defaultScd);
  return scds.some((scd) => scd !== 1) || value.history.deletes !== 'close';
}
