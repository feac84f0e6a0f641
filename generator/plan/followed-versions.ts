import { jinjaText } from '../sql/jinja.js';
import { over, select, type SelectJoin } from '../sql/layout.js';
import type { Attribute, Dimension, Reference } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import { instantsOfSides } from './instants-of-sides.js';
import { keyItems, referredAs } from './references.js';
import { type Step, step } from './step.js';

/**
 * How the versions of a dimension come to follow those of others: before anything is made of its states, they are cut
 * where a version of what they point to begins or ends, and get its key, which is tracked as any other value.
 */
export interface FollowedVersions {
  /** The dimension whose states are to be read, with what its references are found by. */
  readonly stating: Dimension;
  /** The name that their CTE has to have. */
  readonly ownStates: string;
  /** The same with the keys among its attributes: what all that follows `states` is about. */
  readonly tracking: Dimension;
  /** CTEs before and after the own states; the last one is `states`. None where no version is followed. */
  readonly imports: readonly Step[];
  readonly steps: readonly Step[];
}

type Followed = Reference & { readonly target: Exclude<Reference['target'], { kind: 'calendar' }> };

const overTime = 'own_states_over_time';

export function followVersions(
  dimension: Dimension,
  followsDeletes: boolean,
  context: PlanContext,
): FollowedVersions {
  const followed = followedReferences(dimension);
  if (followed.length === 0)
    return { stating: dimension, ownStates: 'states', tracking: dimension, imports: [], steps: [] };
  const { attributes, referring } = dimension;
  const key = dimension.naturalKey.map(({ name }) => name);
  const names = new Set(attributes.map(({ name }) => name));
  const imports = new Map(followed.map(({ target }) => [importName(target), target.readFrom]));
  return {
    stating: {
      ...dimension,
      attributes: [...attributes, ...referring.filter(({ name }) => !names.has(name))],
    },
    ownStates: 'own_states',
    tracking: { ...dimension, attributes: [...attributes, ...followed.flatMap(keyAttributes)] },
    imports: [...imports].map(([name, model]) => step(name, `select * from {{ ref('${model}') }}`)),
    steps: [
      step(
        overTime,
        select({
          columns: ['*', `${over('lead(_event_at)', key, ['_event_at'])} as _until`],
          from: 'own_states',
        }),
      ),
      ...instants(followed, key, followsDeletes, context),
      step(
        'states',
        select({
          columns: [
            ...key.map((name) => `instants.${name}`),
            ...attributes
              .map(({ name }) => name)
              .filter((name) => !key.includes(name))
              .map((name) => `${overTime}.${name}`),
            ...followed
              .flatMap((reference) => keyItems(reference, overTime, context))
              .map(([, item]) => item),
            'instants._event_at',
            ...(followsDeletes ? [`${overTime}._is_deleted`] : []),
          ],
          from: 'instants',
          joins: [
            {
              kind: 'inner',
              relation: overTime,
              on: [
                ...key.map((name) => `instants.${name} = ${overTime}.${name}`),
                `instants._event_at >= ${overTime}._event_at`,
                `(${overTime}._until is null or instants._event_at < ${overTime}._until)`,
              ],
            },
            ...followed.map((reference) => versionThen(reference, context)),
          ],
        }),
      ),
    ],
  };
}

/**
 * That a stored version does not begin where the one before it had another key of a version that it followed. Such a
 * one may have been opened by what it points to; no event of its own began it.
 *
 * @returns Jinja expressions that give conditions
 */
export function openedByNoOther(dimension: Dimension, { project }: PlanContext): string[] {
  const followed = followedReferences(dimension);
  if (followed.length === 0) return [];
  const { validFrom, validTo } = project.conventions;
  const same = [
    ...dimension.naturalKey.map(({ name }) => `earlier.${name} = stored.${name}`),
    `earlier.${validTo} = stored.${validFrom}`,
  ].join(' and ');
  const differ = followed.map(({ keyColumn }) => `earlier.${keyColumn} <> stored.${keyColumn}`).join(' or ');
  return [
    [
      jinjaText('not exists (select 1 from '),
      'this',
      jinjaText(` as earlier where ${same} and (${differ}))`),
    ].join(' ~ '),
  ];
}

function followedReferences({ references }: Dimension): Followed[] {
  return references.flatMap((reference) =>
    reference.follow === 'current' || reference.target.kind === 'calendar'
      ? []
      : [{ ...reference, target: reference.target }],
  );
}

function importName(target: Followed['target']): string {
  return `versions_of_${target.dimension}`;
}

/** A new key is a new version, as a value of scd 2 is. */
function keyAttributes({ keyColumn, durableKeyColumn, target }: Followed): Attribute[] {
  return [keyColumn, durableKeyColumn ?? []]
    .flat()
    .map((name) => ({ name, type: target.keyType, notNull: true, scd: 2, value: { kind: 'column', name } }));
}

/** The instants at which a key's own state changes, or that of what it points to. */
function instants(
  followed: readonly Followed[],
  key: readonly string[],
  followsDeletes: boolean,
  { project }: PlanContext,
): Step[] {
  const { validFrom, validTo, isCurrent } = project.conventions;
  const own = select({ columns: [...key, '_event_at'], from: overTime });
  const turns = (reference: Followed, at: string, where: readonly string[]) => {
    const alias = referredAs(reference);
    const turn = `${alias}.${at}`;
    return select({
      columns: [...key.map((name) => `${overTime}.${name}`), `${turn} as _event_at`],
      from: overTime,
      joins: [
        {
          kind: 'inner',
          relation: `${importName(reference.target)} as ${alias}`,
          on: [
            ...found(reference),
            `${overTime}._event_at < ${turn}`,
            `(${overTime}._until is null or ${overTime}._until > ${turn})`,
          ],
        },
      ],
      where: [...(followsDeletes ? [`not ${overTime}._is_deleted`] : []), ...where],
    });
  };
  return instantsOfSides(
    [
      own,
      ...followed.flatMap((reference) => [
        turns(reference, validFrom, []),
        turns(reference, validTo, [`not ${referredAs(reference)}.${isCurrent}`]),
      ]),
    ],
    key,
    'A row changes with its own events, and with the versions of what it points to at that time.',
  );
}

function versionThen(reference: Followed, { project }: PlanContext): SelectJoin {
  const { validFrom, validTo, openEnd } = project.conventions;
  const alias = referredAs(reference);
  return {
    kind: 'left',
    relation: `${importName(reference.target)} as ${alias}`,
    on: [
      ...found(reference),
      `instants._event_at >= ${alias}.${validFrom}`,
      openEnd === null
        ? `(${alias}.${validTo} is null or instants._event_at < ${alias}.${validTo})`
        : `instants._event_at < ${alias}.${validTo}`,
    ],
  };
}

function found(reference: Followed): string[] {
  return reference.on.map(({ there, value }) => `${overTime}.${value} = ${referredAs(reference)}.${there}`);
}
