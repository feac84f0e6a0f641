{# A key's columns as one text, for messages. #}
{% macro key_text(columns) %}
    {%- for column in columns -%}
        '{{ column }}=' || coalesce(cast({{ column }} as varchar(65535)), 'null')
        {%- if not loop.last %} || ', ' || {% endif %}
    {%- endfor -%}
{% endmacro %}
