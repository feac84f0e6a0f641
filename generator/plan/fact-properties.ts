import type { Fact, Lookup } from '../resolve/project.js';
import type { YamlValue } from './yaml-value.js';
import type { PlanContext } from './context.js';
import type { DataTest } from './data-tests.js';
import { columnTests, sentenceEnd } from './dimension-properties.js';
import { instant } from './instants.js';
import { isConstrained, modelYaml } from './properties.js';
import { qualityTests } from './quality-tests.js';
import { factTable, type TableColumn } from './tables.js';

/** A fact's properties: its grain first, its contract, and the tests that follow from grain and lookups. */
export function factProperties(fact: Fact, context: PlanContext): YamlValue {
  const table = factTable(fact, context);
  const types = new Map(table.map((column) => [column.name, column.type]));
  const grain = fact.grain.key.map((column) => column.name);
  return modelYaml(
    {
      name: fact.model,
      description: `${sentenceEnd(fact.grain.statement)} ${sentenceEnd(fact.description)}`,
      quality: fact.quality,
      tests: [
        ...(grain.length === 1
          ? []
          : [
              {
                test: 'unique_together' as const,
                name: `${fact.model}_has_one_row_per_grain`,
                arguments: { columns: grain },
              },
            ]),
        ...fact.lookups.flatMap((lookup) => firstVersionTest(lookup, fact, context)),
        ...qualityTests(fact.model, fact.quality, types, undefined, context),
      ],
      columns: table.map((column) => {
        const to = pointsTo(column, fact);
        return {
          column,
          tests: [
            ...(grain.length === 1 && column.role === 'grain' ? [{ test: 'unique' as const }] : []),
            ...(to === undefined
              ? columnTests(column, undefined, context)
              : [{ test: 'not_null' as const }, relationship(to)]),
          ],
          notNull: isConstrained(column) ? ('constraint' as const) : ('none' as const),
        };
      }),
    },
    context,
  );
}

interface Pointed {
  readonly model: string;
  readonly field: string;
}

/** What a key of a lookup points to. */
function pointsTo(column: TableColumn, { lookups }: Fact): Pointed | undefined {
  for (const { keyColumn, durableKeyColumn, target } of lookups) {
    if (column.name === keyColumn) return { model: target.model, field: target.key };
    if (column.name === durableKeyColumn && target.kind === 'dimension' && target.durableKey !== undefined)
      return { model: target.model, field: target.durableKey };
  }
  return undefined;
}

function relationship({ model, field }: Pointed): DataTest {
  return { test: 'relationships', arguments: { to: `ref('${model}')`, field } };
}

/** Facts from before the first version of what they point to take the unknown member: worth a warning. */
function firstVersionTest(lookup: Lookup, fact: Fact, context: PlanContext): DataTest[] {
  // Nothing lies before a version that is open to the past.
  if (
    lookup.asOf === undefined ||
    lookup.target.kind !== 'dimension' ||
    lookup.target.firstVersion === 'open_past'
  )
    return [];
  return [
    {
      test: 'not_before_first_version',
      name: `${fact.model}_${lookup.keyColumn}_not_before_first_version`,
      description: `Rows from before the first version of their ${lookup.target.dimension} take the unknown member; first_version: open_past would give them that version.`,
      arguments: {
        from: `ref('${fact.from.model}')`,
        to: `ref('${lookup.target.readFrom}')`,
        on: Object.fromEntries(lookup.on.map(({ here, there }) => [here.name, there])),
        as_of: instant(lookup.asOf, lookup.asOf.name, context),
        valid_from: context.project.conventions.validFrom,
      },
      severity: 'warn',
    },
  ];
}
