/** Every key of the blueprint language at least once; it is about shape, not about sense. */
export const wholeLanguage = `
project: retail
dialect: [duckdb, snowflake]
output: ../dbt
dbt: ">=1.11,<2.0"
profile: retail
description: Retail warehouse
conventions:
  prefixes: {staging: stg_, intermediate: int_, dimension: dim_, fact: fct_, bridge: bridge_}
  key_name: "{name}_key"
  columns: {valid_from: valid_from, valid_to: valid_to, is_current: is_current, loaded_at: _loaded_at}
  open_end: 9999-12-31
  open_start: 1900-01-01
  schemas: {staging: staging, intermediate: intermediate, marts: marts}
defaults: {scd: 2, owner: null, contract: true}
---
source: shop
schema: raw_shop
database: "{{ env_var('X') }}"
description: The web shop's operational database
freshness: {warn_after: 12 hours, error_after: 1 day}
tables:
  - table: customers
    identifier: Customers 2024
    description: One row per registered customer
    shape: snapshot
    key: [customer_id]
    changed_at: updated_at
    loaded_at: _ingested_at
    sequence: [lsn]
    absence: {scope: [region], max_ratio: 0.5}
    nulls: value
    null_values: ['NA']
    columns:
      - {name: customer_id, from: id, type: bigint}
      - {name: email, type: string, pii: email, protect: hash}
      - {name: amount, type: "decimal(12,2)", expression: amount_cents / 100.0}
      - {name: status, type: string(20), accepted: [active, churned, 1, true], not_null: true, description: Where it stands}
      - {name: updated_at, type: timestamp}
    filter: status <> 'test'
  - table: contracts
    description: One row per contract
    shape: cdc
    key: [contract_id]
    valid: {from: starts_on, to: ends_on, to_inclusive: true}
    operation: {column: op, delete: [D], truncate: [T]}
    nulls: unchanged
    columns:
      - {name: contract_id, type: uuid}
---
intermediate: order_lines_enriched
description: One row per order line, with what its order says
from: shop.order_lines
key: [order_id, line_number]
joins:
  - {with: shop.orders, on: {order_id: order_id}, join: inner}
  - {with: shop.nations, as: ship_nation, on: {orders.ship_nation_id: nation_id}}
  - {with: shop.rates, on: {orders.currency: currency}, as_of: {orders.ordered_at: rate_date}, join: temporal}
columns:
  - '*'
  - {name: ordered_at, from: orders.ordered_at}
  - {name: net_amount, type: "decimal(18,2)", expression: {snowflake: "a::number", default: a * 2}}
filter: orders.status <> 'test'
group_by: [order_id]
---
intermediate: all_orders
description: All orders
union: [shop.web_orders, shop.store_orders]
key: [order_id]
distinct: true
---
intermediate: own_sql
description: A select of one's own
sql: |
  select order_id from {{ ref('stg_shop__orders') }}
key: [order_id]
columns:
  - {name: order_id, type: bigint}
---
dimension: customer
description: Customers with the history of their segment
from: shop.customers
natural_key: [customer_id]
surrogate_key: hash
history:
  late: exact
  invalid: stop
  deletes: close
  first_version: at_event
  overwrite: all_versions
  versions: existence
  durable_key: true
  split: current_and_history
attributes:
  - {name: full_name, scd: 1}
  - {name: segment, scd: 2, accepted: [consumer, corporate]}
  - {name: region, scd: 6}
  - {name: sales_rep, scd: 3}
  - {name: first_channel, scd: 0}
  - {name: gender, type: string, scd: 2, expression: "coalesce(upper(gender), 'U')"}
  - {name: loyalty, scd: 2, since: null}
references: [{dimension: account_manager, on: {manager_id: manager_id}, follow: current}]
mini_dimensions: [{name: customer_profile, attributes: [age_band, income_band], current_key: true}]
subtypes: [{name: business_customer, when: segment = 'corporate', attributes: [vat_number]}]
hierarchies: {geography: [country, region, city]}
members: [unknown, not_applicable, not_yet]
physical: {format: iceberg, snowflake: {transient: false, tags: [a, {b: null}]}}
owner: sales-analytics
contract: {version: 1, sla: {freshness: 4 hours}, breaking_change_policy: version-bump}
access: public
group: finance
tests:
  - {name: no_negative_revenue, expression: net_amount >= 0, severity: error}
  - {row_count: {min: 1000}}
  - {reconcile: [count, {sum: net_amount}]}
examples:
  - name: segment change opens a version
    given: {shop.customers: [{customer_id: 1, segment: a, updated_at: 2024-01-01}]}
    expect: [{customer_id: 1, segment: a, valid_to: null, is_current: true}]
---
calendar: date
grain: day
start: 2015-01-01
end: 2035-12-31
fiscal: {starts: 02-01, pattern: "445", week_53: last_saturday}
week_starts: monday
holidays: [{country: US, extra: [{date: 2024-12-24, name: Christmas Eve}]}]
---
calendar: month
grain: month
of: date
---
calendar: time_of_day
grain: minute
---
junk: order_flags
from: shop.orders
attributes: [is_gift, channel]
---
bridge: account_holders
from: bank.account_customer
between: [{dimension: account}, {fact: orders, on: {order_id: order_id}}]
weight: {column: allocation}
valid: {from: opened_at, to: closed_at}
---
bridge: account_tree
from: bank.accounts
tree: {dimension: account, parent: parent_account_id, max_depth: 12}
weight: equal
---
fact: order_lines
type: transaction
description: Lines of completed orders
from: order_lines_enriched
grain: {statement: One row per order line, key: [order_id, line_number]}
event_time: ordered_at
dimensions:
  - {dimension: customer, as_of: ordered_at}
  - {dimension: product, missing: inferred}
  - {dimension: date, on: ordered_at, role: order_date, time_zone: Europe/Berlin}
  - {dimension: date, on: shipped_at, role: ship_date, null_key: not_yet}
degenerate: [channel, {name: order_number, from: number}]
measures:
  - {name: quantity, additivity: additive}
  - {name: net_amount, type: "decimal(18,2)", expression: quantity * 2, additivity: additive, unit: usd, description: Revenue}
  - {name: freight, type: "decimal(18,2)", additivity: additive, allocate: {amount: order_freight, over: [order_id], by: net_amount}}
load: {strategy: merge, deletes: remove, rekey: true, lookback: 3 days}
physical:
  partition_by: {column: ordered_at, granularity: month}
  cluster_by: [customer_key]
  distribute_by: customer_key
  sort_by: [order_date_key]
  format: delta
  bigquery: {require_partition_filter: true}
---
fact: balances
type: periodic_snapshot
description: Balances at the end of the month
from: bank.accounts
grain: {statement: One row per account and month, key: [account_id]}
event_time: booked_at
period: month
fill: {from: opened_at, to: closed_at}
dimensions:
  - {dimension: date, on: period_end}
measures:
  - {name: balance, additivity: semi_additive, over: date, aggregation: last, accumulate: true}
---
fact: coverage
type: factless
description: Who was covered
from: shop.policies
grain: {statement: One row per policy and month, key: [policy_id]}
event_time: starts_on
period: month
fill: alive
---
fact: orders
type: accumulating_snapshot
description: Orders on their way
from: shop.order_events
grain: {statement: One row per order, key: [order_id]}
milestones: [{name: ordered, at: ordered_at}, {name: shipped, at: event_at, when: status = 'Shipped', take: last}]
lags: [{name: days_to_ship, from: ordered, to: shipped, unit: day}]
---
fact: monthly_sales
type: aggregate
description: Sales per month
of: order_lines
by: [order_date.year_month, product.category]
measures:
  - {name: net_amount, additivity: additive}
---
metric: revenue
measure: order_lines.net_amount
---
exposure: board
type: dashboard
`;
