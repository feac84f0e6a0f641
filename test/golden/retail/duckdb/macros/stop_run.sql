{#
  Stops the run before a model is written, if a query finds anything: one row per finding, which the
  column `finding` describes; a column `total` says out of how many. It runs with `dbt run` and `dbt
  build` only, so that other commands need no warehouse.

  rule      what was broken, in a few words
  remedy    what to do
  counted   false where there is one finding only, which says it all
#}
{% macro stop_run(query, rule, remedy, counted=true) %}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- set counting -%}
            select
                found.*,
                count(*) over () as findings
            from (
                {{ query }}
            ) as found
            order by finding
            limit 3
        {%- endset -%}
        {%- set found = run_query(counting) -%}
        {%- if found.rows | length > 0 -%}
            {%- set samples = found.columns[0].values() | join('; ') -%}
            {%- set has_total = found.columns | length > 2 -%}
            {%- set total = ' of ' ~ (found.rows[0][1] | int) if has_total else '' -%}
            {%- set count = (found.rows[0][-1] | int) ~ total -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ ': ' ~ rule ~ ': '
                ~ (count ~ ', such as ' if counted else '') ~ samples
                ~ '. Nothing was written. ' ~ remedy
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
