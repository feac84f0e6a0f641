{# Stops the run where a row has no key or no instant: nobody could say what it is about. #}
{% macro stop_on_null_keys(relation, columns, where='true') %}
    {%- set query -%}
        select {{ key_text(columns) }} as finding
        from {{ relation }}
        where
            {{ where }}
            and (
                {% for column in columns -%}
                {{ column }} is null{% if not loop.last %}
                or {% endif %}
                {%- endfor %}
            )
    {%- endset -%}
    {{ stop_run(
        query,
        'rows without a key or an instant',
        'Mend the source, or filter these rows in the blueprint.'
    ) }}
{%- endmacro %}
