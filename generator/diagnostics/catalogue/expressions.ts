import { entry, type None } from './entry.js';

/** DG41x and DG42x: expressions in portable SQL. */
export const expressionEntries = {
  DG410: entry<{ problem: string }>({
    title: 'Expression cannot be read',
    severity: 'error',
    message: ({ problem }) => `the expression cannot be read: ${problem}`,
    meaning:
      'The text is not SQL, or not an expression alone: a bracket or quote is open, an operand is missing, or a whole select was written.',
    wrong: 'expression: quantity * (price - discount',
    right: 'expression: quantity * (price - discount)',
    fix: 'Correct the expression. Texts in SQL stand in single quotes; names with other characters in double quotes.',
  }),
  DG411: entry<None>({
    title: 'More than one expression',
    severity: 'error',
    message: () => 'here stands more than one expression',
    meaning:
      'A semicolon or a comma starts something new. Every expression becomes one column or one condition.',
    wrong: 'filter: status = 1; delete from orders',
    right: 'filter: status = 1',
    fix: 'Leave the rest out.',
  }),
  DG412: entry<None>({
    title: 'Comment in an expression',
    severity: 'error',
    message: () => 'an expression may not hold SQL comments',
    meaning:
      'Expressions are spelled anew for each dialect, so a comment would be lost; in the wrong place it could swallow what follows.',
    wrong: 'expression: quantity -- in boxes',
    right: 'expression: quantity      # in boxes',
    fix: 'Use a YAML comment, or `description`.',
  }),
  DG413: entry<{ name: string }>({
    title: 'Unknown function',
    severity: 'error',
    message: ({ name }) => `"${name}" is not a function of the blueprint language`,
    meaning:
      'Functions have a fixed list, because each dialect spells them in its own way. A function of one warehouse can be used with an expression for that dialect.',
    wrong: "expression: nvl(segment, 'none')",
    right: "expression: coalesce(segment, 'none')",
    fix: 'Use a function of the language, or write expression: {snowflake: "…", default: "…"}.',
  }),
  DG414: entry<{ what: string }>({
    title: 'Not part of the language',
    severity: 'error',
    message: ({ what }) => what,
    meaning:
      'Only what means the same on every warehouse is allowed: literals, columns, operators, case, cast and the listed functions. Subqueries, arrays, type casts with :: and operators of one engine are not.',
    wrong: 'expression: amount::integer',
    right: 'expression: cast(amount as integer)',
    fix: 'Say it with what the language has, or write expression: {snowflake: "…", default: "…"}.',
  }),
  DG415: entry<{ name: string }>({
    title: 'Aggregate not possible here',
    severity: 'error',
    message: ({ name }) => `"${name}" sums up several rows, and rows are not grouped here`,
    meaning:
      'sum, count, min, max and avg need groups. Only an intermediate with `group_by` has them (and window functions in an intermediate).',
    wrong:
      'fact: orders\nmeasures:\n  - {name: amount, type: integer, expression: sum(line_amount), additivity: additive}',
    right:
      'intermediate: order_totals\nfrom: shop.order_lines\nkey: [order_id]\ngroup_by: [order_id]\ncolumns:\n  - order_id\n  - {name: amount, type: integer, expression: sum(line_amount)}',
    fix: 'Sum up in an intermediate with `group_by`, and build on that.',
  }),
  DG416: entry<{ name: string }>({
    title: 'Window function not possible here',
    severity: 'error',
    message: ({ name }) => `"${name}" looks at other rows, which only a column of an intermediate may`,
    meaning:
      'Dimensions and facts are loaded in parts. A window function over a part of the rows would give another value than over all.',
    wrong:
      'attributes:\n  - {name: position, type: bigint, expression: row_number() over (order by customer_id)}',
    right:
      'intermediate: ranked_customers\ncolumns:\n  - {name: position, type: bigint, expression: row_number() over (order by customer_id)}',
    fix: 'Compute the column in an intermediate.',
  }),
  DG417: entry<{ problem: string }>({
    title: 'Wrong arguments',
    severity: 'error',
    message: ({ problem }) => problem,
    meaning:
      'The function is known, but its arguments are too few, too many, of the wrong type, or not a literal where one is needed (units, patterns, paths).',
    wrong: 'expression: date_trunc(ordered_at, month)',
    right: "expression: date_trunc('month', ordered_at)",
    fix: 'Correct the arguments.',
  }),
  DG418: entry<{ problem: string }>({
    title: 'Types do not fit together',
    severity: 'error',
    message: ({ problem }) => problem,
    meaning:
      'An operator got values that it cannot combine, or that each warehouse would convert in its own way: a number compared with a text, a date added to a date.',
    wrong: "expression: quantity = 'ten'",
    right: 'expression: quantity = 10',
    fix: 'Convert one side with cast, or use date_add and date_diff for instants.',
  }),
  DG419: entry<{ key: string; type: string }>({
    title: 'Not a condition',
    severity: 'error',
    message: ({ key, type }) => `"${key}" has to be true or false for each row, this is ${type}`,
    meaning:
      'Filters, tests and `when` are conditions: comparisons, `is null`, `in`, boolean columns, and what `and`, `or`, `not` make of them.',
    wrong: 'filter: quantity',
    right: 'filter: quantity > 0',
    fix: 'Compare the value with something.',
  }),
  DG420: entry<{ name: string }>({
    title: 'Depends on the clock',
    severity: 'error',
    message: ({ name }) => `"${name}" depends on the clock`,
    meaning:
      'A run must give the same tables whenever it is repeated, and a backfill those of its day. The one time of a run is load_at().',
    wrong: "expression: date_diff('year', birth_date, current_date)",
    right: "expression: date_diff('year', birth_date, load_at())",
    fix: 'Use load_at().',
  }),
  DG421: entry<{ dialects: string }>({
    title: 'No expression for a dialect',
    severity: 'error',
    message: ({ dialects }) => `there is no expression for ${dialects}, and no default`,
    meaning: 'The project is built for a dialect that the map of expressions does not name.',
    wrong: 'expression: {snowflake: "regexp_count(note, \'x\')"}',
    right:
      "expression: {snowflake: \"regexp_count(note, 'x')\", default: \"length(note) - length(replace(note, 'x', ''))\"}",
    fix: 'Add the dialect, or a portable `default`.',
  }),
  DG422: entry<{ column: string }>({
    title: 'Column neither grouped nor summed up',
    severity: 'error',
    message: ({ column }) => `"${column}" is neither in group_by nor inside an aggregate`,
    meaning:
      'After grouping there is one row per group; a column that differs inside a group has no one value.',
    wrong: 'group_by: [order_id]\ncolumns:\n  - order_id\n  - status',
    right:
      'group_by: [order_id]\ncolumns:\n  - order_id\n  - {name: last_status, type: string, expression: max(status)}',
    fix: 'Add the column to group_by, or sum it up.',
  }),
  DG423: entry<None>({
    title: 'Expression too large',
    severity: 'error',
    message: () => 'the expression is too long or too deeply nested',
    meaning:
      'No expression that a person wrote is that large. The limit keeps broken input from exhausting memory.',
    fix: 'Split it into several columns.',
  }),
} as const;
