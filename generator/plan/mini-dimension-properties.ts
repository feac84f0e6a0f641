import type { Dimension, MiniDimension } from '../resolve/project.js';
import { keyText, type PlanContext } from './context.js';
import { columnTests, versionTests } from './dimension-properties.js';
import { memberKey } from './members.js';
import { profileHistoryTable } from './profile-history.js';
import { isConstrained, modelYaml } from './properties.js';
import { miniDimensionTable, words } from './tables.js';
import type { YamlValue } from './yaml-value.js';

/** The properties of a mini-dimension: owner, contract and access are those of its dimension, whose tests are not. */
export function miniDimensionProperties(
  mini: MiniDimension,
  dimension: Dimension,
  context: PlanContext,
): YamlValue {
  // Any attribute can be null; only reserved members have these keys.
  const reserved = mini.members.map((member) => memberKey(member, keyText, context));
  const exists = reserved.length > 0 ? `${mini.key} not in (${reserved.join(', ')})` : undefined;
  const attributes = mini.attributes.map(({ name }) => words(name)).join(', ');
  return modelYaml(
    {
      name: mini.model,
      description: `Profiles of a ${words(dimension.name)}. One row per combination of ${attributes} that ever occurred.`,
      quality: { ...dimension.quality, tests: [] },
      tests: [],
      columns: miniDimensionTable(mini, context).map((column) => ({
        column,
        tests: columnTests(column, exists, context),
        notNull: isConstrained(column) ? ('constraint' as const) : ('none' as const),
      })),
    },
    context,
  );
}

/** The properties of the model that says which combination each thing had, and when. */
export function profileHistoryProperties(
  mini: MiniDimension,
  dimension: Dimension,
  context: PlanContext,
): YamlValue {
  return modelYaml(
    {
      name: mini.history.model,
      description: `Which ${words(mini.name)} each ${words(dimension.name)} had, and when.`,
      tests: versionTests(
        { model: mini.history.model, naturalKey: dimension.naturalKey },
        undefined,
        context,
      ),
      columns: profileHistoryTable(mini, dimension, context).map((column) => ({
        column,
        tests: [
          ...columnTests(column, undefined, context),
          ...(column.name === mini.key
            ? [
                {
                  test: 'relationships' as const,
                  arguments: { to: `ref('${mini.model}')`, field: mini.key },
                },
              ]
            : []),
        ],
        notNull: 'none' as const,
      })),
    },
    context,
  );
}
