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
  /** Which combination of a mini-dimension each thing had, and when. */
  readonly profileHistory: (name: string) => string;
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
    profileHistory: (name) => `${prefixes.intermediate}${name}_history`,
    fact: (name) => `${prefixes.fact}${name}`,
    key: (name) => keyName.replace('{name}', name),
    durableKey: (name) => keyName.replace('{name}', `${name}_durable`),
  };
}

/** The models that a dimension becomes. */
export function dimensionModels(
  { dimension, history }: Pick<DimensionBlueprint, 'dimension' | 'history'>,
  names: Names,
): string[] {
  return [
    names.dimension(dimension),
    ...(history.split === 'current_and_history' ? [names.history(dimension)] : []),
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
  'events_by_recency',
  'events_carried_forward',
  'events_in_order',
  'events_of_periods',
  'events_ranked',
  'events_with_truncates',
  'existing',
  'filtered',
  'final',
  'first_states',
  'grouped',
  'instants',
  'instants_of_sides',
  'intervals',
  'joined',
  'kept',
  'kept_ranked',
  'known_keys',
  'last_events',
  'last_events_ranked',
  'last_states',
  'lives',
  'loaded_scopes',
  'members',
  'members_numbered',
  'period_ends',
  'periods',
  'periods_at_ends',
  'previous_values',
  'profiles',
  'null_texts_read',
  'renamed',
  'reserved_members',
  'selected',
  'source',
  'stated_periods',
  'states',
  'states_as_rows',
  'states_compared',
  'states_by_recency',
  'states_by_version',
  'states_by_seniority',
  'states_in_versions',
  'states_ranked',
  'touched_events',
  'truncates',
  'turning_points',
  'unioned',
  'values_compared',
  'version_states',
  'versions',
  'versions_numbered',
  'with_profiles',
]);

/** The name that a table's import goes by in a model: its own, where that is free. */
export function importAlias(table: string): string {
  return ownCtes.has(table) || /^latest_|^(last_)?profiles_of_|_ranked$|_flagged$|_over_time$/.test(table)
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
      '_events_of_load',
      '_as_of',
      '_began_at',
      '_ends_at',
      '_last_load',
      '_starts_at',
      '_until',
      '_previous_event_at',
      '_reason',
      '_version',
    ].includes(name) ||
    name.startsWith('_previous_') ||
    name.startsWith('_changed_at_')
  );
}
