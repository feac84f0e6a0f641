import type { DimensionKind } from './mutant-blueprints.js';

/** A fault in the SQL that one model is emitted with. */
export interface Mutant {
  /** What is wrong, and the name of its dimension or fact. */
  readonly name: string;
  readonly of: DimensionKind | 'fact';
  /** The model that is changed: the one that is compared, or what it reads: events, those not late and those late, what judges them, keys of facts, combinations. */
  readonly model:
    | 'own'
    | 'current_rows'
    | 'events'
    | 'timely'
    | 'late'
    | 'loads'
    | 'referenced'
    | 'combinations'
    | 'profiles'
    | 'changed_rows';
  readonly from: string | RegExp;
  readonly to: string;
}

const own = (name: string, of: Mutant['of'], from: Mutant['from'], to: string): Mutant => ({
  ...{ name, of, model: 'own', from, to },
});

/** Faults that a person could make, or a change of the generator could bring. */
export const mutants: readonly Mutant[] = [
  own('null_safety_lost', 'changes', 'a is distinct from _previous_a', 'a <> _previous_a'),
  own(
    'null_taken_for_empty',
    'changes',
    'a is distinct from _previous_a',
    "coalesce(a, '') <> coalesce(_previous_a, '')",
  ),
  own(
    'case_ignored',
    'changes',
    'a is distinct from _previous_a',
    'lower(a) is distinct from lower(_previous_a)',
  ),
  own(
    'blanks_ignored',
    'changes',
    'a is distinct from _previous_a',
    'rtrim(a) is distinct from rtrim(_previous_a)',
  ),
  own('sequence_ignored', 'changes', /seq desc nulls last,\s+/, ''),
  own('sequence_reversed', 'changes', 'seq desc nulls last', 'seq nulls last'),
  own('upsert_after_delete', 'changes', '_is_deleted desc,', '_is_deleted,'),
  own('deletes_forgotten', 'changes', '_is_deleted and not _was_deleted', 'false'),
  own('revival_forgotten', 'changes', 'not _is_deleted and _was_deleted', 'false'),
  own('deleted_versions_kept', 'changes', 'where not intervals._is_deleted', 'where true'),
  own(
    'late_events_skipped',
    'changes',
    /_loaded_at > (\(\s*select[\s\S]*?)\n\s+or _loaded_at = \{\{ load_at\(\) \}\}/,
    '_event_at > $1',
  ),
  own(
    'previous_is_next',
    'changes',
    /lag\(a\) over \(partition by id order by _event_at\)/,
    'lead(a) over (partition by id order by _event_at)',
  ),
  own('ends_at_the_start', 'changes', 'lead(_event_at)', 'lag(_event_at)'),
  own(
    'overwritten_by_the_first',
    'changes',
    'order by _event_at desc) as _recency',
    'order by _event_at) as _recency',
  ),
  own(
    'retained_from_the_last',
    'changes',
    'order by _event_at) as _recency',
    'order by _event_at desc) as _recency',
  ),
  own(
    'delete_overwrites',
    'changes',
    /(from states\n {4})where not _is_deleted(\n\),\n\nlast_states)/,
    '$1where true$2',
  ),
  own(
    'two_states_per_instant',
    'changes',
    /(from events_ranked\n {4}where) _recency = 1/,
    '$1 _recency <= 2',
  ),
  own('every_version_current', 'changes', 'intervals.valid_to is null as is_current', 'true as is_current'),
  own('seconds_only', 'changes', '_event_at as valid_from', "date_trunc('second', _event_at) as valid_from"),
  own(
    'gone_versions_stay',
    'changes',
    "existing='existing_rows'",
    "existing='existing_rows',\n    gone='stay'",
  ),
  own(
    'changes_left_out',
    'changes',
    "existing='existing_rows'",
    "existing='existing_rows',\n    ignored=['a', 'b', 'c', 'valid_from', 'valid_to', 'is_current']",
  ),
  own(
    'stored_versions_unseen',
    'changes',
    'on stored.id = changed_keys.id',
    'on stored.id = changed_keys.id and stored.is_current',
  ),
  own('version_before_forgotten', 'resumed', 'where valid_from < _changed_from', 'where false'),
  own(
    'version_before_only_if_open',
    'resumed',
    'and stored.valid_to >= changed_keys._changed_from',
    'and false',
  ),
  own(
    'version_before_ends_too_early',
    'resumed',
    'and stored.valid_to >= changed_keys._changed_from',
    'and stored.valid_to > changed_keys._changed_from',
  ),
  own('open_version_unseen', 'resumed', 'where stored.valid_to is null', 'where false'),
  own('resumed_from_the_last', 'resumed', /min\(\s*case when _is_deleted/, 'max(case when _is_deleted'),
  own('delete_not_looked_behind', 'resumed', /case when _is_deleted then .* else _event_at end/, '_event_at'),
  own('resumed_behind_its_start', 'resumed', '._event_at >= changed_keys.', '._event_at > changed_keys.'),
  own(
    'all_resumed_from_the_last',
    'resumed',
    'select min(changes._changed_from)',
    'select max(changes._changed_from)',
  ),
  own(
    'earlier_versions_not_overwritten',
    'resumed',
    'and stored.valid_to < overwritten_keys._changed_from',
    'and false',
  ),
  own(
    'overwritten_only_where_no_version_holds',
    'resumed',
    /or \(existing_versions\.(\w+) is distinct from last_states\.\1\)/,
    'or false',
  ),
  own('flag_without_state', 'flagged', 'intervals._is_deleted as is_deleted', 'false as is_deleted'),
  own(
    'past_not_opened',
    'opened',
    / {8}case\s+when\s+row_number\(\)[^]*?end as valid_from/,
    '        _event_at as valid_from',
  ),
  own('closed_rows_stay', 'present', 'last_events._is_deleted as is_deleted', 'false as is_deleted'),
  own('arrival_ignored', 'contested', /_loaded_at desc nulls last,\s+/, ''),
  own('arrival_reversed', 'contested', '_loaded_at desc nulls last', '_loaded_at nulls last'),
  own('carried_across_a_delete', 'unsent', /partition by id, _life\s+order by/g, 'partition by id order by'),
  own('unsent_is_null', 'unsent', /last_value\(a ignore nulls\) over \([^)]*\) as a/, 'a'),
  own(
    'truncate_ignored',
    'wiped',
    'cross join truncates',
    'cross join (select * from truncates where false) as truncates',
  ),
  own('present_value_is_own', 'mixed', 'last_states.a as current_a', 'intervals.a as current_a'),
  own('previous_passes_over_nulls', 'mixed', '(b is distinct from _previous_b)', '(b <> _previous_b)'),
  own('previous_of_first_change', 'mixed', '_changed_at_b desc nulls last', '_changed_at_b nulls last'),
  own(
    'previous_said_by_deletes',
    'mixed',
    /(from states)\s+where not _is_deleted(?=\s+\),\s+changes_of_values)/,
    '$1',
  ),
  own('first_value_within_version', 'inside', /(partition by id, _version\s+order by _event_at) desc/, '$1'),
  own(
    'durable_key_per_version',
    'lasting',
    /md5\((cast\(\S+ as varchar\))\) as (\w+_durable_key)/,
    'md5($1 || cast(valid_from as varchar)) as $2',
  ),
  own('one_durable_key', 'lasting', /md5\(cast\(\S+ as varchar\)\) as (\w+_durable_key)/, "md5('x') as $1"),
  { ...own('past_among_current_rows', 'parted', 'where is_current', 'where true'), model: 'current_rows' },
  {
    ...own('current_rows_stay', 'parted', /\) \}\}\s*$/, ",\n    gone='stay') }}\n"),
    model: 'current_rows',
  },
  {
    ...own('late_events_taken', 'judged', 'changes._event_at >= loads._newest_from', 'true'),
    model: 'timely',
  },
  {
    ...own('newest_start_is_late', 'judged', '_event_at >= loads._newest', '_event_at > loads._newest'),
    model: 'timely',
  },
  {
    ...own(
      'late_events_forgotten',
      'judged',
      'where changes._event_at <',
      'where not changes._is_deleted and changes._event_at <',
    ),
    model: 'late',
  },
  {
    ...own('timely_events_set_aside', 'judged', '_event_at < loads._newest', '_event_at <= loads._newest'),
    model: 'late',
  },
  {
    ...own(
      'late_events_judge',
      'judged',
      /judged_loads\._newest_from is null\s+or changes\._event_at >= judged_loads\._newest_from/,
      'true',
    ),
    model: 'loads',
  },
  {
    ...own('judged_by_its_own_load', 'judged', /(pending_loads\._loaded_at) > (timely)/, '$1 >= $2'),
    model: 'loads',
  },
  {
    ...own('judged_by_the_first_version', 'judged', 'max(intervals.valid_from)', 'min(intervals.valid_from)'),
    model: 'loads',
  },
  own('inferred_for_good', 'inferred', 'false as is_inferred', 'true as is_inferred'),
  own('inferred_although_not_referred_to', 'inferred', 'where stored.is_inferred', 'where false'),
  own('new_references_overlooked', 'inferred', /(from referenced[^]*?where) stored\.id is null/, '$1 false'),
  own(
    'inferred_key_not_kept',
    'inferred',
    /(case\s+)when row_number\(\) over [^\n]* = 1\s+then [^\n]*\n\s+(?=when _event_at =)/,
    '$1',
  ),
  {
    ...own('second_role_overlooked', 'inferred', /union all\s+select cast\(other_id[^]*?\n(?=\))/, ''),
    model: 'referenced',
  },
  { ...own('deleted_rows_refer', 'inferred', /\s+and not _is_deleted/, ''), model: 'referenced' },
  own('once_inferred_forgotten', 'remembered', /where stored\.is_inferred(?=\s+\{% endif)/, 'where false'),
  own('first_combination_is_current', 'profiled', 'order by valid_from desc', 'order by valid_from'),
  {
    ...own('deleted_combinations', 'profiled', 'where not _is_deleted', 'where true'),
    model: 'combinations',
  },
  {
    ...own(
      'null_combination_is_empty',
      'profiled',
      /coalesce\(replace\(b, '\|', '\|\|'\), '\|0'\)/,
      "coalesce(b, '')",
    ),
    model: 'combinations',
  },
  {
    ...own('combination_to_null_missed', 'profiled', 'b is distinct from _previous_b', 'b <> _previous_b'),
    model: 'profiles',
  },
  own('past_version_referred_to', 'referring', /and (referred_\w+\.is_current)/, 'and not $1'),
  own('without_reference_dropped', 'referring', /left join (members_of_\w+ as)/, 'inner join $1'),
  own('changed_reference_not_written', 'referring', /(columns=\[[^\]]*\])/, "$1,\n    ignored=['other_key']"),
  own('ends_not_followed', 'following', /and not referred_\w+\.is_current/, 'and false'),
  own(
    'beginnings_not_followed',
    'following',
    /_event_at < (referred_\w+\.valid_from)\n/,
    '_event_at < $1 and false\n',
  ),
  own(
    'present_version_followed',
    'following',
    /and instants\._event_at >= (referred_\w+)\.valid_from\s+and \([^)]*\)/,
    'and $1.is_current',
  ),
  own('first_of_overlapping', 'stated', 'order by _began_at desc', 'order by _began_at'),
  own('nothing_goes_on', 'stated', '(_began_at is null or _began_at < _event_at)', '_began_at is null'),
  own('empty_periods_hold', 'stated', '(_ends_at is null or _ends_at > _event_at)', 'true'),
  own('last_day_is_an_end', 'stated', /case when (ends_at) < timestamp '9999[^']*' then ends_at end/, '$1'),
  own('retraction_ignored', 'stated', /and not _is_deleted(?=\s+and \(_ends_at)/, ''),
  {
    ...own('said_again_forgotten', 'restated', 'where _loaded_at = _last_load', 'where true'),
    model: 'events',
  },
  own('keys_not_escaped', 'pairs', /replace\((intervals\.k\d), '\|', '\|\|'\)/g, '$1'),
  {
    name: 'no_news_forgotten',
    of: 'snapshot',
    model: 'events',
    from: /\n\s+or \(\w+\.changed_at is distinct from last_events\.changed_at\)/,
    to: '',
  },
  {
    name: 'absence_ignored',
    of: 'snapshot',
    model: 'events',
    from: 'union all\n\n    select * from absent_rows',
    to: '',
  },
  {
    name: 'return_dated_back',
    of: 'snapshot',
    model: 'events',
    from: 'when last_events._is_deleted and',
    to: 'when false and',
  },
  {
    name: 'null_change_missed',
    of: 'snapshot',
    model: 'events',
    from: /(\w+)\.([abc]) is distinct from last_events/g,
    to: '$1.$2 <> last_events',
  },
  {
    name: 'null_not_written',
    of: 'changes',
    model: 'changed_rows',
    from: /(\n +or \S.*) is distinct from existing/g,
    to: '$1 <> existing',
  },
  {
    name: 'all_rows_written',
    of: 'changes',
    model: 'changed_rows',
    from: 'existing.{{ key }} is null\n    {%-',
    to: 'true\n    {%-',
  },
  {
    name: 'overwritten_value_taken_for_an_end',
    of: 'resumed',
    model: 'changed_rows',
    from: 'column not in ignored + ends',
    to: 'false',
  },
  own('end_included', 'fact', 'sold_at < d_control.valid_to', 'sold_at <= d_control.valid_to'),
  own('start_excluded', 'fact', 'sold_at >= d_control.valid_from', 'sold_at > d_control.valid_from'),
  own(
    'present_version_taken',
    'fact',
    /and latest_sales\.sold_at >= [^]*?is null\)/,
    'and d_control.is_current',
  ),
  own('missing_rows_dropped', 'fact', 'left join d_control', 'inner join d_control'),
  own(
    'version_for_durable_key',
    'fact',
    'coalesce(control_lasting.control_lasting_durable_key',
    'coalesce(control_lasting.control_lasting_key',
  ),
  own(
    'fact_not_rekeyed',
    'fact',
    /(columns=\[[^\]]*'amount'\s*\])/,
    "$1,\n    ignored=['d_control_key', 'control_lasting_key']",
  ),
];
