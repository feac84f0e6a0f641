import type { Column, Dimension, Fact, Lookup, Reference } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import { columnsRead } from './columns-read.js';
import { castTo, type PlanContext } from './context.js';
import { prepareEvents } from './event-steps.js';
import { columnsOfFact, deletedRows } from './fact.js';
import type { FilePlan } from './file-plan.js';
import { lastStates } from './last-states.js';
import { intermediatePath } from './paths.js';
import { modelYaml } from './properties.js';
import { withTimelyEvents } from './rejecting.js';
import type { Step } from './step.js';
import { words } from './tables.js';
import type { YamlValue } from './yaml-value.js';

interface InferringFact {
  readonly fact: Fact;
  /** Its lookups that may infer members of the dimension. */
  readonly lookups: readonly Lookup[];
}

interface InferringDimension {
  readonly referring: Dimension;
  readonly lookups: readonly Reference[];
}

/** The facts that may infer members of a dimension. */
export function inferringFacts({ name }: Dimension, { project }: PlanContext): InferringFact[] {
  return project.facts.flatMap((fact) => {
    const lookups = fact.lookups.filter((lookup) => infersInto(lookup, name));
    return lookups.length === 0 ? [] : [{ fact, lookups }];
  });
}

/** The dimensions that may infer members of another one. */
function inferringDimensions({ name }: Dimension, { project }: PlanContext): InferringDimension[] {
  return project.dimensions.flatMap((referring) => {
    const lookups = referring.references.filter((reference) => infersInto(reference, name));
    return lookups.length === 0 ? [] : [{ referring, lookups }];
  });
}

function infersInto({ missing, target }: Pick<Lookup, 'missing' | 'target'>, dimension: string): boolean {
  return missing === 'inferred' && target.kind === 'dimension' && target.dimension === dimension;
}

/**
 * The view of the natural keys that facts and dimensions refer to, where they may infer members: of the same rows that
 * these are made of, because they themselves read the dimension. No model where nobody infers.
 */
export function planReferencedKeys(dimension: Dimension, context: PlanContext): FilePlan[] {
  if (dimension.inference === undefined) return [];
  const inputs = [
    ...inferringFacts(dimension, context).map(({ fact, lookups }) => ({
      lookups,
      ...rowsOfFact(fact, context),
    })),
    ...inferringDimensions(dimension, context).map(({ referring, lookups }) => ({
      lookups,
      ...statesOf(referring, lookups, context),
    })),
  ];
  const steps = inputs.flatMap((input) => input.steps);
  const key = dimension.naturalKey.map(({ name }) => name);
  return [
    {
      kind: 'template',
      path: intermediatePath(dimension.inference.model),
      template: 'models/referenced_keys.sql',
      view: {
        // Imports stand together at the top; what is made of them follows.
        imports: inputs.map(({ alias, model }, index) => ({
          alias,
          model,
          steps: index === inputs.length - 1 ? steps : [],
        })),
        branches: inputs.flatMap(({ lookups, from, where }) =>
          lookups.map(({ on }) =>
            select({
              columns: dimension.naturalKey.map((column) => referringItem(column, on, context)),
              from,
              where,
            }),
          ),
        ),
        keys: select({
          distinct: 'distinct',
          columns: key,
          from: 'all_references',
          where: key.map((name) => `${name} is not null`),
        }),
      },
    },
  ];
}

/** Its properties: a key stands there once. */
export function referencedKeysProperties(dimension: Dimension, context: PlanContext): YamlValue[] {
  const { inference, name, naturalKey } = dimension;
  if (inference === undefined) return [];
  const single = naturalKey.length === 1;
  const models = [
    ...inferringFacts(dimension, context).map(({ fact }) => fact.model),
    ...inferringDimensions(dimension, context).map(({ referring }) => referring.model),
  ];
  return [
    modelYaml(
      {
        name: inference.model,
        description: `Natural keys of the ${words(name)} that rows of ${models.join(', ')} refer to. Those that the source does not tell of become inferred members.`,
        tests: single
          ? []
          : [
              {
                test: 'unique_together',
                name: `${inference.model}_has_one_row_per_key`,
                arguments: { columns: naturalKey.map((column) => column.name) },
              },
            ],
        columns: naturalKey.map((column) => ({
          column,
          tests: [...(single ? [{ test: 'unique' as const }] : []), { test: 'not_null' as const }],
          notNull: 'none' as const,
        })),
      },
      context,
    ),
  ];
}

interface ReferringRows {
  readonly alias: string;
  readonly model: string;
  readonly steps: readonly Step[];
  readonly from: string;
  readonly where: readonly string[];
}

/** The rows that a fact is made of, exactly those: what it does not read may decide which of several events is the last. */
function rowsOfFact(fact: Fact, context: PlanContext): ReferringRows {
  const relation = { ...fact.from, alias: `rows_of_${fact.name}` };
  const { alias, model } = relation;
  if (relation.form === 'states') return { alias, model, steps: [], from: alias, where: [] };
  const last = lastStates(relation, columnsOfFact(fact), deletedRows(fact), context);
  return { alias, model, ...last, where: [] };
}

/**
 * All states that the events of a dimension ever said, as for the combinations of a mini-dimension: whether or not another
 * event of the same instant took its place, so that the order of loads means nothing. What was set aside says nothing.
 */
function statesOf(referring: Dimension, lookups: readonly Reference[], context: PlanContext): ReferringRows {
  const relation = { ...withTimelyEvents(referring).from, alias: `states_of_${referring.name}` };
  const { alias, model } = relation;
  if (relation.form === 'states') return { alias, model, steps: [], from: alias, where: [] };
  const key = referring.naturalKey.map(({ name }) => name);
  const read = new Set([
    ...columnsRead(referring).map(({ name }) => name),
    ...lookups.flatMap(({ on }) => on.map(({ here }) => here.name)),
  ]);
  const columns = relation.columns.filter(({ name }) => read.has(name));
  // One value that is carried on was said by an earlier event; of several, the events in between may make another key.
  const carriesNulls = relation.carriesNulls && lookups.some(({ on }) => on.length > 1);
  const { steps, from } = prepareEvents(
    { ...relation, carriesNulls },
    key,
    columns,
    context,
    `_of_${referring.name}`,
  );
  const where = relation.isDeleted === undefined ? [] : [`not ${relation.isDeleted}`];
  return { alias, model, steps, from, where };
}

function referringItem(
  column: Column,
  on: readonly { readonly here: Column; readonly there: string }[],
  context: PlanContext,
): string {
  const here = on.find(({ there }) => there === column.name)?.here ?? column;
  const value = castTo(here.name, column.type, here.type, context);
  return value === column.name ? value : `${value} as ${column.name}`;
}
