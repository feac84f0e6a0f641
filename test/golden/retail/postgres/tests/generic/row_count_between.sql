{# The table has so many rows. #}
{% test row_count_between(model, min=none, max=none) %}

select count(*) as row_count
from {{ model }}
having
    {% if min is not none %}count(*) < {{ min }}{% endif %}
    {% if min is not none and max is not none %}or{% endif %}
    {% if max is not none %}count(*) > {{ max }}{% endif %}

{% endtest %}
