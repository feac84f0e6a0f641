{#
  Stops the run where a snapshot lacks so many living keys that it is rather broken than true: all
  of them, or more than `max_ratio` of more than 100.

  known     'events': the stored relation has a row per event; 'rows': a row per key
  scope     columns that say which part of all rows a load contains; keys of other parts are not
            missed
  where     which rows of a relation with a row per key its source told of
#}
{% macro stop_on_mass_absence(
    snapshot,
    stored,
    key,
    max_ratio,
    scope=[],
    known='events',
    where='true'
) %}
    {%- if is_incremental() -%}
        {%- set query -%}
            with

            present as (
                select * from {{ snapshot }}
            ),
            {%- if known == 'rows' %}

            awaited as (
                select {{ key | join(', ') }} from {{ stored }}
                where
                    {{ key[0] }} is not null
                    and {{ where }}
            ),
            {%- else %}

            ranked as (
                select
                    {{ (key + scope) | unique | join(', ') }},
                    _is_deleted,
                    row_number() over (
                        partition by {{ key | join(', ') }}
                        order by _loaded_at desc, _is_deleted desc, _event_at desc
                    ) as _recency
                from {{ stored }}
            ),

            awaited as (
                select * from ranked
                where
                    _recency = 1
                    and not _is_deleted
                    {%- if scope %}
                    and (
                        not exists (select 1 from present)
                        or exists (
                            select 1 from present
                            where
                                {% for column in scope -%}
                                coalesce(
                                    present.{{ column }} = ranked.{{ column }},
                                    present.{{ column }} is null and ranked.{{ column }} is null
                                )
                                {%- if not loop.last %}
                                and {% endif %}
                                {%- endfor %}
                        )
                    )
                    {%- endif %}
            ),
            {%- endif %}

            absent as (
                select awaited.* from awaited
                left join present
                    on {% for column in key -%}
                    awaited.{{ column }} = present.{{ column }}{% if not loop.last %}
                    and {% endif %}
                    {%- endfor %}
                where present.{{ key[0] }} is null
            ),

            counted as (
                select
                    (select count(*) from awaited) as awaited_keys,
                    (select count(*) from absent) as absent_keys,
                    (select count(*) from present) as loaded_rows
            )

            select
                {{ key_text(key) }} as finding,
                awaited_keys as total
            from absent
            cross join counted
            where
                loaded_rows = 0
                or (awaited_keys > 100 and absent_keys > awaited_keys * {{ max_ratio }})
        {%- endset -%}
        {{ stop_run(
            query,
            'living keys that the snapshot lacks',
            'Load the whole snapshot, or raise absence.max_ratio in the blueprint.'
        ) }}
    {%- endif -%}
{% endmacro %}
