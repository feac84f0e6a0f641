import { entry, type None } from './entry.js';

/** DG50x to DG52x: what a source table holds, and what history can be made of it. */
export const shapeEntries = {
  DG501: entry<{ table: string }>({
    title: 'Operation missing',
    severity: 'error',
    message: ({ table }) => `"${table}" has the shape cdc and needs "operation"`,
    meaning:
      'Change capture says of each row whether it is an upsert or a delete. Without the column that says so, deletes would be read as new states.',
    wrong: 'table: customers\nshape: cdc',
    right: 'table: customers\nshape: cdc\noperation: {column: op, delete: [D]}',
    fix: 'Add `operation`, or use the shape delta where the table holds full new states only.',
  }),
  DG502: entry<{ shape: string }>({
    title: 'Operation without events',
    severity: 'error',
    message: ({ shape }) => `a table of shape ${shape} has no operations`,
    meaning:
      'Only cdc and log hold events, which may be deletes. A snapshot deletes by absence, and delta holds new states only.',
    wrong: 'shape: snapshot\noperation: {column: op, delete: [D]}',
    right: 'shape: cdc\noperation: {column: op, delete: [D]}',
    fix: 'Correct the shape, or remove `operation`.',
  }),
  DG503: entry<{ shape: string }>({
    title: 'Absence means nothing here',
    severity: 'error',
    message: ({ shape }) => `in a table of shape ${shape} absence does not mean deleted`,
    meaning: 'Only a snapshot holds all things at each run, so only there a key that is gone was deleted.',
    wrong: 'shape: delta\nabsence: {max_ratio: 0.1}',
    right: 'shape: snapshot\nabsence: {max_ratio: 0.1}',
    fix: 'Correct the shape, or remove `absence`.',
  }),
  DG504: entry<{ deletes: string; relation: string; reason: string }>({
    title: 'Nothing says what was deleted',
    severity: 'error',
    message: ({ deletes, relation, reason }) =>
      `deletes: ${deletes} is not possible over "${relation}": ${reason}`,
    meaning:
      'Deletes are seen by absence in a snapshot, or as events where the table has `operation` (cdc, log). Another table never says that something is gone, so nothing would ever be closed.',
    wrong: 'history: {deletes: close}      # over a table of shape delta',
    right: 'history: {deletes: ignore}',
    fix: 'Leave `deletes` out, or correct the shape of the source table.',
  }),
  DG505: entry<{ table: string }>({
    title: 'Nothing orders the rows',
    severity: 'error',
    message: ({ table }) => `"${table}" has neither changed_at nor loaded_at: nothing orders its rows`,
    meaning: 'A log holds many rows per key. Without an instant it is open which of them is the last state.',
    wrong: 'table: customers\nshape: log\nkey: [customer_id]',
    right: 'table: customers\nshape: log\nkey: [customer_id]\nchanged_at: updated_at',
    fix: 'Name the column that says since when a row holds.',
  }),
  DG506: entry<{ source: string }>({
    title: 'Freshness without loaded_at',
    severity: 'error',
    message: ({ source }) => `freshness needs "loaded_at", which no table of "${source}" has`,
    meaning:
      'dbt measures freshness by the newest value of the column that says when a row reached the warehouse. It reads the raw table, so this has to be a column of the database and no expression. Tables without it are not measured.',
    wrong: 'freshness: {warn_after: 12 hours}\ntables:\n  - {table: customers, …}',
    right: 'freshness: {warn_after: 12 hours}\ntables:\n  - {table: customers, loaded_at: _ingested_at, …}',
    fix: 'Add `loaded_at` to the table, or remove `freshness`.',
  }),
  DG507: entry<{ key: string; reason: string }>({
    title: 'Key beside stated periods',
    severity: 'error',
    message: ({ key, reason }) => `"${key}" does not go with "valid": ${reason}`,
    meaning:
      'With `valid` each row states that its key had this state from one instant until another. A row is unique by key, `valid.from` and sequence, and a row of the same key and start replaces what an earlier one said. The key says what the row is about, so the start is no part of it.',
    wrong: 'key: [product_id, starts_on]\nvalid: {from: starts_on, to: ends_on}',
    right: 'key: [product_id]\nvalid: {from: starts_on, to: ends_on}',
    fix: 'Remove what does not go with periods, or use `changed_at` where rows are no periods.',
  }),
  DG508: entry<{ value: string }>({
    title: 'Value with two operations',
    severity: 'error',
    message: ({ value }) => `${value} means both delete and truncate`,
    meaning:
      'A delete ends the key of its row, a truncate ends every key that the table had. With one value for both, each single delete would empty the whole table.',
    wrong: 'operation: {column: op, delete: [D], truncate: [D]}',
    right: 'operation: {column: op, delete: [D], truncate: [T]}',
    fix: 'Leave each value in the list whose meaning it has.',
  }),
  DG509: entry<{ column: string }>({
    title: 'Filter on what may not have been sent',
    severity: 'error',
    message: ({ column }) =>
      `the filter reads "${column}", whose null only says that it was not sent (nulls: unchanged)`,
    meaning:
      'The filter of a table sees each row as it was delivered, before what held earlier is carried into its nulls. A row that does not send the column would not pass, and that is a delete of its key. The key, changed_at, loaded_at, sequence, the column of the operation and columns with `not_null: true` are in every row.',
    wrong: "table: customers\nnulls: unchanged\nfilter: status <> 'test'",
    right:
      "intermediate: real_customers\nfrom: shop.customers            # nulls: unchanged\nkey: [customer_id]\nfilter: status <> 'test'       # sees what was carried forward",
    fix: 'Filter in an intermediate, or say `not_null: true` where every row sends the column.',
  }),
  DG510: entry<{ relation: string; missing: string }>({
    title: 'Join could multiply rows',
    severity: 'error',
    message: ({ relation, missing }) =>
      `the join with "${relation}" leaves out ${missing} of its key, so it could multiply rows`,
    meaning:
      "A join has to find at most one row on the other side. It does where all columns of that side's key are given; else every row here could come out several times, and sums would be wrong.",
    wrong:
      'joins:\n  - {with: shop.order_lines, on: {order_id: order_id}}      # key: [order_id, line_number]',
    right:
      'joins:\n  - {with: order_totals, on: {order_id: order_id}}           # grouped to one row per order_id',
    fix: 'Give all columns of the key, or join an intermediate that groups the other side to the needed key.',
  }),
  DG511: entry<{ key: string; column: string }>({
    title: 'Key column not selected',
    severity: 'error',
    message: ({ key, column }) => `the key ${key} needs the column "${column}", which is not selected`,
    meaning:
      'What tells the rows of a table apart has to be among its columns, because tests and whoever builds on it need it.',
    fix: 'Add the column to `columns`.',
  }),
  DG512: entry<{ key: string; unique: string }>({
    title: 'Key does not tell rows apart',
    severity: 'error',
    message: ({ key, unique }) => `the key ${key} does not tell rows apart, ${unique} does`,
    meaning:
      'The rows are unique by other columns than the key says: those of `group_by`, or of the key of `from`. Several rows would share a key.',
    wrong: 'group_by: [order_id, status]\nkey: [order_id]',
    right: 'group_by: [order_id, status]\nkey: [order_id, status]',
    fix: 'Name all columns that rows are unique by, or group to the key that is meant.',
  }),
  DG513: entry<{ key: string }>({
    title: 'Partitions of one row',
    severity: 'error',
    message: ({ key }) =>
      `a partition that holds the key ${key} has one row, so nothing could be absent from it`,
    meaning:
      'With `absence.scope`, a key that is gone counts as deleted where the load has rows of its partition. A partition with the whole key in it comes with its row or not at all: nothing would ever be deleted.',
    wrong: 'key: [customer_id]\nabsence: {scope: [region, customer_id]}',
    right: 'key: [customer_id]\nabsence: {scope: [region]}',
    fix: 'Name the columns by which the source delivers whole parts of the table.',
  }),
  DG520: entry<{ column: string; relation: string }>({
    title: 'History of a joined column',
    severity: 'error',
    message: ({ column, relation }) =>
      `"${column}" comes from the joined "${relation}", whose history a plain join does not read`,
    meaning:
      'A plain join gives the present state of the other side. Versions made of it would depend on when the loads ran. So columns of a joined table overwrite.',
    wrong: 'attributes:\n  - {name: region_name, scd: 2}      # from a join with shop.regions',
    right: 'attributes:\n  - {name: region_name, scd: 1}',
    fix: 'Use `scd: 1`, or `join: temporal` where the other side keeps its events.',
  }),
  DG521: entry<{ column: string; relation: string; rows: string }>({
    title: 'History of rows without events',
    severity: 'error',
    message: ({ column, relation, rows }) =>
      `the rows of "${relation}" are ${rows}, so "${column}" can only have scd 1`,
    meaning:
      'A group, distinct rows and a union are made of the present rows; what they were at an earlier instant is not known.',
    wrong: 'attributes:\n  - {name: order_count, scd: 2}',
    right: 'attributes:\n  - {name: order_count, scd: 1}',
    fix: 'Use `scd: 1`.',
  }),
  DG522: entry<{ naturalKey: string; key: string; relation: string }>({
    title: "Natural key is another than the table's",
    severity: 'error',
    message: ({ naturalKey, key, relation }) =>
      `the natural key ${naturalKey} is not the key ${key} of "${relation}"`,
    meaning:
      'A row of the table is about the thing that its key names. With another natural key several rows would compete for one thing. It is possible only where events are read from a log.',
    wrong: "natural_key: [email]      # the table's key is customer_id",
    right: 'natural_key: [customer_id]',
    fix: 'Use the key of the table, or build an intermediate with the key that is meant.',
  }),
  DG523: entry<{ column: string }>({
    title: 'Natural key among the attributes',
    severity: 'error',
    message: ({ column }) => `"${column}" is part of the natural key and cannot be an attribute too`,
    meaning:
      'The natural key is a column of the dimension already, and it never changes: another key is another thing.',
    wrong: 'natural_key: [customer_id]\nattributes: [customer_id, segment]',
    right: 'natural_key: [customer_id]\nattributes: [segment]',
    fix: 'Remove it from `attributes`.',
  }),
  DG524: entry<None>({
    title: 'History setting without versions',
    severity: 'error',
    message: () => 'no attribute has scd 2 or 6, so there are no versions that this could be about',
    meaning:
      'A dimension without tracked attributes has one row per key, without valid_from and valid_to. The setting would have no effect.',
    wrong: 'history: {first_version: open_past}\nattributes:\n  - {name: segment, scd: 1}',
    right: 'history: {first_version: open_past}\nattributes:\n  - {name: segment, scd: 2}',
    fix: 'Remove the setting, track an attribute with `scd: 2`, or ask for `versions: existence`.',
  }),
  DG525: entry<{ setting: string; reason: string }>({
    title: 'History setting without effect',
    severity: 'error',
    message: ({ setting, reason }) => `${setting} has no effect: ${reason}`,
    meaning:
      '`overwrite` says which versions show the value of an attribute of scd 1, and `versions: existence` gives versions to a dimension whose attributes open none. Where there is nothing of the kind, the setting would promise something that does not happen.',
    wrong: 'history: {overwrite: version}\nattributes:\n  - {name: segment, scd: 2}',
    right:
      'history: {overwrite: version}\nattributes:\n  - {name: segment, scd: 2}\n  - {name: email, scd: 1}',
    fix: 'Remove the setting, or correct the `scd` of the attributes.',
  }),
  DG526: entry<{ relation: string }>({
    title: 'Existence of rows without events',
    severity: 'error',
    message: ({ relation }) =>
      `the rows of "${relation}" are made of the present ones: since when they exist is not known`,
    meaning:
      'A group, distinct rows and a union are made of the present rows. `versions: existence` needs events that say when a key began and ended.',
    wrong: 'from: orders_per_customer      # grouped\nhistory: {versions: existence}',
    right: 'from: shop.customers\nhistory: {versions: existence}',
    fix: 'Remove `versions`, or read the table whose rows begin and end.',
  }),
  DG527: entry<{ naturalKey: string; table: string; key: string }>({
    title: 'Quarantine by another key',
    severity: 'error',
    message: ({ naturalKey, table, key }) =>
      `rows of "${table}" can't be set aside by ${naturalKey}: the key of the table is ${key}`,
    meaning:
      'Rows are set aside before anything reads their table, so a row is invalid where it has no key of its own table, or no instant. A row whose other columns are null may be right for all other readers.',
    wrong:
      'dimension: customer\nfrom: shop.orders             # key: [order_id]\nnatural_key: [customer_id]\nhistory: {invalid: quarantine}',
    right:
      'dimension: customer\nfrom: customers_of_orders     # filter: customer_id is not null\nnatural_key: [customer_id]',
    fix: 'Remove `invalid`, and filter rows without the natural key in an intermediate.',
  }),
  DG528: entry<{ table: string; dimension: string }>({
    title: 'Quarantine that another dimension asks for',
    severity: 'error',
    message: ({ table, dimension }) =>
      `invalid rows of "${table}" can't stop the run here: the dimension "${dimension}" sets them aside`,
    meaning:
      'Rows are set aside before anything reads their table, so no reader of it gets to see them. A dimension that says nothing goes along with the others.',
    wrong:
      'dimension: customer\nfrom: shop.customers\nhistory: {invalid: quarantine}\n---\ndimension: email\nfrom: shop.customers\nhistory: {invalid: stop}',
    right:
      'dimension: customer\nfrom: shop.customers\nhistory: {invalid: quarantine}\n---\ndimension: email\nfrom: shop.customers',
    fix: 'Say the same in all dimensions of the table.',
  }),
  DG529: entry<{ end: string; start: string }>({
    title: 'Nothing between open start and open end',
    severity: 'error',
    message: ({ end, start }) => `open_end ${end} is not after open_start ${start}`,
    meaning:
      'A version whose start is not known holds from open_start on, and one that still holds does until open_end. Reserved members have both, so their period would end before it began, and nothing would find them by an instant.',
    wrong: 'conventions: {open_end: 1850-01-01}      # open_start is 1900-01-01 where it is left out',
    right: 'conventions: {open_end: 9999-12-31}',
    fix: 'Choose an end that lies after everything that happens, or leave `open_end` out.',
  }),
  DG542: entry<{ column: string; mini: string; scd: number }>({
    title: 'History of an attribute of a mini-dimension',
    severity: 'error',
    message: ({ column, mini, scd }) =>
      `"${column}" belongs to the mini-dimension "${mini}", where scd ${scd} means nothing`,
    meaning:
      'A mini-dimension has a row for each combination of its values. No row ever changes: a thing that changes points to another combination from then on. That is its history, whatever `scd` says.',
    wrong:
      'attributes:\n  - {name: age_band, scd: 1}\nmini_dimensions:\n  - {name: customer_profile, attributes: [age_band]}',
    right:
      'attributes:\n  - {name: age_band}\nmini_dimensions:\n  - {name: customer_profile, attributes: [age_band]}',
    fix: 'Remove `scd`, or take the attribute out of the mini-dimension.',
  }),
  DG543: entry<{ column: string; mini: string; other: string }>({
    title: 'Attribute of two mini-dimensions',
    severity: 'error',
    message: ({ column, mini, other }) =>
      `"${column}" belongs to the mini-dimension "${other}" and cannot belong to "${mini}", too`,
    meaning:
      'An attribute moves from the dimension to one mini-dimension. In two of them it would be told twice, and each would have more combinations than it needs.',
    fix: 'Leave the attribute in one of them.',
  }),
} as const;
