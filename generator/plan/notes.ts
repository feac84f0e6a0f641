import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { Location } from '../diagnostics/diagnostic.js';
import type { PhysicalDesign } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { calendarTable } from './calendar.js';
import { modelKind } from './fact.js';
import { type ModelKind, storageConfig } from './model-config.js';
import { dimensionTable, factTable, type TableColumn } from './tables.js';

/** What was asked for of storage and can't be had on this warehouse, as info diagnostics. */
export function storageNotes(context: PlanContext): Diagnostic[] {
  const tables: {
    physical: PhysicalDesign;
    table: readonly TableColumn[];
    kind: ModelKind['kind'];
    versioned: boolean;
    location: Location;
  }[] = [
    ...context.project.dimensions.map((dimension) => ({
      physical: dimension.physical,
      table: dimensionTable(dimension, context),
      kind: 'merged' as const,
      versioned: dimension.versioned,
      location: dimension.location,
    })),
    ...context.project.calendars.map((calendar) => ({
      physical: calendar.physical,
      table: calendarTable(calendar),
      kind: 'table' as const,
      versioned: false,
      location: calendar.location,
    })),
    ...context.project.facts.map((fact) => ({
      physical: fact.physical,
      table: factTable(fact, context),
      kind: modelKind(fact),
      versioned: false,
      location: fact.location,
    })),
  ];
  return tables.flatMap(({ physical, table, kind, versioned, location }) =>
    storageConfig({ kind, table, history: versioned ? 'versions' : 'none', physical }, context).notes.map(
      (note) =>
        report(
          'DG550',
          { note: named(note, context.dialect.label) },
          physical.locate?.(note.split(' ', 1)[0] ?? '') ?? location,
        ),
    ),
  );
}

/** Where the warehouse is not named anyway. */
function named(note: string, warehouse: string): string {
  return note.includes(warehouse) ? note : `${warehouse}: ${note}`;
}
