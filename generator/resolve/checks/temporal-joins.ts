import type { Location } from '../../diagnostics/diagnostic.js';
import type { BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { keyWords } from '../findings.js';
import { at, locationOf, type Place } from '../place.js';
import type { DatedRelation, Intermediate, Relation } from '../project.js';
import { hasTemporalJoin } from '../relations.js';
import { joinedTableOf } from './history.js';

/** A side of a temporal join: its history, or undefined after having said why it has none. */
export function dated(
  relation: Relation,
  words: string,
  location: Location,
  { findings }: ResolveContext,
): DatedRelation | undefined {
  if (relation.form === 'states') {
    findings.add('DG581', { relation: words }, location, { expected: 'rows with a history' });
    return undefined;
  }
  if (relation.eventAt === undefined) {
    findings.add('DG582', { relation: words }, location, { expected: 'changed_at in the source' });
    return undefined;
  }
  return { ...relation, eventAt: relation.eventAt };
}

/** What an intermediate has to be for its temporal joins to mean something. */
export function checkTemporalJoins(
  intermediate: Intermediate,
  { value, locate }: BlueprintOf<'intermediate'>,
  intermediates: ReadonlyMap<string, Intermediate>,
  context: ResolveContext,
): void {
  if (!hasTemporalJoin(value)) return;
  const root: Place = { locate, path: [] };
  const { findings } = context;
  const rows = presentRows(intermediate);
  if (rows !== undefined) {
    (value.joins ?? []).forEach(({ join }, index) => {
      if (join === 'temporal')
        findings.add('DG580', { rows }, locationOf(at(root, 'joins', index, 'join')), {
          expected: 'join: left',
        });
    });
    return;
  }
  if (intermediate.input.kind !== 'from') return;
  const { relation, joins } = intermediate.input;
  if (dated(relation, value.from ?? '', locationOf(at(root, 'from')), context) === undefined) return;
  const keyOfFrom = value.key.flatMap((name) => {
    const column = intermediate.columns.find((candidate) => candidate.name === name)?.value;
    return column?.kind === 'column' && column.column.qualifier === relation.alias
      ? [column.column.name]
      : [];
  });
  const sameRows =
    value.key.length === relation.key.length && relation.key.every((name) => keyOfFrom.includes(name));
  // A key that is not among the columns was told.
  if (!sameRows && value.key.every((name) => intermediate.columns.some((column) => column.name === name)))
    findings.add(
      'DG584',
      { key: keyWords(value.key), relation: value.from ?? '' },
      locationOf(at(root, 'key')),
      { expected: `key: [${relation.key.join(', ')}]` },
    );

  // Where a join is missing, that was told.
  if (joins.length !== value.joins?.length) return;
  joins.forEach((join, index) => {
    if (join.kind !== 'temporal') return;
    for (const { here } of join.on) {
      const plain = joinedTableOf([here], intermediate, intermediates);
      if (plain === undefined) continue;
      const written = Object.keys(value.joins?.[index]?.on ?? {}).find(
        (name) => name === here.name || name.endsWith(`.${here.name}`),
      );
      findings.add(
        'DG583',
        { column: written ?? here.name, relation: plain.alias },
        written === undefined
          ? locationOf(at(root, 'joins', index, 'with'))
          : locationOf(at(root, 'joins', index, 'on', written), 'key'),
        { expected: `a column of "${value.from ?? ''}", or of what is joined in time` },
      );
    }
  });
}

/** Where no events are read: what the rows are. */
function presentRows({ grouping, input }: Intermediate): string | undefined {
  if (grouping.kind === 'group_by') return 'grouped';
  if (grouping.kind === 'distinct') return 'distinct';
  return input.kind === 'union' ? 'a union' : undefined;
}
