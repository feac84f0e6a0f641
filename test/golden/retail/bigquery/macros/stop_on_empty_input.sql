{#
  Stops the run where there is nothing to read although the table has rows: it would be emptied, as
  with `--empty`.
#}
{% macro stop_on_empty_input(relation, stored, key) %}
    {%- if is_incremental() -%}
        {%- set query -%}
            with

            given as (
                select * from {{ relation }}
            )

            select 'the table has ' || cast(count(*) as string) || ' rows' as finding
            from {{ stored }}
            where
                {{ key }} is not null
                and not exists (select 1 from given)
            having count(*) > 0
        {%- endset -%}
        {{ stop_run(
            query,
            'nothing to read where there was something before',
            'Load the source, then run again.',
            counted=false
        ) }}
    {%- endif -%}
{% endmacro %}
