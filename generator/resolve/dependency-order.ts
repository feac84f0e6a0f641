import type { BlueprintOf } from '../parse/blueprint.js';
import type { ResolveContext } from './context.js';

type Intermediate = BlueprintOf<'intermediate'>;

/** Intermediates such that each stands after what it reads, otherwise as they were written. A circle is told and left out. */
export function dependencyOrder(
  blueprints: readonly Intermediate[],
  { findings }: ResolveContext,
): Intermediate[] {
  const byName = new Map(blueprints.map((blueprint) => [blueprint.value.intermediate, blueprint]));
  const ordered: Intermediate[] = [];
  const done = new Set<Intermediate>();
  const cyclic = new Set<Intermediate>();

  for (const blueprint of blueprints) visit(blueprint, []);
  return ordered.filter((blueprint) => !cyclic.has(blueprint));

  function visit(blueprint: Intermediate, path: readonly Intermediate[]): void {
    const start = path.indexOf(blueprint);
    if (start >= 0) {
      const circle = path.slice(start);
      const names = circle.map((item) => item.value.intermediate);
      if (!circle.some((item) => cyclic.has(item))) {
        findings.add(
          'DG330',
          { cycle: [...names, names[0]].join(' → ') },
          blueprint.locate(['intermediate']),
          {
            related: circle.slice(1).map((item) => ({
              message: `"${item.value.intermediate}" is part of it`,
              location: item.locate(['intermediate']),
            })),
          },
        );
      }
      circle.forEach((item) => cyclic.add(item));
      return;
    }
    if (done.has(blueprint)) return;
    for (const name of inputs(blueprint)) {
      const input = byName.get(name);
      if (input !== undefined) visit(input, [...path, blueprint]);
    }
    if (done.has(blueprint)) return;
    done.add(blueprint);
    ordered.push(blueprint);
  }
}

function inputs({ value }: Intermediate): string[] {
  return [
    ...(value.from === undefined ? [] : [value.from]),
    ...(value.union ?? []),
    ...(value.joins ?? []).map((join) => join.with),
  ];
}
