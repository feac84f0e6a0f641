import type { MiniDimension } from '../resolve/project.js';
import type { DimensionSubject } from './subjects.js';
import type { Told } from './told.js';
import { rulesOf, type SaidState, saidStates } from './told-timelines.js';
import type { Row, Value } from './value.js';

/** The combinations that events ever said, with the natural keys that they are about. */
export function saidCombinations(subject: DimensionSubject, told: Told): SaidState[] {
  const { attributes } = rulesOf(subject, told);
  return saidStates(subject, told).map(({ key, values }) => ({
    key,
    values: Object.fromEntries(attributes.map(({ name, value }) => [name, value(values)])),
  }));
}

/** The history of a mini-dimension with the values that its keys stand for. */
export function withCombinations(
  history: readonly Row[],
  { key, attributes, model }: MiniDimension,
  combinations: readonly Row[],
): Row[] {
  const known = new Map(combinations.map((row) => [row[key], row]));
  return history.map((row) => {
    const own = known.get(row[key] ?? '');
    const values = attributes.map(({ name }): [string, Value] => [
      name,
      own === undefined ? `${row[key]}, which is no row of ${model}` : (own[name] ?? null),
    ]);
    return { ...row, ...Object.fromEntries(values) };
  });
}
