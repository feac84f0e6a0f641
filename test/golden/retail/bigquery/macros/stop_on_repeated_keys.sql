{#
  Stops the run where a snapshot has more than one row for a key: nobody could say which one is
  true.
#}
{% macro stop_on_repeated_keys(relation, key) %}
    {%- set query -%}
        select {{ key_text(key) }} as finding
        from {{ relation }}
        group by {{ key | join(', ') }}
        having count(*) > 1
    {%- endset -%}
    {{ stop_run(
        query,
        'keys with more than one row in a snapshot',
        'Mend the source, or give the table its real key in the blueprint.'
    ) }}
{%- endmacro %}
