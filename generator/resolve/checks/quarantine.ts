import type { Blueprint, BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { keyWords } from '../findings.js';
import type { Intermediate } from '../project.js';
import { quarantinedTables, tablesBehind } from '../quarantine.js';
import { checkAdded, type Relations, sameKey } from '../relations.js';

/**
 * Rows are set aside before anything reads their table, by the table's own key. So dimensions over one table have to
 * agree, and a natural key has to be that key.
 */
export function checkQuarantine(
  blueprints: readonly Blueprint[],
  relations: Relations,
  intermediates: ReadonlyMap<string, Intermediate>,
  context: ResolveContext,
): void {
  const quarantined = quarantinedTables(blueprints);
  const dimensions = blueprints.filter(
    (blueprint): blueprint is BlueprintOf<'dimension'> => blueprint.kind === 'dimension',
  );
  for (const dimension of dimensions) {
    const { invalid } = dimension.value.history;
    if (invalid === 'quarantine') checkKey(dimension, blueprints, relations, intermediates, context);
    if (invalid === 'stop') checkAgreement(dimension, dimensions, quarantined, blueprints, context);
  }
  for (const name of quarantined) {
    const table = relations.tables.get(name);
    if (table !== undefined && !relations.kept.has(name))
      checkAdded(table, 'when a row was set aside', context);
  }
}

function checkKey(
  { value, locate }: BlueprintOf<'dimension'>,
  blueprints: readonly Blueprint[],
  relations: Relations,
  intermediates: ReadonlyMap<string, Intermediate>,
  { findings }: ResolveContext,
): void {
  const own = relations.tables.get(value.from) ?? relations.intermediates.get(value.from);
  const isKnown = value.natural_key.every((name) => own?.columns.some((column) => column.name === name));
  const isLog =
    own !== undefined &&
    ('shape' in own ? own.shape === 'log' : own.form === 'events' && own.origin === 'log');
  // A natural key that can't be one was told.
  if (own === undefined || !isKnown || !(isLog || sameKey(value.natural_key, own.key))) return;
  for (const { table, columns } of origins(value.from, value.natural_key)) {
    if (sameKey(columns, relations.tables.get(table)?.key ?? columns)) continue;
    findings.add(
      'DG527',
      {
        naturalKey: keyWords(value.natural_key),
        table,
        key: keyWords(relations.tables.get(table)?.key ?? []),
      },
      locate(['history', 'invalid']),
      { expected: 'invalid: stop' },
    );
    return;
  }

  /** The columns of the source tables that columns of a table or intermediate are, as far as they are any. */
  function origins(
    name: string,
    columns: readonly string[],
  ): readonly { readonly table: string; readonly columns: readonly string[] }[] {
    const intermediate = intermediates.get(name);
    const written = blueprints.find(
      (blueprint): blueprint is BlueprintOf<'intermediate'> =>
        blueprint.kind === 'intermediate' && blueprint.value.intermediate === name,
    )?.value;
    if (written === undefined) return [{ table: name, columns }];
    // What is wrong with it was told where it stands.
    if (intermediate === undefined) return [];
    const { input } = intermediate;
    const above = columns.flatMap((column) => {
      const found = intermediate.columns.find((candidate) => candidate.name === column)?.value;
      if (found?.kind !== 'column') return [];
      const { qualifier, name: origin } = found.column;
      const isOfFrom = input.kind === 'union' || qualifier === input.relation.alias;
      return isOfFrom ? [origin] : [];
    });
    return (written.union ?? [written.from ?? '']).flatMap((each) => origins(each, above));
  }
}

function checkAgreement(
  { value, locate }: BlueprintOf<'dimension'>,
  dimensions: readonly BlueprintOf<'dimension'>[],
  quarantined: ReadonlySet<string>,
  blueprints: readonly Blueprint[],
  { findings }: ResolveContext,
): void {
  const table = tablesBehind(value.from, blueprints).find((name) => quarantined.has(name));
  if (table === undefined) return;
  const other = dimensions.find(
    (dimension) =>
      dimension.value.history.invalid === 'quarantine' &&
      tablesBehind(dimension.value.from, blueprints).includes(table),
  );
  findings.add('DG528', { table, dimension: other?.value.dimension ?? '' }, locate(['history', 'invalid']), {
    expected: 'invalid: quarantine, or none here',
    related:
      other === undefined
        ? []
        : [{ message: 'they are set aside here', location: other.locate(['history', 'invalid']) }],
  });
}
