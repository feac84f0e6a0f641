import type { Calendar, Dimension } from '../resolve/project.js';
import type { YamlValue } from './yaml-value.js';
import { calendarColumns } from '../resolve/calendar-columns.js';
import { companionTests } from './companion-tests.js';
import type { PlanContext } from './context.js';
import { currentProfileTests } from './current-profiles.js';
import type { DataTest } from './data-tests.js';
import { isConstrained, modelYaml } from './properties.js';
import { referenceTests } from './references.js';
import { dimensionTable, type TableColumn, words } from './tables.js';
import { qualityTests } from './quality-tests.js';

/** A dimension's properties: what its rows are, its contract, and the tests that follow from keys, types and history. */
export function dimensionProperties(dimension: Dimension, context: PlanContext): YamlValue {
  const key = dimension.naturalKey.map((column) => column.name);
  const members = dimension.members.length > 0;
  const exists = members ? `${key[0]} is not null` : undefined;
  const where = exists === undefined ? {} : { where: exists };
  const told = toldRows(dimension);
  // dbt's own test leaves nulls out, as those of reserved members.
  const single = !dimension.versioned && key.length === 1;
  const tests: DataTest[] = dimension.versioned
    ? versionTests(dimension, exists, context)
    : single
      ? []
      : [
          {
            test: 'unique_together',
            name: `${dimension.model}_has_one_row_per_key`,
            arguments: { columns: key },
            ...where,
          },
        ];
  const types = new Map(dimensionTable(dimension, context).map((column) => [column.name, column.type]));
  return modelYaml(
    {
      name: dimension.model,
      description: dimensionDescription(dimension),
      quality: dimension.quality,
      tests: [
        ...tests,
        ...companionTests(dimension, told, context),
        ...qualityTests(dimension.model, dimension.quality, types, told, context),
      ],
      columns: dimensionTable(dimension, context).map((column) => ({
        column,
        tests: [
          ...(single && column.role === 'natural_key' ? [{ test: 'unique' as const }] : []),
          ...columnTests(column, told, context),
          ...currentProfileTests(column, dimension),
          ...referenceTests(column, dimension),
        ],
        notNull: isConstrained(column) ? 'constraint' : 'none',
      })),
    },
    context,
  );
}

/** The condition for the rows that a source tells of: neither reserved members nor those that facts infer. */
export function toldRows({ naturalKey, members, inference }: Dimension): string | undefined {
  const conditions = [
    ...(members.length > 0 ? [`${naturalKey[0]?.name} is not null`] : []),
    ...(inference === undefined ? [] : ['not is_inferred']),
  ];
  return conditions.length === 0 ? undefined : conditions.join(' and ');
}

/**
 * What holds of the versions of a natural key: one begins at an instant, one is current, they don't overlap.
 *
 * @param exists the condition that leaves out reserved members, where there are any
 */
export function versionTests(
  dimension: Pick<Dimension, 'model' | 'naturalKey'>,
  exists: string | undefined,
  context: PlanContext,
): DataTest[] {
  const { validFrom, validTo, isCurrent } = context.project.conventions;
  const key = dimension.naturalKey.map((column) => column.name);
  const where = exists === undefined ? {} : { where: exists };
  return [
    {
      test: 'unique_together',
      name: `${dimension.model}_starts_a_version_once`,
      arguments: { columns: [...key, validFrom] },
      ...where,
    },
    {
      test: 'one_current_version',
      name: `${dimension.model}_has_one_current_version`,
      arguments: { natural_key: key, is_current: isCurrent },
      ...where,
    },
    {
      test: 'versions_do_not_overlap',
      name: `${dimension.model}_versions_do_not_overlap`,
      arguments: { natural_key: key, valid_from: validFrom, valid_to: validTo },
      ...where,
    },
    {
      test: 'expression_is_true',
      name: `${dimension.model}_starts_before_it_ends`,
      arguments: {
        expression:
          context.project.conventions.openEnd === null
            ? `${validTo} is null or ${validFrom} < ${validTo}`
            : `${validFrom} < ${validTo}`,
      },
    },
  ];
}

function dimensionDescription({ name, description, versioned }: Dimension): string {
  return `${sentenceEnd(description)} One row per ${versioned ? 'version of each ' : ''}${words(name)}.`;
}

/** Tests of one column that follow from what it is for. */
export function columnTests(
  column: TableColumn,
  exists: string | undefined,
  context: PlanContext,
): DataTest[] {
  const where = exists === undefined ? {} : { where: exists };
  const accepted: DataTest[] =
    column.accepted === undefined ||
    (column.role !== 'attribute' && column.role !== 'companion' && column.role !== 'degenerate')
      ? []
      : [{ test: 'accepted_values', arguments: acceptedArguments(column.accepted, context) }];
  switch (column.role) {
    case 'surrogate_key':
      return [{ test: 'unique' }, { test: 'not_null' }];
    case 'natural_key':
      return exists === undefined ? [{ test: 'not_null' }] : [];
    case 'attribute':
    case 'companion':
    case 'degenerate':
    case 'measure':
      return [
        ...(column.notNull
          ? [
              {
                test: 'not_null' as const,
                ...(column.role === 'attribute' || column.role === 'companion' ? where : {}),
              },
            ]
          : []),
        ...accepted,
      ];
    case 'durable_key':
    case 'valid_from':
    case 'is_current':
    case 'loaded_at':
    case 'is_deleted':
    case 'is_inferred':
    case 'grain':
      return [{ test: 'not_null' }];
    default:
      return column.notNull ? [{ test: 'not_null' }] : [];
  }
}

/**
 * Accepted values. dbt puts quotes around each, and no more: numbers and truth values must have none, and a text
 * that holds a quote or a backslash is written as the literal that it is.
 */
export function acceptedArguments(
  values: readonly (string | number | boolean)[],
  { dialect }: PlanContext,
): Record<string, YamlValue> {
  const literals = values.map((value) =>
    typeof value === 'string' ? dialect.stringLiteral(value) : String(value),
  );
  if (values.every((value, index) => typeof value === 'string' && literals[index] === `'${value}'`))
    return { values: [...values] };
  const texts = values.some((value) => typeof value === 'string');
  return { values: texts ? literals : [...values], quote: false };
}

/** A calendar's properties. */
export function calendarProperties(calendar: Calendar, context: PlanContext): YamlValue {
  const columns = calendarColumns(calendar).filter((column) => column.role !== 'intermediate');
  return modelYaml(
    {
      name: calendar.model,
      description: `${sentenceEnd(calendar.description)} One row per day from ${calendar.start} to ${calendar.end}.`,
      quality: calendar.quality,
      tests: qualityTests(
        calendar.model,
        calendar.quality,
        new Map(columns.map((column) => [column.name, column.type])),
        calendar.members.length > 0 ? 'date_day is not null' : undefined,
        context,
      ),
      columns: columns.map((column) => ({
        column: {
          name: column.name,
          type: column.type,
          description: column.description,
          notNull: column.role === 'key',
        },
        tests:
          column.role === 'key'
            ? [{ test: 'unique' as const }, { test: 'not_null' as const }]
            : column.role === 'day'
              ? [{ test: 'unique' as const }]
              : [],
        notNull: column.role === 'key' ? ('constraint' as const) : ('none' as const),
      })),
    },
    context,
  );
}

/** A text that ends as a sentence does. */
export function sentenceEnd(text: string): string {
  const trimmed = text.trimEnd();
  return /[.!?]$/.test(trimmed) ? trimmed : `${trimmed}.`;
}
