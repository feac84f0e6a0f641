import type { Diagnostic } from '../diagnostics/diagnostic.js';
import { report } from '../diagnostics/report.js';
import type { Location } from '../diagnostics/diagnostic.js';
import type { PhysicalDesign } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { storageConfig } from './model-config.js';
import { dimensionTable, factTable, type TableColumn } from './tables.js';

/** What was asked for of storage and can't be had on this warehouse, as info diagnostics. */
export function storageNotes(context: PlanContext): Diagnostic[] {
  const tables: { name: string; physical: PhysicalDesign; table: readonly TableColumn[]; versioned: boolean; location: Location }[] = [
    ...context.project.dimensions.map((dimension) => ({
      name: dimension.name,
      physical: dimension.physical,
      table: dimensionTable(dimension, context),
      versioned: dimension.versioned,
      location: dimension.physical.location ?? dimension.location,
    })),
    ...context.project.facts.map((fact) => ({
      name: fact.name,
      physical: fact.physical,
      table: factTable(fact, context),
      versioned: false,
      location: fact.physical.location ?? fact.location,
    })),
  ];
  return tables.flatMap(({ name, physical, table, versioned, location }) =>
    storageConfig({ kind: 'merged', table, history: versioned ? 'versions' : 'none', physical }, context).notes.map((note) =>
      report('DG550', { dialect: context.dialect.label, note: `${name}: ${note}` }, location),
    ),
  );
}
