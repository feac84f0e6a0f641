import type { BlueprintOf } from '../parse/blueprint.js';
import type { ResolveContext } from './context.js';

type Dimension = BlueprintOf<'dimension'>;

/**
 * Dimensions such that each stands after those that it refers to, otherwise as they were written. A circle is told; its
 * dimensions stand in some order.
 */
export function referenceOrder(
  blueprints: readonly Dimension[],
  { findings }: ResolveContext,
): readonly Dimension[] {
  const owners = new Map(
    blueprints.flatMap((blueprint) =>
      [blueprint.value.dimension, ...(blueprint.value.mini_dimensions ?? []).map(({ name }) => name)].map(
        (name) => [name, blueprint] as const,
      ),
    ),
  );
  const ordered = new Set<Dimension>();
  const told = new Set<Dimension>();
  for (const blueprint of blueprints) visit(blueprint, []);
  return [...ordered];

  function visit(blueprint: Dimension, path: readonly Dimension[]): void {
    if (ordered.has(blueprint)) return;
    const start = path.indexOf(blueprint);
    if (start >= 0) {
      tell(path.slice(start));
      return;
    }
    for (const { dimension } of blueprint.value.references ?? []) {
      const target = owners.get(dimension);
      if (target !== undefined) visit(target, [...path, blueprint]);
    }
    ordered.add(blueprint);
  }

  function tell(circle: readonly Dimension[]): void {
    const [first] = circle;
    if (first === undefined || circle.some((item) => told.has(item))) return;
    for (const item of circle) told.add(item);
    const names = circle.map(({ value }) => value.dimension);
    findings.add(
      'DG574',
      { cycle: [...names, first.value.dimension].join(' → ') },
      first.locate(['references'], 'key'),
      {
        related: circle.slice(1).map((item) => ({
          message: `"${item.value.dimension}" is part of it`,
          location: item.locate(['references'], 'key'),
        })),
      },
    );
  }
}
