{#
  Stops the run where there is nothing to read although the table has rows: it would be emptied, as
  with `--empty`.

  where     which of the table's rows came from what is read
#}
{% macro stop_on_empty_input(relation, stored, key, where='true') %}
    {%- if is_incremental() -%}
        {%- set query -%}
            with

            given as (
                select * from {{ relation }}
            )

            select 'the table has ' || cast(count(*) as varchar) || ' rows' as finding
            from {{ stored }}
            where
                {{ key }} is not null
                and {{ where }}
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
