import type { Dimension, Reference } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';
import type { DimensionSteps } from './dimension-states.js';
import { calendarDay, heldAt, instant } from './instants.js';
import { lookupItems } from './lookup-items.js';
import { missingMembersGuard } from './missing-members-guard.js';
import { step } from './step.js';
import type { TableColumn } from './tables.js';

/**
 * The dimension as its steps are to compute it: with the values that its references are found by. What they point to
 * changes by itself, so no event of ours says which keys a run has to look at.
 */
export function withReferringValues(dimension: Dimension): Dimension {
  const { references, referring, from } = dimension;
  if (references.length === 0) return dimension;
  const needed = new Set(
    ofCurrentRows(dimension).flatMap(({ on, asOf }) => [
      ...on.map(({ value }) => value),
      ...(asOf === undefined ? [] : [asOf.value]),
    ]),
  );
  return {
    ...dimension,
    from: from.form === 'events' ? { ...from, followsOthers: true } : from,
    attributes: [...dimension.attributes, ...referring.filter(({ name }) => needed.has(name))],
  };
}

function ofCurrentRows({ references }: Dimension): Reference[] {
  return references.filter(({ follow }) => follow === 'current');
}

/** The same rows with the keys of what is current of what they refer to, or held at an instant of theirs. Unchanged where they follow no such thing. */
export function withReferences(
  made: DimensionSteps,
  dimension: Dimension,
  table: readonly TableColumn[],
  context: PlanContext,
): DimensionSteps {
  const references = ofCurrentRows(dimension);
  if (references.length === 0) return made;
  const imports = new Map(references.map((reference) => [importName(reference), reference.target.readFrom]));
  const keys = new Map(references.flatMap((reference) => keyItems(reference, made.result, context)));
  const columns = table
    .filter(({ role }) => role !== 'loaded_at' && role !== 'current_profile' && role !== 'is_inferred')
    .map(({ name }) => keys.get(name) ?? `${made.result}.${name}`);
  return {
    ...made,
    steps: [
      ...[...imports].map(([name, model]) => step(name, `select * from {{ ref('${model}') }}`)),
      ...made.steps,
      step(
        'with_references',
        select({
          columns,
          from: made.result,
          joins: references.map((reference) => ({
            kind: 'left' as const,
            relation: `${importName(reference)} as ${referredAs(reference)}`,
            on: joinOn(reference, made.result, context),
          })),
        }),
      ),
    ],
    result: 'with_references',
  };
}

/** Stops the run where a row refers to what is not known, in any version: `missing: error`. */
export function referenceGuards({ references, from }: Dimension, context: PlanContext): string[] {
  return references
    .filter(({ missing }) => missing === 'error')
    .map(({ asOf: _asOf, ...reference }) => {
      const { target, knownIn } = reference;
      return missingMembersGuard(
        { ...reference, target: { ...target, readFrom: knownIn } },
        { from },
        'events',
        context,
      );
    });
}

/** A key of a reference is one of what it refers to. */
export function referenceTests({ name }: TableColumn, { references }: Dimension): DataTest[] {
  return references.flatMap(({ keyColumn, durableKeyColumn, target }): DataTest[] => {
    const durable = target.kind === 'dimension' ? target.durableKey : undefined;
    const field = name === keyColumn ? target.key : name === durableKeyColumn ? durable : undefined;
    return field === undefined
      ? []
      : [{ test: 'relationships', arguments: { to: `ref('${target.model}')`, field } }];
  });
}

/** Present rows and those of other times may lie in two tables. */
function importName({ target, asOf }: Reference): string {
  const rows = asOf === undefined ? 'members' : 'versions';
  return `${rows}_of_${target.kind === 'calendar' ? target.calendar : target.dimension}`;
}

/** What the joined row of a reference goes by. */
export function referredAs({ role, target }: Reference): string {
  return `referred_${role ?? (target.kind === 'calendar' ? target.calendar : target.dimension)}`;
}

function joinOn(reference: Reference, from: string, context: PlanContext): string[] {
  const { target, on, asOf, timeZone, among } = reference;
  const alias = referredAs(reference);
  return [
    ...on.map(({ here, there, value }) => {
      const sql = `${from}.${value}`;
      const left = target.kind === 'calendar' ? calendarDay(here, timeZone, sql, context) : sql;
      return `${left} = ${alias}.${there}`;
    }),
    ...(asOf !== undefined
      ? heldAt(instant(asOf.here, `${from}.${asOf.value}`, context), alias, context)
      : among === 'versions'
        ? [`${alias}.${context.project.conventions.isCurrent}`]
        : []),
  ];
}

/** The columns that a reference gives, with the items of the select list that hold them. */
export function keyItems(reference: Reference, from: string, context: PlanContext): [string, string][] {
  const by = reference.on.map(({ value }) => `${from}.${value}`);
  return lookupItems(reference, { alias: referredAs(reference), by }, context);
}
