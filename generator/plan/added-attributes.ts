import type { Dialect } from '../../dialects/dialect.js';
import { operand, precedence } from '../../dialects/precedence.js';
import type { Attribute, Dimension, Since } from '../resolve/project.js';
import { over, select } from '../sql/layout.js';
import type { PlanContext } from './context.js';
import { type Step, step } from './step.js';

type MarkedAttribute = Attribute & { readonly since: Extract<Since, { readonly mark: string }> };

/** True for an attribute of which the events tell whether they were delivered with it. */
export function isMarked(attribute: Attribute): attribute is MarkedAttribute {
  return attribute.since !== undefined && attribute.since.kind !== 'as_said';
}

/** True for a tracked attribute that opens no versions by being added. */
export function isIntroduced(attribute: Attribute): attribute is MarkedAttribute {
  return (
    isMarked(attribute) && attribute.since.kind === 'null' && (attribute.scd === 2 || attribute.scd === 6)
  );
}

/** An attribute's value as an item of the states, where events that were delivered without it say nothing; else undefined. */
export function saidItem(attribute: Attribute, { dialect }: PlanContext): string | undefined {
  if (!isMarked(attribute) || attribute.value.kind !== 'column') return undefined;
  const { since, value, type, name } = attribute;
  return `${dialect.fromOtherRow(`case when ${since.mark} then ${value.name} end`, type)} as ${name}`;
}

/** The marks that the states need, each once. */
export function markItems(dimension: Dimension): string[] {
  const marks = new Set(dimension.attributes.filter(isMarked).map(({ since }) => since.mark));
  const complete = new Set(introducedMarks(dimension).map(wholeOf));
  return [...marks, ...complete];
}

/**
 * Items for the ranked events: 1 where all that was said of an instant was delivered with the attribute. Where it is 0
 * and the last event has it, that event completes what an older one said.
 *
 * @param isDeleted the column that marks deletes, which say nothing of attributes
 */
export function completions(
  dimension: Dimension,
  instant: readonly string[],
  isDeleted: string | undefined,
): string[] {
  return introducedMarks(dimension).map((mark) => {
    const has = isDeleted === undefined ? mark : `${mark} or ${isDeleted}`;
    return `${over(`min(case when ${has} then 1 else 0 end)`, instant, [])} as ${wholeOf(mark)}`;
  });
}

/**
 * What of the states makes an introduced attribute begin a version. A first value that completes what an event said
 * without it is none that changed.
 */
export function introductions(
  dimension: Dimension,
  key: readonly string[],
  dialect: Dialect,
): { readonly columns: readonly string[]; readonly differs: readonly string[] } {
  const lag = (column: string): string => over(`lag(${column})`, key, ['_event_at']);
  return {
    columns: [
      ...dimension.attributes
        .filter(isIntroduced)
        .map(({ name, type }) => `${dialect.fromOtherRow(lag(name), type)} as _previous_${name}`),
      ...introducedMarks(dimension).map((mark) => `${lag(mark)} as _before${mark}`),
    ],
    differs: dimension.attributes.filter(isIntroduced).map(({ name, type, since: { mark } }) => {
      const distinct = operand(dialect.isDistinct(name, `_previous_${name}`, type), precedence.and);
      return `(${distinct} and (${wholeOf(mark)} = 1 or _before${mark}))`;
    }),
  };
}

/**
 * The states with the values of carried attributes: a state that was delivered without one has that of the last state
 * before it that was delivered with it, else of the first one after it. The states as they are, where none is carried.
 */
export function carriedBack(
  states: Step,
  {
    dimension,
    key,
    followsDeletes,
  }: { readonly dimension: Dimension; readonly key: readonly string[]; readonly followsDeletes: boolean },
  { dialect }: PlanContext,
): Step[] {
  const carried = dimension.attributes
    .filter(isMarked)
    .filter(({ since, name }) => since.kind === 'carry' && !key.includes(name));
  if (carried.length === 0) return [states];
  const marks = [...new Set(carried.map(({ since }) => since.mark))];
  const has = (mark: string): string => (followsDeletes ? `${mark} and not _is_deleted` : mark);
  const upToHere = 'rows between unbounded preceding and current row';
  const whole = 'rows between unbounded preceding and unbounded following';
  const others = dimension.attributes.filter(
    (attribute) => !carried.some(({ name }) => name === attribute.name) && !key.includes(attribute.name),
  );
  return [
    { ...states, name: 'states_as_said' },
    step(
      'states_counted',
      select({
        columns: [
          '*',
          ...marks.map(
            (mark) =>
              `${over(`sum(case when ${has(mark)} then 1 else 0 end)`, key, ['_event_at'], upToHere)} as _known${mark}`,
          ),
        ],
        from: 'states_as_said',
      }),
    ),
    step(
      states.name,
      select({
        columns: [
          ...key,
          ...others.map(({ name }) => name),
          ...carried.map(
            ({ name, type, since: { mark } }) =>
              `${dialect.fromOtherRow(
                over(
                  `first_value(${name})`,
                  [...key, `greatest(_known${mark}, 1)`],
                  [`case when ${has(mark)} then 0 else 1 end`, '_event_at'],
                  whole,
                ),
                type,
              )} as ${name}`,
          ),
          ...markItems(dimension),
          '_event_at',
          ...(followsDeletes ? ['_is_deleted'] : []),
        ],
        from: 'states_counted',
      }),
      'What was delivered without an attribute has the value that was known before, or else first.',
    ),
  ];
}

/** The marks of introduced attributes, each once. */
function introducedMarks({ attributes }: Dimension): string[] {
  return [...new Set(attributes.filter(isIntroduced).map(({ since }) => since.mark))];
}

const wholeOf = (mark: string): string => `_all${mark}`;
