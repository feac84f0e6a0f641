import type { DimensionBlueprint, ProjectBlueprint } from '../parse/schema/index.js';

/** Every name in the generated repo that a convention decides. */
export interface Names {
  readonly staging: (source: string, table: string) => string;
  readonly events: (source: string, table: string) => string;
  /** Every row of a table as it was delivered, where invalid ones are set aside. */
  readonly delivered: (source: string, table: string) => string;
  readonly quarantine: (source: string, table: string) => string;
  readonly intermediate: (name: string) => string;
  readonly dimension: (name: string) => string;
  /** All versions of a dimension, where its current rows are a table of their own. */
  readonly history: (name: string) => string;
  /** The natural keys that members of a dimension may be inferred from. */
  readonly referenced: (name: string) => string;
  /** Which combination of a mini-dimension each thing had, and when. */
  readonly profileHistory: (name: string) => string;
  /** Where a dimension sets late events aside: what each load was judged by, the late events, the others. */
  readonly lateLoads: (name: string) => string;
  readonly lateEvents: (name: string) => string;
  readonly timelyEvents: (name: string) => string;
  readonly fact: (name: string) => string;
  readonly key: (name: string) => string;
  readonly durableKey: (name: string) => string;
}

/** The names that a project's conventions give. */
export function namesOf(project: ProjectBlueprint | undefined): Names {
  const prefixes = project?.conventions.prefixes ?? {
    staging: 'stg_',
    intermediate: 'int_',
    dimension: 'dim_',
    fact: 'fct_',
  };
  const keyName = project?.conventions.key_name ?? '{name}_key';
  return {
    staging: (source, table) => `${prefixes.staging}${source}__${table}`,
    events: (source, table) => `${prefixes.intermediate}${source}__${table}_events`,
    delivered: (source, table) => `${prefixes.staging}${source}__${table}_delivered`,
    quarantine: (source, table) => `${prefixes.intermediate}${source}__${table}_quarantine`,
    intermediate: (name) => `${prefixes.intermediate}${name}`,
    dimension: (name) => `${prefixes.dimension}${name}`,
    history: (name) => `${prefixes.dimension}${name}_history`,
    referenced: (name) => `${prefixes.intermediate}${name}_referenced`,
    profileHistory: (name) => `${prefixes.intermediate}${name}_history`,
    lateLoads: (name) => `${prefixes.intermediate}${name}_loads`,
    lateEvents: (name) => `${prefixes.intermediate}${name}_late`,
    timelyEvents: (name) => `${prefixes.intermediate}${name}_events`,
    fact: (name) => `${prefixes.fact}${name}`,
    key: (name) => keyName.replace('{name}', name),
    durableKey: (name) => keyName.replace('{name}', `${name}_durable`),
  };
}

/**
 * The models that a dimension becomes.
 *
 * @param inferred the names of dimensions in which members may be inferred
 */
export function dimensionModels(
  { dimension, history }: Pick<DimensionBlueprint, 'dimension' | 'history'>,
  inferred: ReadonlySet<string>,
  names: Names,
): string[] {
  return [
    names.dimension(dimension),
    ...(history.split === 'current_and_history' ? [names.history(dimension)] : []),
    ...(inferred.has(dimension) ? [names.referenced(dimension)] : []),
    ...(history.late === 'reject'
      ? [names.lateLoads(dimension), names.lateEvents(dimension), names.timelyEvents(dimension)]
      : []),
  ];
}

/** The models that a mini-dimension becomes. */
export function miniDimensionModels(name: string, names: Names): string[] {
  return [names.dimension(name), names.profileHistory(name)];
}

/** CTE names that generated models use themselves; a table of that name is imported under another one. */
const ownCtes = new Set([
  'absent_rows',
  'changed_keys',
  'changed_rows',
  'changes_of_values',
  'combinations',
  'dated',
  'dated_rows',
  'days',
  'delivered',
  'described',
  'distinct_rows',
  'events',
  'events_before',
  'events_by_recency',
  'events_carried_forward',
  'events_in_order',
  'events_of_periods',
  'events_ranked',
  'events_with_truncates',
  'existing',
  'existing_rows',
  'filtered',
  'final',
  'first_states',
  'grouped',
  'inferred_members',
  'instants',
  'instants_of_sides',
  'intervals',
  'joined',
  'judged_loads',
  'kept',
  'kept_ranked',
  'keys_to_infer',
  'keys_to_look_at',
  'known_keys',
  'last_events',
  'last_events_ranked',
  'last_states',
  'late_events',
  'lives',
  'loaded_scopes',
  'loads',
  'loads_of_keys',
  'loads_read',
  'members',
  'members_numbered',
  'own_states',
  'pending_keys',
  'pending_loads',
  'period_ends',
  'periods',
  'periods_at_ends',
  'previous_values',
  'profiles',
  'null_texts_read',
  'referenced',
  'referenced_so_far',
  'renamed',
  'reserved_members',
  'selected',
  'source',
  'stated_periods',
  'states',
  'states_as_rows',
  'states_as_said',
  'states_compared',
  'states_counted',
  'states_by_recency',
  'states_by_version',
  'states_by_seniority',
  'states_in_versions',
  'states_ranked',
  'timely_events',
  'touched_events',
  'truncates',
  'turning_points',
  'unioned',
  'values_compared',
  'version_states',
  'versions',
  'versions_numbered',
  'with_inferred_members',
  'with_profiles',
  'with_references',
  'with_references_numbered',
]);

/** The name that a table's import goes by in a model: its own, where that is free. */
export function importAlias(table: string): string {
  return ownCtes.has(table) ||
    /^latest_|^(members|versions)_of_|^(last_)?profiles_of_|_ranked$|_flagged$|_over_time$|^(newest|timely)_\d+$/.test(
      table,
    )
    ? `${table}_rows`
    : table;
}

/** Columns that generated models add or use on the way; a user's column can't have such a name. */
export function isOwnColumn(name: string): boolean {
  return (
    [
      '_event_at',
      '_is_deleted',
      '_was_deleted',
      '_recency',
      '_recency_at_instant',
      '_seniority',
      '_life',
      '_position',
      '_earlier_loaded_at',
      '_as_of',
      '_began_at',
      '_ends_at',
      '_keyed_at',
      '_judged_load',
      '_last_load',
      '_newest_from',
      '_starts_at',
      '_until',
      '_previous_event_at',
      '_reason',
      '_version',
    ].includes(name) ||
    name.startsWith('_previous_') ||
    name.startsWith('_referring_') ||
    name.startsWith('_changed_at_') ||
    /^_(all_|before_|known_)?has_/.test(name)
  );
}
