import type { DimensionBlueprint } from '../../parse/schema/index.js';
import type { ResolveContext } from '../context.js';
import { at, locationOf, type Place } from '../place.js';
import type { Relation } from '../project.js';

export interface HistoryFacts {
  /** True where the table has a row per version. */
  readonly versioned: boolean;
  /** True where an attribute opens versions. */
  readonly tracked: boolean;
  readonly from: Relation;
  readonly defaultScd: number;
}

/** Settings of `history` that would have no effect, or ask for what the source can't say. */
export function checkHistorySettings(
  value: DimensionBlueprint,
  { versioned, tracked, from, defaultScd }: HistoryFacts,
  root: Place,
  { findings }: ResolveContext,
): void {
  const {
    late,
    first_version: firstVersion,
    overwrite,
    versions,
    durable_key: durableKey,
    split,
  } = value.history;
  const place = (key: string) => locationOf(at(root, 'history', key));
  const needing = [
    ...(late === 'reject' ? ['late'] : []),
    ...(firstVersion === 'open_past' ? ['first_version'] : []),
    ...(overwrite !== 'all_versions' ? ['overwrite'] : []),
    ...(durableKey ? ['durable_key'] : []),
    ...(split !== undefined ? ['split'] : []),
  ];
  for (const key of versioned ? [] : needing)
    findings.add('DG524', {}, place(key), {
      // Rows without events never get versions.
      expected:
        from.form === 'states' ? `no "${key}"` : 'an attribute with scd: 2 or 6, or versions: existence',
    });
  if (
    value.history.deletes === 'ignore' &&
    from.form === 'events' &&
    from.histories !== undefined &&
    from.isDeleted !== undefined
  )
    findings.add('DG585', { relation: value.from }, place('deletes'), { expected: 'deletes: flag' });
  const overwrites = value.attributes.some((attribute) => (attribute.scd ?? defaultScd) === 1);
  if (overwrite !== 'all_versions' && versioned && !overwrites)
    findings.add(
      'DG525',
      { setting: `overwrite: ${overwrite}`, reason: 'no attribute has scd 1' },
      place('overwrite'),
    );
  if (versions !== undefined && tracked)
    findings.add(
      'DG525',
      { setting: `versions: ${versions}`, reason: 'an attribute of scd 2 or 6 has versions anyway' },
      place('versions'),
    );
  if (versions !== undefined && from.form === 'states')
    findings.add('DG526', { relation: value.from }, place('versions'));
}
