import type { Blueprint } from '../parse/blueprint.js';

/**
 * The tables (`<source>.<table>`) whose rows without a key or an instant are set aside: those that bring the rows of
 * a dimension with `invalid: quarantine`.
 */
export function quarantinedTables(blueprints: readonly Blueprint[]): ReadonlySet<string> {
  return new Set(
    blueprints.flatMap((blueprint) =>
      blueprint.kind === 'dimension' && blueprint.value.history.invalid === 'quarantine'
        ? tablesBehind(blueprint.value.from, blueprints)
        : [],
    ),
  );
}

/**
 * The tables that bring the rows of a table or intermediate, not those that are joined to them.
 *
 * @returns names as they were written; of a table that does not exist, too
 */
export function tablesBehind(
  name: string,
  blueprints: readonly Blueprint[],
  seen: ReadonlySet<string> = new Set(),
): string[] {
  // A ring of intermediates is told elsewhere.
  if (seen.has(name)) return [];
  const intermediate = blueprints.find(
    (blueprint) => blueprint.kind === 'intermediate' && blueprint.value.intermediate === name,
  );
  if (intermediate?.kind !== 'intermediate') return [name];
  const { from, union } = intermediate.value;
  return (union ?? (from === undefined ? [] : [from])).flatMap((input) =>
    tablesBehind(input, blueprints, new Set([...seen, name])),
  );
}
