{# A natural key has one current version at the most. #}
{% test one_current_version(model, natural_key, is_current) %}

select
    {{ natural_key | join(',\n    ') }},
    count(*) as current_versions
from {{ model }}
where {{ is_current }}
group by {{ natural_key | join(', ') }}
having count(*) > 1

{% endtest %}
