{# No instant is later than the load. #}
{% test not_in_future(model, instant) %}

select *
from {{ model }}
where {{ instant }} > {{ load_at() }}

{% endtest %}
