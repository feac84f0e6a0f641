import type { Column, Dimension, Fact, Lookup } from '../resolve/project.js';
import { select } from '../sql/layout.js';
import { castTo, type PlanContext } from './context.js';
import { columnsOfFact, deletedRows } from './fact.js';
import type { FilePlan } from './file-plan.js';
import { lastStates } from './last-states.js';
import { intermediatePath } from './paths.js';
import { modelYaml } from './properties.js';
import type { Step } from './step.js';
import { words } from './tables.js';
import type { YamlValue } from './yaml-value.js';

interface InferringFact {
  readonly fact: Fact;
  /** Its lookups that may infer members of the dimension. */
  readonly lookups: readonly Lookup[];
}

/** The facts that may infer members of a dimension. */
export function inferringFacts({ name }: Dimension, { project }: PlanContext): InferringFact[] {
  return project.facts.flatMap((fact) => {
    const lookups = fact.lookups.filter(
      ({ missing, target }) =>
        missing === 'inferred' && target.kind === 'dimension' && target.dimension === name,
    );
    return lookups.length === 0 ? [] : [{ fact, lookups }];
  });
}

/**
 * The view of the natural keys that facts refer to, where they may infer members: of the same rows that the facts are
 * made of, because the facts themselves read the dimension. No model where no fact infers.
 */
export function planReferencedKeys(dimension: Dimension, context: PlanContext): FilePlan[] {
  if (dimension.inference === undefined) return [];
  const inputs = inferringFacts(dimension, context).map(({ fact, lookups }) => ({
    lookups,
    ...rowsOf(fact, context),
  }));
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
        branches: inputs.flatMap(({ lookups, from }) =>
          lookups.map(({ on }) =>
            select({
              columns: dimension.naturalKey.map((column) => referringItem(column, on, context)),
              from,
            }),
          ),
        ),
        keys: select({
          distinct: 'distinct',
          columns: key,
          from: 'references_of_facts',
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
  const facts = inferringFacts(dimension, context).map(({ fact }) => fact.model);
  return [
    modelYaml(
      {
        name: inference.model,
        description: `Natural keys of the ${words(name)} that rows of ${facts.join(', ')} refer to. Those that the source does not tell of become inferred members.`,
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

interface FactRows {
  readonly alias: string;
  readonly model: string;
  readonly steps: readonly Step[];
  readonly from: string;
}

/** The rows that a fact is made of, exactly those: what it does not read may decide which of several events is the last. */
function rowsOf(fact: Fact, context: PlanContext): FactRows {
  const relation = { ...fact.from, alias: `rows_of_${fact.name}` };
  const { alias, model } = relation;
  if (relation.form === 'states') return { alias, model, steps: [], from: alias };
  return { alias, model, ...lastStates(relation, columnsOfFact(fact), deletedRows(fact), context) };
}

function referringItem(column: Column, on: Lookup['on'], context: PlanContext): string {
  const here = on.find(({ there }) => there === column.name)?.here ?? column;
  const value = castTo(here.name, column.type, here.type, context);
  return value === column.name ? value : `${value} as ${column.name}`;
}
