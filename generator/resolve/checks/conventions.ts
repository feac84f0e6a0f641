import type { BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { locationOf, type Place } from '../place.js';
import { checkName } from './names.js';

/** The names that generated columns get are columns of every table: right on every dialect, and each another one. */
export function checkConventions(project: BlueprintOf<'project'> | undefined, context: ResolveContext): void {
  if (project === undefined) return;
  const first = new Map<string, Place>();
  for (const [key, name] of Object.entries(project.value.conventions.columns)) {
    const place: Place = { locate: project.locate, path: ['conventions', 'columns', key] };
    checkName(name, place, context);
    const earlier = first.get(name);
    if (earlier !== undefined) {
      context.findings.add('DG315', { name, where: 'the names of generated columns' }, locationOf(place), {
        related: [{ message: 'the first one', location: locationOf(earlier) }],
      });
    }
    first.set(name, place);
  }
}
