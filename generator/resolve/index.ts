import { sortDiagnostics } from '../diagnostics/sort.js';
import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { Blueprint, BlueprintKind, BlueprintOf } from '../parse/blueprint.js';
import { loadExpressionParser } from '../sql/parse-expression.js';
import { resolveCalendar } from './calendars.js';
import { checkConventions } from './checks/conventions.js';
import { checkDeclarations } from './checks/declarations.js';
import { checkJinja } from './checks/jinja.js';
import { checkLateEvents } from './checks/late-events.js';
import { checkQuarantine } from './checks/quarantine.js';
import { checkTemporalJoins } from './checks/temporal-joins.js';
import type { ResolveContext } from './context.js';
import { resolveDimension } from './dimensions.js';
import { dependencyOrder } from './dependency-order.js';
import { resolveFact } from './facts.js';
import { findings as newFindings } from './findings.js';
import { referenceOrder } from './reference-order.js';
import { resolveIntermediate } from './intermediates.js';
import type { LookupTargets } from './lookups.js';
import { miniDimensionTarget } from './mini-dimensions.js';
import { namesOf } from './names.js';
import type { Calendar, Dimension, Intermediate, Member, Project, Source } from './project.js';
import { eventfulNames, type Relations } from './relations.js';
import { type ResolvedTable, resolveTables } from './sources.js';
import { quarantinedTables } from './quarantine.js';
import { addedColumns } from './since.js';
import { inferringLookups } from './inferred-members.js';
import { parseVersionRange } from './version-range.js';

export interface Resolved {
  /** Left out where anything is wrong. */
  readonly project?: Project;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ResolveOptions {
  /** Builds for this dialect alone, whatever the project says. */
  readonly dialect?: string;
}

/** From blueprints to a project in which every name means something. All problems are collected. */
export async function resolve(
  blueprints: readonly Blueprint[],
  options: ResolveOptions = {},
): Promise<Resolved> {
  await loadExpressionParser();
  const findings = newFindings();
  const project = blueprints.find(
    (blueprint): blueprint is BlueprintOf<'project'> => blueprint.kind === 'project',
  );
  const listed =
    project === undefined
      ? []
      : typeof project.value.dialect === 'string'
        ? [project.value.dialect]
        : [...new Set(project.value.dialect)];
  const dialects = options.dialect === undefined ? listed : [options.dialect];
  const context: ResolveContext = {
    findings,
    names: namesOf(project?.value),
    project,
    dialects,
    origins: new Map(),
    broken: new Map(),
  };
  checkDeclarations(blueprints, context);
  checkConventions(project, context);
  checkJinja(blueprints, context);

  const sources = of(blueprints, 'source');
  const tables = new Map<string, ResolvedTable>();
  const tablesOf = new Map<BlueprintOf<'source'>, ResolvedTable[]>();
  for (const source of sources) {
    const resolved = resolveTables(source, context);
    tablesOf.set(source, resolved);
    for (const table of resolved)
      if (!tables.has(`${source.value.source}.${table.name}`))
        tables.set(`${source.value.source}.${table.name}`, table);
  }
  const relations: Relations = {
    tables,
    intermediates: new Map(),
    eventful: eventfulNames(blueprints, project?.value.defaults.scd ?? 2),
    declared: new Set(of(blueprints, 'intermediate').map(({ value }) => value.intermediate)),
    others: unreadable(blueprints),
    kept: new Set(),
  };
  const intermediates: Intermediate[] = [];
  const byName = new Map<string, Intermediate>();
  for (const blueprint of dependencyOrder(of(blueprints, 'intermediate'), context)) {
    const intermediate = resolveIntermediate(
      blueprint,
      historyKeys(blueprint, blueprints),
      relations,
      context,
    );
    if (intermediate === undefined) continue;
    intermediates.push(intermediate);
    byName.set(intermediate.name, intermediate);
    checkTemporalJoins(intermediate, blueprint, byName, context);
  }
  const asked = membersAsked(blueprints);
  const inferring = inferringLookups(blueprints);
  const calendars = of(blueprints, 'calendar').flatMap(
    (blueprint) =>
      resolveCalendar(
        blueprint,
        members(blueprint.value.calendar, blueprint.value.members, asked),
        context,
      ) ?? [],
  );
  checkQuarantine(blueprints, relations, byName, context);
  checkLateEvents(blueprints, relations, context);
  const resolved: Dimension[] = [];
  for (const blueprint of referenceOrder(of(blueprints, 'dimension'), context)) {
    const dimension = resolveDimension(
      blueprint,
      (name) => members(name, blueprint.value.members, asked),
      inferring.get(blueprint.value.dimension),
      relations,
      byName,
      lookupTargets(blueprints, resolved, calendars),
      context,
    );
    if (dimension !== undefined) resolved.push(dimension);
  }
  const dimensions = of(blueprints, 'dimension').flatMap(({ value }) =>
    resolved.filter(({ name }) => name === value.dimension),
  );
  const targets = lookupTargets(blueprints, dimensions, calendars);
  const facts = of(blueprints, 'fact').flatMap(
    (blueprint) => resolveFact(blueprint, targets, relations, context) ?? [],
  );

  const diagnostics = sortDiagnostics([...findings.diagnostics]);
  if (project === undefined || diagnostics.some((diagnostic) => diagnostic.severity === 'error'))
    return { diagnostics };
  const { conventions } = project.value;
  const quarantined = quarantinedTables(blueprints);
  return {
    diagnostics,
    project: {
      name: project.value.project,
      description: project.value.description,
      dialects,
      output: project.value.output ?? '../dbt',
      outputPerDialect: typeof project.value.dialect !== 'string',
      dbtVersions: parseVersionRange(project.value.dbt),
      profile: project.value.profile ?? project.value.project,
      conventions: {
        validFrom: conventions.columns.valid_from,
        validTo: conventions.columns.valid_to,
        isCurrent: conventions.columns.is_current,
        loadedAt: conventions.columns.loaded_at,
        openEnd: conventions.open_end === null ? null : timestampText(conventions.open_end),
        openStart: timestampText(conventions.open_start),
        schemas: {
          ...(conventions.schemas.staging === undefined ? {} : { staging: conventions.schemas.staging }),
          ...(conventions.schemas.intermediate === undefined
            ? {}
            : { intermediate: conventions.schemas.intermediate }),
          ...(conventions.schemas.marts === undefined ? {} : { marts: conventions.schemas.marts }),
        },
      },
      sources: sources.map((source) =>
        sourceOf(source, tablesOf.get(source) ?? [], { relations, quarantined, dimensions }, context),
      ),
      intermediates,
      calendars,
      dimensions,
      facts,
    },
  };
}

function of<K extends BlueprintKind>(blueprints: readonly Blueprint[], kind: K): BlueprintOf<K>[] {
  return blueprints.filter(
    (blueprint): blueprint is Extract<Blueprint, { kind: K }> => blueprint.kind === kind,
  ) as unknown as BlueprintOf<K>[];
}

/** Who reads the tables of the sources, and what that asks of them. */
interface TableReaders {
  readonly relations: Relations;
  readonly quarantined: ReadonlySet<string>;
  readonly dimensions: readonly Dimension[];
}

function sourceOf(
  blueprint: BlueprintOf<'source'>,
  tables: readonly ResolvedTable[],
  { relations: { kept }, quarantined, dimensions }: TableReaders,
  { names }: ResolveContext,
): Source {
  const { value, locate } = blueprint;
  const { freshness } = value;
  return {
    name: value.source,
    description: value.description,
    ...(value.database === undefined ? {} : { database: value.database }),
    schema: value.schema,
    ...(freshness === undefined
      ? {}
      : {
          freshness: {
            ...(freshness.warn_after === undefined ? {} : { warnAfter: freshness.warn_after }),
            ...(freshness.error_after === undefined ? {} : { errorAfter: freshness.error_after }),
          },
        }),
    tables: tables.map(({ place: _place, written: _written, ...table }) => ({
      ...table,
      added: addedColumns([table.model, names.events(value.source, table.name)], dimensions, table.key),
      ...(kept.has(`${value.source}.${table.name}`)
        ? { eventsModel: names.events(value.source, table.name) }
        : {}),
      ...(quarantined.has(`${value.source}.${table.name}`)
        ? {
            quarantine: {
              delivered: names.delivered(value.source, table.name),
              model: names.quarantine(value.source, table.name),
            },
          }
        : {}),
    })),
    location: locate(['source']),
  };
}

/** Names of blueprints that no rows can be read from, with their kinds. A name that is taken twice was told. */
function unreadable(blueprints: readonly Blueprint[]): Map<string, string> {
  return new Map(
    blueprints.flatMap((blueprint): [string, string][] => {
      switch (blueprint.kind) {
        case 'source':
          return [[blueprint.value.source, 'source']];
        case 'dimension':
          return [
            blueprint.value.dimension,
            ...(blueprint.value.mini_dimensions ?? []).map(({ name }) => name),
          ].map((name) => [name, 'dimension']);
        case 'calendar':
          return [[blueprint.value.calendar, 'calendar']];
        case 'fact':
          return [[blueprint.value.fact, 'fact']];
        default:
          return [];
      }
    }),
  );
}

/** The natural keys of the dimensions that read an intermediate's history. */
function historyKeys(
  intermediate: BlueprintOf<'intermediate'>,
  blueprints: readonly Blueprint[],
): ReadonlySet<string> {
  return new Set(
    of(blueprints, 'dimension').flatMap(({ value }) =>
      value.from === intermediate.value.intermediate ? [[...value.natural_key].sort().join()] : [],
    ),
  );
}

/** The reserved members that lookups ask for, by dimension. */
function membersAsked(blueprints: readonly Blueprint[]): ReadonlyMap<string, ReadonlySet<Member>> {
  const asked = new Map<string, Set<Member>>();
  const ask = (dimension: string, ...members: Member[]) => {
    asked.set(dimension, new Set([...(asked.get(dimension) ?? []), ...members]));
  };
  for (const { value } of of(blueprints, 'fact'))
    for (const { dimension, null_key: nullKey, missing } of value.dimensions)
      // Inferred members can't serve a row without an instant.
      ask(dimension, nullKey, ...(missing === 'error' ? [] : (['unknown'] as const)));
  for (const { value } of of(blueprints, 'dimension'))
    // What a row refers to may be known and gone.
    for (const { dimension, null_key: nullKey } of value.references ?? []) ask(dimension, nullKey, 'unknown');
  return asked;
}

function members(
  name: string,
  own: readonly Member[],
  asked: ReadonlyMap<string, ReadonlySet<Member>>,
): Member[] {
  const wanted = new Set<Member>([...own, ...(asked.get(name) ?? [])]);
  return (['unknown', 'not_applicable', 'not_yet'] as const).filter((member) => wanted.has(member));
}

function lookupTargets(
  blueprints: readonly Blueprint[],
  dimensions: readonly Dimension[],
  calendars: readonly Calendar[],
): LookupTargets {
  return {
    dimensions: new Map(
      dimensions.flatMap((dimension) =>
        [
          { ...dimension, readFrom: dimension.model },
          ...dimension.miniDimensions.map((mini) => miniDimensionTarget(mini, dimension)),
        ].map((target) => [target.name, target] as const),
      ),
    ),
    calendars: new Map(calendars.map((calendar) => [calendar.name, calendar])),
    others: new Map(
      blueprints.flatMap((blueprint): [string, string][] => {
        if (blueprint.kind === 'intermediate') return [[blueprint.value.intermediate, 'intermediate']];
        if (blueprint.kind === 'fact') return [[blueprint.value.fact, 'fact']];
        return blueprint.kind === 'source' ? [[blueprint.value.source, 'source']] : [];
      }),
    ),
    declared: new Set([
      ...of(blueprints, 'dimension').flatMap(({ value }) => [
        value.dimension,
        ...(value.mini_dimensions ?? []).map(({ name }) => name),
      ]),
      ...of(blueprints, 'calendar').map(({ value }) => value.calendar),
      ...of(blueprints, 'junk').map(({ value }) => value.junk),
    ]),
  };
}

/** `YYYY-MM-DD[ HH:MM:SS]` as a timestamp. */
function timestampText(text: string): string {
  return text.length === 10 ? `${text} 00:00:00` : text.replace('T', ' ');
}
