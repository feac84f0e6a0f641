{# Stops the run where its load time is earlier than the last load's: history is written forward. #}
{% macro stop_on_earlier_load(relation) %}
    {%- if is_incremental() -%}
        {%- set query -%}
            select 'the last load was at ' || cast(max(_loaded_at) as varchar(65535)) as finding
            from {{ relation }}
            having max(_loaded_at) > {{ load_at() }}
        {%- endset -%}
        {{ stop_run(
            query,
            'a load time before the last load',
            'Load later, or rebuild from the beginning.',
            counted=false
        ) }}
    {%- endif -%}
{% endmacro %}
