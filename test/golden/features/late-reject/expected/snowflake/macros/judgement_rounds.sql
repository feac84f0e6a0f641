{#
  How many rounds it takes to judge which events are late. What earlier loads brought decides,
  without what was late of it. So where several loads of a key wait, and one of them begins before
  what came before it ended, the loads after it are judged once more. It asks with `dbt run` and
  `dbt build` only, so that other commands need no warehouse.

  events   the events
  judged   the loads that were judged before
  key      the natural key
#}
{% macro judgement_rounds(events, judged, key) %}
    {%- set rounds = 1 -%}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- set columns = key | join(', ') -%}
        {%- set counting -%}
            with

            loads_of_keys as (
                select
                    {{ columns }},
                    _loaded_at,
                    min(_event_at) as first_at,
                    max(_event_at) as last_at
                from {{ events }}
                group by {{ columns }}, _loaded_at
            ),

            loads_compared as (
                select
                    {{ columns }},
                    _loaded_at,
                    first_at,
                    max(last_at) over (
                        partition by {{ columns }}
                        order by _loaded_at
                        rows between unbounded preceding and 1 preceding
                    ) as latest_before
                from loads_of_keys
            ),

            pending_loads as (
                select
                    loads_compared.*,
                    row_number() over (
                        partition by loads_compared.{{ key | join(', loads_compared.') }}
                        order by loads_compared._loaded_at desc
                    ) as recency
                from loads_compared
                {%- if is_incremental() %}
                left join {{ judged }} as judged
                    on loads_compared._loaded_at = judged._loaded_at
                    {%- for column in key %}
                    and loads_compared.{{ column }} = judged.{{ column }}
                    {%- endfor %}
                where judged._loaded_at is null
                {%- endif %}
            ),

            pending_keys as (
                select count(*) + 1 as rounds
                from pending_loads
                where recency > 1 and first_at < latest_before
                group by {{ columns }}
            )

            select max(rounds) as rounds from pending_keys
        {%- endset -%}
        {%- set rounds = (run_query(counting).columns[0].values()[0] or 1) | int -%}
    {%- endif -%}
    {{ return(rounds) }}
{% endmacro %}
