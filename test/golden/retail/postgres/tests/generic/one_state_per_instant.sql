{# Rows that agree in `columns` agree in `content`, too. #}
{% test one_state_per_instant(model, columns, content) %}

with

states as (
    select distinct
        {{ (columns + content) | join(',\n        ') }}
    from {{ model }}
)

select
    {{ columns | join(',\n    ') }},
    count(*) as state_count
from states
group by {{ columns | join(', ') }}
having count(*) > 1

{% endtest %}
