import type { Dimension } from '../resolve/project.js';
import { changedRows } from './changed-rows.js';
import { withCurrentProfiles } from './current-profiles.js';
import type { PlanContext } from './context.js';
import { currentSteps } from './dimension-current.js';
import { versionSteps } from './dimension-versions.js';
import { existingRows, existingRowsSteps } from './existing-rows.js';
import type { FilePlan } from './file-plan.js';
import { dimensionGuards } from './guards.js';
import { withInferredMembers } from './inferred-members.js';
import { memberColumns } from './members.js';
import { modelConfig, physicalOr } from './model-config.js';
import { martPath } from './paths.js';
import { select } from '../sql/layout.js';
import { integerOfHash } from '../sql/keys.js';
import type { DimensionSteps } from './dimension-states.js';
import { referenceGuards, withReferences, withReferringValues } from './references.js';
import { resumesHistories } from './resumed-histories.js';
import { step } from './step.js';
import { dimensionTable, type TableColumn } from './tables.js';

/** The model of a dimension: its events or states, what they amount to, the reserved members, and only what differs. */
export function planDimension(declared: Dimension, context: PlanContext): FilePlan {
  const table = dimensionTable(declared, context);
  const dimension = withReferringValues(declared);
  const valued =
    dimension.versioned && dimension.from.form === 'events'
      ? versionSteps(
          dimension,
          dimension.from,
          resumesHistories(dimension, dimension.from, context) ? 'resumed' : 'changed',
          context,
        )
      : currentSteps(dimension, context);
  const made = withReferences(valued, dimension, table, context);
  const { steps, result, within } = withCurrentProfiles(
    withKeys(withInferredMembers(made, dimension, table, context), dimension, table, context),
    dimension,
    table,
    context,
  );
  const ended = endedInPlace(dimension, context);
  return {
    kind: 'template',
    path: martPath(dimension.model),
    template: 'models/dimension.sql',
    view: {
      config: modelConfig(
        {
          kind: 'merged',
          key: dimension.key,
          ...foundBy(table, dimension),
          ...ended,
          table,
          history: dimension.versioned ? 'versions' : 'none',
          physical: physicalOr(dimension.physical, context),
          guards: [...dimensionGuards(dimension, context), ...referenceGuards(dimension, context)],
        },
        context,
      ),
      alias: dimension.from.alias,
      model: dimension.from.model,
      steps: [...steps, ...existingRowsSteps(within, dimension, context.dialect)],
      result,
      members: dimension.members.map((member) => ({
        columns: memberColumns(member, table, dimension, context),
      })),
      changes: changedRows(
        {
          key: dimension.key,
          table,
          ...(within === undefined ? {} : { existing: existingRows }),
          ...ended,
          // What was over long ago then lies apart from what a load asks for.
          ...(within?.existing === 'made' ? { sortedBy: [context.project.conventions.validTo] } : {}),
          ...(dimension.keyType.kind === 'bigint' ? { identity: identity(table, dimension) } : {}),
          ...(dimension.from.form === 'states' && dimension.deletes === 'ignore'
            ? { gone: 'stay' as const }
            : {}),
        },
        context.dialect,
      ),
    },
  };
}

/** The same with hashes as numbers, where the dimension has integer keys. */
function withKeys(
  made: DimensionSteps,
  dimension: Dimension,
  table: readonly TableColumn[],
  { dialect }: PlanContext,
): DimensionSteps {
  if (dimension.keyType.kind === 'string') return made;
  const numbered = `${made.result}_numbered`;
  const columns = table
    .filter(({ role }) => role !== 'loaded_at' && role !== 'current_profile')
    .map(({ name, role }) =>
      role === 'surrogate_key' || role === 'durable_key'
        ? `${integerOfHash(name, dialect)} as ${name}`
        : name,
    );
  return {
    ...made,
    steps: [...made.steps, step(numbered, select({ columns, from: made.result }))],
    result: numbered,
  };
}

/** What one key stands for. That of a first version stays where facts may infer it, whatever start the source gives it. */
function identity(table: readonly TableColumn[], { inference }: Dimension): string[] {
  return table
    .filter(({ role }) => role === 'natural_key' || (role === 'valid_from' && inference === undefined))
    .map(({ name }) => name);
}

/** The same where it is enough to find the row of a key: it isn't where the key's row can get another start. */
function foundBy(
  table: readonly TableColumn[],
  dimension: Dimension,
): { readonly identity?: readonly string[] } {
  return dimension.versioned && dimension.inference !== undefined
    ? {}
    : { identity: identity(table, dimension) };
}

/** The columns of a version's end, where the dialect updates them in place: rows are found without their key then. */
function endedInPlace(
  dimension: Dimension,
  { dialect, project }: PlanContext,
): { readonly ends?: readonly string[] } {
  const { validTo, isCurrent } = project.conventions;
  // A number that is a key is looked at for accidents, so it comes with every row.
  return dialect.endedVersions === 'in_place' &&
    dimension.versioned &&
    dimension.inference === undefined &&
    dimension.keyType.kind === 'string'
    ? { ends: [validTo, isCurrent] }
    : {};
}
