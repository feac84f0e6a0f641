{# The table is empty; each row of it is a result. #}
{% test no_rows(model) %}

select * from {{ model }}

{% endtest %}
