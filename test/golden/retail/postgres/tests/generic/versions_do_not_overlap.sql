{# A version ends before the next one of its key begins, or when it does. #}
{% test versions_do_not_overlap(model, natural_key, valid_from, valid_to) %}

with

versions as (
    select
        {{ natural_key | join(',\n        ') }},
        {{ valid_from }},
        {{ valid_to }},
        lead({{ valid_from }}) over (
            partition by {{ natural_key | join(', ') }}
            order by {{ valid_from }}
        ) as next_valid_from
    from {{ model }}
)

select * from versions
where
    next_valid_from is not null
    and ({{ valid_to }} is null or {{ valid_to }} > next_valid_from)

{% endtest %}
