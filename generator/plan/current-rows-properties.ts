import type { Dimension } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { currentProfileTests } from './current-profiles.js';
import { columnTests, sentenceEnd, toldRows } from './dimension-properties.js';
import { isConstrained, modelYaml } from './properties.js';
import { referenceTests } from './references.js';
import { dimensionTable, words } from './tables.js';
import type { YamlValue } from './yaml-value.js';

/**
 * The properties of a dimension's current rows, where they are apart from its history: one row per key, each of them a
 * row of the history. What a blueprint's own tests say of all versions is not asked again of a part of them.
 */
export function currentRowsProperties(dimension: Dimension, context: PlanContext): YamlValue[] {
  const { currentModel, model: history, key: surrogateKey } = dimension;
  if (currentModel === undefined) return [];
  const key = dimension.naturalKey.map((column) => column.name);
  const exists = dimension.members.length > 0 ? `${key[0]} is not null` : undefined;
  const single = key.length === 1;
  return [
    modelYaml(
      {
        name: currentModel,
        description: `${sentenceEnd(dimension.description)} One row per ${words(dimension.name)}: its current version. All versions are in ${history}, and facts point to them.`,
        quality: dimension.quality,
        tests: single
          ? []
          : [
              {
                test: 'unique_together',
                name: `${currentModel}_has_one_row_per_key`,
                arguments: { columns: key },
                ...(exists === undefined ? {} : { where: exists }),
              },
            ],
        columns: dimensionTable(dimension, context).map((column) => ({
          column,
          tests: [
            ...(single && column.role === 'natural_key' ? [{ test: 'unique' as const }] : []),
            ...columnTests(column, toldRows(dimension), context),
            ...currentProfileTests(column, dimension),
            ...referenceTests(column, dimension),
            ...(column.role === 'surrogate_key'
              ? [
                  {
                    test: 'relationships' as const,
                    arguments: { to: `ref('${history}')`, field: surrogateKey },
                  },
                ]
              : []),
          ],
          notNull: isConstrained(column) ? ('constraint' as const) : ('none' as const),
        })),
      },
      context,
    ),
  ];
}
