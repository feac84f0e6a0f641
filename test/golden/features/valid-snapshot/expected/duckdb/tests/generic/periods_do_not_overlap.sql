{#
  A period that the source states ends before the next one of its key begins, or when it does. Of
  several rows about one period the first by `newest_first` counts.
#}
{% test periods_do_not_overlap(model, key, starts, ends, newest_first, retracted='false') %}

with

stated as (
    select
        {{ key | join(',\n        ') }},
        {{ starts }} as _starts_at,
        {{ ends }} as _ends_at,
        {{ retracted }} as _is_retracted,
        row_number() over (
            partition by {{ key | join(', ') }}, {{ starts }}
            order by {{ newest_first | join(', ') }}
        ) as _recency
    from {{ model }}
),

followed as (
    select
        {{ key | join(',\n        ') }},
        _starts_at,
        _ends_at,
        lead(_starts_at) over (
            partition by {{ key | join(', ') }}
            order by _starts_at
        ) as _next_starts_at
    from stated
    where
        _recency = 1
        and not _is_retracted
        and (_ends_at is null or _ends_at > _starts_at)
)

select * from followed
where
    _next_starts_at is not null
    and (_ends_at is null or _ends_at > _next_starts_at)

{% endtest %}
