import type { Diagnostic } from '../diagnostics/diagnostic.js';
import type { YamlValue } from './yaml-value.js';
import type { Project } from '../resolve/project.js';
import { planCalendar } from './calendar.js';
import type { PlanContext } from './context.js';
import { currentRowsProperties } from './current-rows-properties.js';
import { planCurrentRows } from './current-rows.js';
import { planDimension } from './dimension.js';
import { calendarProperties, dimensionProperties, sentenceEnd } from './dimension-properties.js';
import { factProperties } from './fact-properties.js';
import { planFact } from './fact.js';
import type { FilePlan } from './file-plan.js';
import { planIntermediate } from './intermediate.js';
import { lateEventsProperties } from './late-events-properties.js';
import { planLateEvents } from './late-events.js';
import { planKeptEvents } from './kept-events.js';
import { planMiniDimension } from './mini-dimension.js';
import { miniDimensionProperties, profileHistoryProperties } from './mini-dimension-properties.js';
import { storageNotes } from './notes.js';
import { planProfileHistory } from './profile-history.js';
import { modelYaml } from './properties.js';
import { withTimelyEvents } from './rejecting.js';
import { projectFiles } from './project-files.js';
import { deliveredProperties, quarantineProperties } from './quarantine-properties.js';
import { planQuarantine } from './quarantine.js';
import { planReferencedKeys, referencedKeysProperties } from './referenced-keys.js';
import { planSource } from './sources.js';
import { planStaging } from './staging.js';
import { keptEventsProperties, stagingProperties } from './staging-properties.js';
import type { Dialect } from '../../dialects/dialect.js';

export interface Plan {
  readonly files: readonly FilePlan[];
  /** What this dialect can't do of what was asked for. */
  readonly notes: readonly Diagnostic[];
}

/** Which files the generated repo of one dialect has, and what is in them. */
export function plan(project: Project, dialect: Dialect): Plan {
  const context: PlanContext = { project, dialect };
  const tables = project.sources.flatMap((source) => source.tables);
  const kept = tables.filter((table) => table.eventsModel !== undefined);
  const quarantined = tables.filter((table) => table.quarantine !== undefined);
  const intermediateModels = [
    ...quarantined.map((table) => quarantineProperties(table, context)),
    ...kept.map((table) => keptEventsProperties(table, context)),
    ...project.intermediates.map((intermediate) => intermediateProperties(intermediate, context)),
    ...project.dimensions.flatMap((dimension) => lateEventsProperties(dimension, context)),
    ...project.dimensions.flatMap((dimension) =>
      dimension.miniDimensions.map((mini) => profileHistoryProperties(mini, dimension, context)),
    ),
    ...project.dimensions.flatMap((dimension) => referencedKeysProperties(dimension, context)),
  ];
  const files: FilePlan[] = [
    ...projectFiles(context),
    ...project.sources.flatMap((source) => [
      planSource(source, context),
      ...source.tables.flatMap((table) => [planStaging(table, context), ...planQuarantine(table, context)]),
      properties(
        `models/staging/${source.name}/_${source.name}__models.yml`,
        source.tables.flatMap((table) => [
          ...deliveredProperties(table, context),
          stagingProperties(table, context),
        ]),
      ),
    ]),
    ...kept.map((table) => planKeptEvents(table, context)),
    ...project.dimensions.flatMap((dimension) => planLateEvents(dimension, context)),
    ...project.intermediates.map((intermediate) => planIntermediate(intermediate, context)),
    ...project.dimensions.flatMap((dimension) => planReferencedKeys(dimension, context)),
    ...(intermediateModels.length === 0
      ? []
      : [properties('models/intermediate/_intermediate__models.yml', intermediateModels)]),
    ...project.calendars.map((calendar) => planCalendar(calendar, context)),
    ...project.dimensions
      .map(withTimelyEvents)
      .flatMap((dimension) => [
        planDimension(dimension, context),
        ...planCurrentRows(dimension, context),
        ...dimension.miniDimensions.flatMap((mini) => [
          planProfileHistory(mini, dimension, context),
          planMiniDimension(mini, dimension, context),
        ]),
      ]),
    ...project.facts.map((fact) => planFact(fact, context)),
    ...(project.calendars.length + project.dimensions.length + project.facts.length === 0
      ? []
      : [
          properties('models/marts/_marts__models.yml', [
            ...project.calendars.map((calendar) => calendarProperties(calendar, context)),
            ...project.dimensions.flatMap((dimension) => [
              dimensionProperties(dimension, context),
              ...currentRowsProperties(dimension, context),
              ...dimension.miniDimensions.map((mini) => miniDimensionProperties(mini, dimension, context)),
            ]),
            ...project.facts.map((fact) => factProperties(fact, context)),
          ]),
        ]),
  ];
  return { files, notes: storageNotes(context) };
}

function properties(path: string, models: readonly YamlValue[]): FilePlan {
  return { kind: 'yaml', path, value: { models } };
}

/** True where rows are the instants of several histories, of which there is one per key. */
function isJoinedInTime({ input }: Project['intermediates'][number]): boolean {
  return input.kind === 'from' && input.joins.some(({ kind }) => kind === 'temporal');
}

function intermediateProperties(
  intermediate: Project['intermediates'][number],
  context: PlanContext,
): YamlValue {
  const unique = intermediate.relation.form === 'states';
  const single = unique && intermediate.relation.key.length === 1;
  // A truncate has no key.
  const keyed = intermediate.relation.form === 'states' || intermediate.relation.truncate === undefined;
  return modelYaml(
    {
      name: intermediate.model,
      description: sentenceEnd(intermediate.description),
      tests: isJoinedInTime(intermediate)
        ? [
            {
              test: 'unique_together',
              name: `${intermediate.model}_has_one_row_per_instant`,
              arguments: { columns: [...intermediate.relation.key, '_event_at'] },
            },
          ]
        : unique && !single
          ? [
              {
                test: 'unique_together',
                name: `${intermediate.model}_has_one_row_per_key`,
                arguments: { columns: [...intermediate.relation.key] },
              },
            ]
          : [],
      columns: intermediate.relation.columns.map((column) => ({
        column,
        tests: intermediate.relation.key.includes(column.name)
          ? [
              ...(single ? [{ test: 'unique' as const }] : []),
              ...(keyed ? [{ test: 'not_null' as const }] : []),
            ]
          : [],
        notNull: 'none' as const,
      })),
    },
    context,
  );
}
