import { entry } from './entry.js';

/** DG40x and DG43x: columns that have to exist, and their types. */
export const columnEntries = {
  DG401: entry<{ column: string; relation: string }>({
    title: 'Unknown column',
    severity: 'error',
    message: ({ column, relation }) => `"${relation}" has no column "${column}"`,
    meaning:
      'Only columns that are staged, or listed by the intermediate, can be used further on. In a source, keys use the names of `columns`; only expressions and `from` there use the raw ones.',
    wrong: 'from: shop.customers\nnatural_key: [id]',
    right: 'from: shop.customers\nnatural_key: [customer_id]',
    fix: 'Correct the name, or add the column where the rows come from.',
  }),
  DG402: entry<{ column: string; relation: string; origin: string }>({
    title: 'Column not selected',
    severity: 'error',
    message: ({ column, relation, origin }) =>
      `"${relation}" does not select the column "${column}" of "${origin}"`,
    meaning:
      'The column exists further up, but the intermediate in between lists its columns and leaves this one out.',
    wrong: 'intermediate: order_lines_enriched\nfrom: shop.order_lines\ncolumns: [order_id, quantity]',
    right:
      "intermediate: order_lines_enriched\nfrom: shop.order_lines\ncolumns: [order_id, quantity, unit_price]   # or ['*', …]",
    fix: 'Add the column to `columns` of the intermediate.',
  }),
  DG403: entry<{ column: string; relations: string }>({
    title: 'Ambiguous column',
    severity: 'error',
    message: ({ column, relations }) => `"${column}" could be a column of ${relations}`,
    meaning:
      'Several of the joined tables have a column of that name, and a name alone means one of `from` only.',
    wrong: 'expression: quantity * discount',
    right: 'expression: quantity * orders.discount',
    fix: 'Write the name of the joined table in front.',
  }),
  DG404: entry<{ qualifier: string }>({
    title: 'Unknown table in front of a column',
    severity: 'error',
    message: ({ qualifier }) => `no table goes by the name "${qualifier}" here`,
    meaning:
      'In front of a column stands the name of `from` or of a join: its table, its intermediate, or what `as` says.',
    wrong:
      'joins:\n  - {with: shop.orders, as: placed, on: {order_id: order_id}}\ncolumns:\n  - {name: ordered_at, from: orders.ordered_at}',
    right:
      'joins:\n  - {with: shop.orders, as: placed, on: {order_id: order_id}}\ncolumns:\n  - {name: ordered_at, from: placed.ordered_at}',
    fix: 'Correct the name, or add the join.',
  }),
  DG405: entry<{ column: string }>({
    title: 'Column used before it is declared',
    severity: 'error',
    message: ({ column }) => `"${column}" is declared at or below the expression that uses it`,
    meaning:
      'An expression may use the columns above it, so that no column depends on itself and the order in which they are computed is plain.',
    wrong:
      'columns:\n  - {name: total, type: integer, expression: net + tax}\n  - {name: net, type: integer, expression: quantity * price}',
    right:
      'columns:\n  - {name: net, type: integer, expression: quantity * price}\n  - {name: total, type: integer, expression: net + tax}',
    fix: 'Move the column above the expression.',
  }),
  DG406: entry<{ column: string; protect: string; key: string }>({
    title: 'Protected column is needed',
    severity: 'error',
    message: ({ column, protect, key }) =>
      `"${column}" is needed by "${key}" and cannot be protected with ${protect}`,
    meaning:
      'A dropped column is not there, and masked values are all alike: neither can tell things apart, order events or mark deletes.',
    wrong: 'key: [email]\ncolumns:\n  - {name: email, type: string, pii: email, protect: mask}',
    right: 'key: [email]\ncolumns:\n  - {name: email, type: string, pii: email, protect: hash}',
    fix: 'Use `protect: hash`, which keeps equal values equal, or another column.',
  }),
  DG430: entry<{ left: string; leftType: string; right: string; rightType: string }>({
    title: 'Types do not match',
    severity: 'error',
    message: ({ left, leftType, right, rightType }) =>
      `"${left}" is ${leftType}, but "${right}" is ${rightType}`,
    meaning:
      'Columns that are compared by a join or a lookup need types that compare alike on every dialect: text with text, whole numbers with whole numbers, instants with instants. An implicit conversion would give other results on another warehouse.',
    wrong: 'on: {customer_code: customer_id}      # string and bigint',
    right: 'columns:\n  - {name: customer_id, type: bigint, expression: cast(customer_code as bigint)}',
    fix: 'Stage both columns with the same type, or compute one with a cast.',
  }),
  DG431: entry<{ column: string; declared: string; inherited: string }>({
    title: 'Type declared differently',
    severity: 'error',
    message: ({ column, declared, inherited }) =>
      `"${column}" is ${inherited} where it comes from, here it is declared ${declared}`,
    meaning:
      'A type is written where a column is born, and inherited after that. Another type later on would be a silent conversion.',
    wrong: 'attributes:\n  - {name: segment, type: text, scd: 2}        # string in the source',
    right: 'attributes:\n  - {name: segment, scd: 2}',
    fix: 'Leave the type out, correct it where the column is born, or compute another column with a cast.',
  }),
  DG432: entry<{ column: string }>({
    title: 'Type missing',
    severity: 'error',
    message: ({ column }) => `"${column}" is computed, so it needs a type`,
    meaning:
      'A type is written where a column is born: in a source, or with an expression. The contract of the table is made of these types.',
    wrong: 'measures:\n  - {name: net_amount, expression: quantity * price, additivity: additive}',
    right:
      'measures:\n  - {name: net_amount, type: "decimal(18,2)", expression: quantity * price, additivity: additive}',
    fix: 'Add `type`.',
  }),
  DG433: entry<{ column: string; type: string }>({
    title: 'Type cannot be a key',
    severity: 'error',
    message: ({ column, type }) => `"${column}" is ${type} and cannot be part of a key`,
    meaning:
      'Keys are compared and hashed. Floating-point numbers, JSON and binary values have no one spelling that all dialects agree on, so equal values could get different keys.',
    wrong: 'key: [reading]\ncolumns:\n  - {name: reading, type: float}',
    right: 'key: [reading]\ncolumns:\n  - {name: reading, type: "decimal(18,6)"}',
    fix: 'Use another column, or stage this one as decimal, string or an integer.',
  }),
  DG434: entry<{ column: string; type: string; key: string; needed: string }>({
    title: 'Wrong type of column',
    severity: 'error',
    message: ({ column, type, key, needed }) => `"${key}" needs ${needed}, but "${column}" is ${type}`,
    meaning:
      'What says when something happened (changed_at, valid, event_time, as_of, the column of a calendar) has to be a date or a timestamp; other keys need a number or a text. The column has another type.',
    wrong: 'event_time: order_date_text',
    right:
      'columns:\n  - {name: ordered_on, type: date, expression: "to_date(order_date_text, \'YYYY-MM-DD\')"}',
    fix: 'Name another column, or stage this one with the needed type.',
  }),
  DG435: entry<{ value: string; column: string; type: string }>({
    title: 'Value of another type',
    severity: 'error',
    message: ({ value, column, type }) => `${value} is no value of "${column}", which is ${type}`,
    meaning:
      'Values in `accepted`, and those of `operation` that mean delete or truncate, are compared with the column, so they have to be of its type.',
    wrong: 'columns:\n  - {name: status, type: string, accepted: [1, 2]}',
    right: "columns:\n  - {name: status, type: string, accepted: ['1', '2']}",
    fix: 'Quote texts, and write numbers and truth values without quotes.',
  }),
  DG436: entry<{ column: string; relation: string; problem: string }>({
    title: 'Tables of a union differ',
    severity: 'error',
    message: ({ column, relation, problem }) => `"${column}" ${problem} in "${relation}"`,
    meaning:
      'A union puts rows of several tables under each other. Columns are matched by name, so each of the tables needs all of them, with the same types.',
    fix: 'Stage the column in each of the tables under the same name and type, or list only the common columns in `columns`.',
  }),
  DG437: entry<{ column: string; table: string; key: string }>({
    title: 'Storage column not in the table',
    severity: 'error',
    message: ({ column, table, key }) => `"${key}" names "${column}", which is no column of ${table}`,
    meaning:
      'Partitions, clusters, distribution and sorting are about the columns of the finished table: its keys, attributes, measures and generated columns, not those of the source.',
    wrong: 'physical:\n  cluster_by: [customer_id]      # the fact has customer_key',
    right: 'physical:\n  cluster_by: [customer_key]',
    fix: 'Name a column of the table.',
  }),
  DG438: entry<{ column: string; computed: string; declared: string }>({
    title: 'Expression of another type',
    severity: 'error',
    message: ({ column, computed, declared }) =>
      `"${column}" is declared ${declared}, but its expression gives ${computed}`,
    meaning: 'The value of the expression has a type that cannot become the declared one on every dialect.',
    wrong: '{name: ordered_on, type: date, expression: quantity * 2}',
    right: '{name: doubled, type: integer, expression: quantity * 2}',
    fix: 'Correct the type or the expression.',
  }),
} as const;
