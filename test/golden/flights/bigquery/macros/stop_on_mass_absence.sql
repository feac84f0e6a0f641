{#
  Stops the run where a snapshot lacks so many living keys that it is rather broken than true: all of them, or more
  than `max_ratio` of more than 100.

  known     'events': the stored relation has a row per event; 'rows': a row per key
  scope     columns that say which part of all rows a load contains; keys of other parts are not missed
#}
{% macro stop_on_mass_absence(snapshot, stored, key, max_ratio, scope=[], known='events') %}
    {%- if is_incremental() -%}
        {%- set query -%}
            with

            present as (
                select * from {{ snapshot }}
            ),

            living as (
                {%- if known == 'rows' %}
                select {{ key | join(', ') }} from {{ stored }}
                where {{ key[0] }} is not null
                {%- else %}
                select {{ (key + scope) | unique | join(', ') }}
                from (
                    select
                        *,
                        row_number() over (
                            partition by {{ key | join(', ') }}
                            order by _loaded_at desc, _is_deleted desc, _event_at desc
                        ) as _recency
                    from {{ stored }}
                ) as ranked
                where _recency = 1 and not _is_deleted
                {%- if scope %}
                    and exists (
                        select 1 from present
                        where {% for column in scope %}present.{{ column }} is not distinct from ranked.{{ column }}{% if not loop.last %} and {% endif %}{% endfor %}
                    )
                {%- endif %}
                {%- endif %}
            ),

            counted as (
                select
                    count(*) as living_keys,
                    count(present.{{ key[0] }}) as present_keys,
                    (select count(*) from present) as loaded_rows
                from living
                left join present
                    on {% for column in key %}living.{{ column }} = present.{{ column }}{% if not loop.last %} and {% endif %}{% endfor %}
            )

            select cast(living_keys - present_keys as string) || ' of ' || cast(living_keys as string) || ' living keys are absent'
            from counted
            where
                (living_keys > 0 and loaded_rows = 0)
                or (living_keys > 100 and living_keys - present_keys > living_keys * {{ max_ratio }})
        {%- endset -%}
        {{ stop_run(query, 'a snapshot that lacks too many keys', 'Load the whole snapshot, or raise absence.max_ratio in the blueprint.') }}
    {%- endif -%}
{% endmacro %}
