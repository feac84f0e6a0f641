{# No row lies before the first version of the member that it points to. #}
{% test not_before_first_version(model, from, to, on, as_of, valid_from) %}

with

rows_of_source as (
    select
        {%- for column in on %}
        {{ column }},
        {%- endfor %}
        {{ as_of }} as _as_of
    from {{ from }}
),

first_versions as (
    select
        {%- for column in on.values() %}
        {{ column }},
        {%- endfor %}
        min({{ valid_from }}) as _first_valid_from
    from {{ to }}
    group by {{ on.values() | join(', ') }}
)

select rows_of_source.*
from rows_of_source
inner join first_versions
    on {% for here, there in on.items() %}rows_of_source.{{ here }} = first_versions.{{ there }}
    and {% endfor %}rows_of_source._as_of < first_versions._first_valid_from

{% endtest %}
