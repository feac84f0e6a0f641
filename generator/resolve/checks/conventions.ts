import type { BlueprintOf } from '../../parse/blueprint.js';
import type { ResolveContext } from '../context.js';
import { locationOf, type Place } from '../place.js';
import { checkName } from './names.js';

/** The conventions of a project: names that are right on every dialect, and a start before its end. */
export function checkConventions(project: BlueprintOf<'project'> | undefined, context: ResolveContext): void {
  if (project === undefined) return;
  checkGeneratedNames(project, context);
  checkOpenPeriod(project, context);
}

/** The names that generated columns get are columns of every table: right on every dialect, and each another one. */
function checkGeneratedNames(project: BlueprintOf<'project'>, context: ResolveContext): void {
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

/** Where a version begins whose start is not known comes before where one ends that still holds. */
function checkOpenPeriod({ value, locate }: BlueprintOf<'project'>, { findings }: ResolveContext): void {
  const { open_start: start, open_end: end } = value.conventions;
  if (end === null || inFull(start) < inFull(end)) return;
  const written = locate(['conventions', 'open_start']);
  // What is left out is located at its parent's key.
  const isDefault = written.start === locate(['conventions'], 'key').start;
  findings.add('DG529', { start, end }, locate(['conventions', 'open_end']), {
    expected: isDefault
      ? `a timestamp after ${start}, which open_start is where it is left out`
      : `a timestamp after ${start}`,
    related: isDefault ? [] : [{ message: 'the start', location: written }],
  });
}

/** A timestamp with all of its digits: as texts they compare as the instants do. */
function inFull(timestamp: string): string {
  return timestamp.replace('T', ' ') + '0000-00-00 00:00:00.000000'.slice(timestamp.length);
}
