import type { Dimension, MiniDimension, Project } from '../resolve/project.js';
import { keyMeaning, versionIdentity } from './key-meaning.js';
import { identity, type Row } from './value.js';

/** A table whose keys others hold: a dimension, or the combinations of a mini-dimension. */
export interface PointedTo {
  readonly model: string;
  readonly key: string;
  readonly durableKey?: string;
  /** What the key of a row stands for, among all rows of its natural key. */
  readonly meaning: (row: Row, among: readonly Row[]) => string;
  /** What its durable key stands for. */
  readonly life: (row: Row) => string;
}

/** Everything that keys point to, by name; calendars aside. */
export function pointedTo({ dimensions, conventions }: Project): ReadonlyMap<string, PointedTo> {
  return new Map(
    dimensions.flatMap((dimension): [string, PointedTo][] => {
      const naturalKey = dimension.naturalKey.map(({ name }) => name);
      const life = (row: Row) => identity(row, naturalKey);
      const { model, key, durableKey } = dimension;
      return [
        [
          dimension.name,
          {
            ...{ model, key, life },
            ...(durableKey === undefined ? {} : { durableKey }),
            meaning: (row, among) =>
              keyMeaning(row, among, dimension, conventions) ??
              versionIdentity(row, dimension, conventions.validFrom),
          },
        ],
        ...dimension.miniDimensions.map((mini): [string, PointedTo] => [
          mini.name,
          { model: mini.model, key: mini.key, life, meaning: (row) => combination(row, mini) },
        ]),
      ];
    }),
  );
}

/** The dimension of a name, or the one that the mini-dimension of that name is taken out of and looked up as. */
export function lookedUpDimension({ dimensions }: Project, name: string): Dimension | undefined {
  return dimensions.find(
    (dimension) => dimension.name === name || dimension.miniDimensions.some((mini) => mini.name === name),
  );
}

/** The values of a mini-dimension's attributes as one text. */
export function combination(row: Row, { attributes }: Pick<MiniDimension, 'attributes'>): string {
  return identity(
    row,
    attributes.map(({ name }) => name),
  );
}

/** The history of a mini-dimension's combinations: a dimension of the same natural key, made of the same events. */
export function profileHistory(mini: MiniDimension, dimension: Dimension): Dimension {
  const { durableKey: _durable, currentModel: _current, inference: _inference, ...rest } = dimension;
  return {
    ...rest,
    name: mini.name,
    model: mini.history.model,
    key: mini.history.key,
    keyType: { kind: 'string' },
    versioned: true,
    attributes: mini.attributes,
    overwrite: 'all_versions',
    miniDimensions: [],
    references: [],
    referring: [],
  };
}
