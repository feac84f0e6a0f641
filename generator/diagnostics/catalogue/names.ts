import { entry } from './entry.js';

/** A kind of blueprint in a sentence. */
function withArticle(kind: string): string {
  return `${/^[aeiou]/.test(kind) ? 'an' : 'a'} ${kind}`;
}

/** DG3xx: what blueprints are called, and what they refer to. */
export const nameEntries = {
  DG301: entry<{ name: string }>({
    title: 'Unknown dimension',
    severity: 'error',
    message: ({ name }) => `there is no dimension "${name}"`,
    meaning:
      'A lookup names a dimension, calendar or junk dimension, and no document of the folder defines one of that name.',
    wrong: 'dimensions:\n  - {dimension: customers}',
    right: 'dimensions:\n  - {dimension: customer}',
    fix: 'Correct the name, or add the dimension. Names are those of the blueprints, without prefixes such as dim_.',
  }),
  DG302: entry<{ name: string }>({
    title: 'Unknown relation',
    severity: 'error',
    message: ({ name }) => `"${name}" is neither a table of a source nor an intermediate`,
    meaning:
      'Rows come from a staged table, written <source>.<table>, or from an intermediate, written by its name.',
    wrong: 'from: customers',
    right: 'from: shop.customers',
    fix: 'Correct the name; a table of a source needs the name of its source in front.',
  }),
  DG303: entry<{ source: string; table: string }>({
    title: 'Unknown table',
    severity: 'error',
    message: ({ source, table }) => `source "${source}" has no table "${table}"`,
    meaning: 'The source exists, but its blueprint lists no table of that name.',
    wrong: 'from: shop.customer',
    right: 'from: shop.customers',
    fix: 'Correct the name, or add the table to the source.',
  }),
  DG304: entry<{ source: string }>({
    title: 'Unknown source',
    severity: 'error',
    message: ({ source }) => `there is no source "${source}"`,
    meaning: 'A name with a dot is <source>.<table>, and no document of the folder defines that source.',
    wrong: 'from: raw_shop.customers',
    right: 'from: shop.customers',
    fix: 'Use the name behind `source:`, not the schema in the database; or add the source.',
  }),
  DG306: entry<{ name: string; kind: string; needed: string }>({
    title: 'Reference to another kind',
    severity: 'error',
    message: ({ name, kind, needed }) => `"${name}" is ${withArticle(kind)}, here ${needed} is needed`,
    meaning:
      'The name exists, but means something that cannot stand here. Dimensions and facts are made from staged tables and intermediates, not from each other, and only dimensions, calendars and junk dimensions are looked up.',
    wrong: 'fact: orders\nfrom: customer        # a dimension',
    right: 'fact: orders\nfrom: shop.orders\ndimensions:\n  - {dimension: customer}',
    fix: 'Refer to the table or intermediate that the rows come from; get at a dimension by a lookup.',
  }),
  DG310: entry<{ kind: string; name: string; other: string }>({
    title: 'Name taken',
    severity: 'error',
    message: ({ kind, name, other }) => `${kind} "${name}" has the name of ${withArticle(other)}`,
    meaning:
      'Dimensions, calendars, junk dimensions and facts share one namespace, sources and intermediates another, because a reference names only the name.',
    wrong: 'dimension: orders\n---\nfact: orders',
    right: 'dimension: order\n---\nfact: orders',
    fix: 'Rename one of the two.',
  }),
  DG311: entry<{ source: string; table: string }>({
    title: 'Table given twice',
    severity: 'error',
    message: ({ source, table }) => `source "${source}" has the table "${table}" twice`,
    meaning: 'Both would become the same staging model.',
    fix: 'Remove one of the two; where two staged forms of one table are wanted, give one another `table` name and an `identifier`.',
  }),
  DG312: entry<{ column: string; where: string }>({
    title: 'Column given twice',
    severity: 'error',
    message: ({ column, where }) => `the column "${column}" stands twice in ${where}`,
    meaning:
      'A table holds a column once. Columns that differ only in upper and lower case are the same to most warehouses.',
    wrong: 'attributes:\n  - segment\n  - {name: segment, scd: 1}',
    right: 'attributes:\n  - {name: segment, scd: 1}',
    fix: 'Remove or rename one of the two.',
  }),
  DG313: entry<{ alias: string }>({
    title: 'Two joins of one name',
    severity: 'error',
    message: ({ alias }) => `two tables go by the name "${alias}" here`,
    meaning:
      'A joined table goes by its own name unless `as` gives another. With two of one name, <name>.<column> would be ambiguous.',
    wrong:
      'joins:\n  - {with: shop.nations, on: {bill_nation_id: nation_id}}\n  - {with: shop.nations, on: {ship_nation_id: nation_id}}',
    right:
      'joins:\n  - {with: shop.nations, as: bill_nation, on: {bill_nation_id: nation_id}}\n  - {with: shop.nations, as: ship_nation, on: {ship_nation_id: nation_id}}',
    fix: 'Give one of them a name with `as`.',
  }),
  DG314: entry<{ model: string }>({
    title: 'Two models of one name',
    severity: 'error',
    message: ({ model }) => `a second blueprint makes a model "${model}"`,
    meaning:
      'Model names are made of a prefix and the names of the blueprints; dbt allows each only once in a project. Prefixes that were set to nothing make this likely.',
    fix: 'Rename one of the blueprints, or change the prefixes under conventions.',
  }),
  DG315: entry<{ name: string; where: string }>({
    title: 'Name given twice',
    severity: 'error',
    message: ({ name, where }) => `"${name}" stands twice in ${where}`,
    meaning: 'Tests, milestones and the like are told apart by their names, so each name can be used once.',
    fix: 'Rename one of the two.',
  }),
  DG320: entry<{ name: string }>({
    title: 'Not a snake_case name',
    severity: 'error',
    message: ({ name }) => `"${name}" is not a snake_case name`,
    meaning:
      "Names become models, files and columns on every dialect, and warehouses disagree about upper case, blanks and signs. So names are lower-case letters, digits and underscores, and start with a letter (columns: or an underscore). Names in a source's database are exempt: they stand behind `from` or `identifier` and are quoted.",
    wrong: 'dimension: Customer-Segment',
    right: 'dimension: customer_segment',
    fix: 'Rename it. For a column of a source write {name: snake_case_name, from: "Name In Database"}.',
  }),
  DG321: entry<{ name: string; length: number; limit: number }>({
    title: 'Name too long',
    severity: 'error',
    message: ({ name, length, limit }) => `"${name}" has ${length} characters, at most ${limit} are allowed`,
    meaning:
      'Generated names add prefixes and endings, and the shortest limit among the warehouses has to hold all of it.',
    fix: 'Find a shorter name.',
  }),
  DG322: entry<{ name: string; dialects: string }>({
    title: 'Reserved word',
    severity: 'error',
    message: ({ name, dialects }) => `"${name}" is a reserved word of ${dialects}`,
    meaning:
      'A reserved word would have to be quoted in every query that anybody writes. Words reserved by any dialect are refused, so that a project can move to another warehouse.',
    wrong: 'dimension: order',
    right: 'dimension: sales_order',
    fix: 'Choose another name. For a column of a source write {name: other_name, from: order}.',
  }),
  DG323: entry<{ name: string }>({
    title: 'Troublesome name',
    severity: 'error',
    message: ({ name }) => `"${name}" is not usable as a name: several engines stumble over it`,
    meaning:
      'The word is not on the list of reserved words of these engines, but their parsers read it as the start of a clause.',
    wrong: 'columns:\n  - {name: at, type: timestamp}',
    right: 'columns:\n  - {name: happened_at, from: at, type: timestamp}',
    fix: 'Choose another name.',
  }),
  DG324: entry<{ column: string; purpose: string }>({
    title: 'Name of a generated column',
    severity: 'error',
    message: ({ column, purpose }) => `the column "${column}" collides with a generated one: ${purpose}`,
    meaning:
      'dbtgen adds columns of its own: keys, valid_from, valid_to, is_current, is_deleted, _loaded_at, and `previous_…` and `current_…` of attributes of scd 3 and 6. A column of yours with the same name in the same table would be lost or misread.',
    wrong: 'attributes:\n  - {name: valid_from, scd: 1}',
    right: 'attributes:\n  - {name: contract_valid_from, from: valid_from, scd: 1}',
    fix: 'Rename your column, or the generated one under conventions.columns of the project.',
  }),
  DG325: entry<{ dimension: string; column: string }>({
    title: 'Same key twice',
    severity: 'error',
    message: ({ dimension, column }) => `dimension "${dimension}" is looked up twice as "${column}"`,
    meaning:
      'Each lookup gives a key column. Where a fact or a dimension refers to one dimension more than once, roles tell the columns apart.',
    wrong: 'dimensions:\n  - {dimension: date, on: ordered_at}\n  - {dimension: date, on: shipped_at}',
    right:
      'dimensions:\n  - {dimension: date, on: ordered_at, role: order_date}\n  - {dimension: date, on: shipped_at, role: ship_date}',
    fix: 'Give each of them a `role`.',
  }),
  DG328: entry<{ dimension: string; group: string }>({
    title: 'Private dimension',
    severity: 'error',
    message: ({ dimension, group }) => `dimension "${dimension}" is private to ${group}`,
    meaning: 'dbt lets only models of the same group refer to a model with `access: private`.',
    wrong: 'dimension: customer\naccess: private\ngroup: finance\n---\nfact: orders\ngroup: sales',
    right: 'dimension: customer\naccess: protected\ngroup: finance\n---\nfact: orders\ngroup: sales',
    fix: 'Give both the same `group`, or make the dimension `protected`.',
  }),
  DG330: entry<{ cycle: string }>({
    title: 'Cycle',
    severity: 'error',
    message: ({ cycle }) => `these build on each other in a circle: ${cycle}`,
    meaning: 'An intermediate that reads itself, directly or through others, could never be built first.',
    fix: 'Take one of the references out, or put the common part into an intermediate of its own.',
  }),
  DG341: entry<{ key: string }>({
    title: 'Jinja not allowed here',
    severity: 'error',
    message: ({ key }) => `"${key}" may not hold Jinja`,
    meaning:
      'Only `schema` and `database` of a source may be computed by dbt, with env_var or var. Anywhere else Jinja would escape what dbtgen checks: names, types, keys.',
    wrong: 'columns:\n  - {name: "{{ var(\'amount\') }}", type: integer}',
    right: 'schema: "{{ env_var(\'RAW_SCHEMA\') }}"',
    fix: 'Write the value out.',
  }),
  DG342: entry<{ text: string }>({
    title: 'Jinja of another form',
    severity: 'error',
    message: ({ text }) => `"${text}" is not of the form {{ env_var('X') }} or {{ var('x') }}`,
    meaning:
      '`schema` and `database` of a source may be computed by dbt with one env_var or var, with a default if wanted, and by nothing else.',
    wrong: 'schema: "{{ target.schema }}_raw"',
    right: "schema: \"{{ env_var('RAW_SCHEMA', 'raw') }}\"",
    fix: 'Use one of the two forms.',
  }),
} as const;
