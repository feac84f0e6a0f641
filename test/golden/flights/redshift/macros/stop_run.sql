{#
  Stops the run before a model is written, if a query finds anything. The query gives one row per finding, described
  in its first column. It runs with `dbt run` and `dbt build` only, so that other commands need no warehouse.

  rule      what was broken, in a few words
  remedy    what to do
#}
{% macro stop_run(query, rule, remedy) %}
    {%- if execute and flags.WHICH in ('run', 'build') -%}
        {%- set findings = run_query(query).columns[0].values() -%}
        {%- if findings | length > 0 -%}
            {{ exceptions.raise_compiler_error(
                model.name ~ ": " ~ rule ~ ": " ~ (findings | length)
                ~ ", such as " ~ (findings[:3] | join("; ")) ~ ". Nothing was written. " ~ remedy
            ) }}
        {%- endif -%}
    {%- endif -%}
{% endmacro %}
