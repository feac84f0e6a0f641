{#
  Stops the run where a row points to nothing: `missing: error`.

  on        expressions over the rows, each with the column of the dimension that it equals
  as_of     the instant whose version is taken, and in `valid` the columns that bound a version
  where     which rows point somewhere
  key       set where only the last row of a key does, the first in the order of `newest_first`
#}
{% macro stop_on_missing_members(
    relation,
    dimension,
    on,
    as_of=none,
    valid=[],
    where='true',
    key=[],
    newest_first=[]
) %}
    {%- set query -%}
        with

        {%- if key %}

        ranked as (
            select
                *,
                rank() over (
                    partition by {{ key | join(', ') }}
                    order by {{ newest_first | join(', ') }}
                ) as _recency
            from {{ relation }}
        ),
        {%- endif %}

        wanted as (
            select distinct
                {%- for expression, column in on.items() %}
                {{ expression }} as {{ column }}
                {%- if as_of is not none or not loop.last %},{% endif %}
                {%- endfor %}
                {%- if as_of is not none %}
                {{ as_of }} as _as_of
                {%- endif %}
            from {{ 'ranked' if key else relation }}
            where
                {{ where }}
                {%- if key %}
                and _recency = 1
                {%- endif %}
                {%- for expression in on %}
                and {{ expression }} is not null
                {%- endfor %}
        ),

        known as (
            select * from {{ dimension }}
        )

        select distinct {{ key_text(on.values() | list) }} as finding
        from wanted
        where not exists (
            select 1
            from known
            where
                {% for column in on.values() -%}
                known.{{ column }} = wanted.{{ column }}
                {%- if not loop.last %}
                and {% endif %}
                {%- endfor %}
                {%- if as_of is not none %}
                and wanted._as_of >= known.{{ valid[0] }}
                and (wanted._as_of < known.{{ valid[1] }} or known.{{ valid[1] }} is null)
                {%- endif %}
        )
    {%- endset -%}
    {{ stop_run(
        query,
        'keys without a member in ' ~ dimension.identifier,
        'Load the dimension first, or say missing: unknown in the blueprint.'
    ) }}
{%- endmacro %}
