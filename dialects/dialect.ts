import type { FunctionName } from './function-name.js';
import type { LogicalType, LogicalTypeKind } from './logical-type.js';
import type { Physical, Storage } from './storage.js';

/** A piece of SQL text in the dialect's own spelling. */
export type Sql = string;

/**
 * What dbtgen knows about one warehouse: tables first, then pure functions, then named files.
 * A dialect is a value in a folder of its own; it imports nothing from the generator.
 */
export interface Dialect {
  /** The word a blueprint's `dialect:` uses. */
  readonly name: string;
  /** The warehouse's name as its users write it, for READMEs and notes. */
  readonly label: string;
  /** The dbt adapter that runs the generated project. */
  readonly adapter: Adapter;

  /** Words that can't be a name unquoted; lower case. Each list says where it came from. */
  readonly reserved: ReadonlySet<string>;
  /** Longest identifier in bytes. */
  readonly identifierLength: number;

  /** How a column's type is written in casts, DDL and contracts. Exhaustive by construction. */
  readonly types: { readonly [K in LogicalTypeKind]: (type: Extract<LogicalType, { kind: K }>) => Sql };
  /**
   * How each portable function is written, given its printed arguments. A spelling wraps an argument in
   * parentheses itself where it puts it next to an operator (`operand`), and answers any SQL: whoever uses the
   * result next to an operator wraps that.
   * Conventions: units, patterns and paths are literals; `extract` takes the field as its first literal;
   * `position` takes (part, text); `count` without arguments counts rows; argument counts were checked before.
   */
  readonly functions: Readonly<Record<FunctionName, FunctionSpelling>>;

  /** A name quoted so that it reads verbatim, whatever it holds. */
  quote(name: string): Sql;
  /** A text literal that evaluates to exactly `text`. */
  stringLiteral(text: string): Sql;
  /** `a` differs from `b`, null equal to null; usable as a condition. */
  isDistinct(left: Sql, right: Sql, type: LogicalType): Sql;
  /** `a` equals `b`, null equal to null; usable as a condition. */
  isNotDistinct(left: Sql, right: Sql, type: LogicalType): Sql;
  /** A cast of a value whose type is `from` (undefined: unknown, as in a raw source column). */
  cast(value: Sql, to: LogicalType, from: LogicalType | undefined): Sql;
  /** A true division: never truncates. */
  divide(left: Sql, right: Sql, leftType: LogicalType | undefined, rightType: LogicalType | undefined): Sql;
  /**
   * The text of a key column inside a hashed key: the same text on every dialect for the same value
   * (booleans `true`/`false`, dates ISO, timestamps with six decimals, decimals with their whole scale).
   * Texts come out as they are; doubling separators is the generator's business.
   */
  keyText(value: Sql, type: LogicalType): Sql;
  /** Lower-case hexadecimal MD5 (32 characters) of a text. */
  md5Hex(text: Sql): Sql;
  /** The bigint that sixteen lower-case hexadecimal digits say, of which the first is at most 7. */
  hexInteger(digits: Sql): Sql;
  /**
   * A bigint, but where the condition `problem` holds the statement fails with the text `message`. The message has to
   * depend on the row, or an optimizer may fail before it looks at one.
   */
  bigintOrFail(value: Sql, problem: Sql, message: Sql): Sql;
  /** Lower-case hexadecimal SHA-256 of a text. */
  sha256Hex(text: Sql): Sql;
  /** The wall-clock timestamp in an IANA zone of a timestamp that is in UTC. */
  localTimestamp(value: Sql, zone: string): Sql;
  /** The exact number that `digits` says, such as `0.10`: a decimal, never a float. */
  decimalLiteral(digits: string): Sql;
  /** The timestamp literal of `YYYY-MM-DD HH:MM:SS[.ffffff]`. */
  timestampLiteral(text: string): Sql;
  /** The date literal of `YYYY-MM-DD`. */
  dateLiteral(text: string): Sql;
  /** One row per day from `start` to `end`, both inclusive, in a single column `date_day`: a whole select statement. */
  dateSpine(start: string, end: string): Sql;
  /** The last non-null value up to here, as a value of its type: `last_value(x ignore nulls) over (window)`. */
  lastNonNull(value: Sql, window: Sql, type: LogicalType): Sql;
  /** What a window function fetched from another row, as a value of the column's type: some engines forget the scale. */
  fromOtherRow(value: Sql, type: LogicalType): Sql;

  /** Turns the blueprint's physical words into this adapter's config; what it can't do comes back as notes. */
  storage(physical: Physical): Storage;
  /** The incremental strategy that only inserts: `append` where the adapter has it; a keyless `merge` elsewhere. */
  readonly appendStrategy: 'append' | 'merge';
  readonly rowComparison: RowComparison;
  /**
   * How `merge` finds the stored row that a changed one replaces. `key`: by the model's key. `identity`: by the
   * columns that a dimension's key is made of, which are read faster than the hash and come as `meta.identity`;
   * only where texts are compared to the last blank, as hashes are.
   */
  readonly rowsFoundBy: 'key' | 'identity';
  /**
   * How a version that only ends reaches the table. `in_place`: its end is updated where it lies, which is least where a
   * table is stored by column and an update writes those columns alone; it comes without its key then, and its columns as
   * `meta.ends`, so only where rows are found by identity. `as_any`: as every other row that differs.
   */
  readonly endedVersions: 'in_place' | 'as_any';
  /**
   * What an inner join of a table with a few of its keys does to storage that holds none of them. `skipped`: where the
   * table is sorted or indexed by the key, it is not read. `read`: the table is read whole, so once is enough.
   */
  readonly storageOfOtherKeys: 'skipped' | 'read';
  /**
   * How a load computes a key's history where it has new events. `resumed`: from the first of these on, which needs
   * the table's rows of the key in several CTEs, so where each of them is made once. `anew`: from its first event on.
   */
  readonly changedHistories: 'resumed' | 'anew';
  /** What the adapter can check of a contract. */
  readonly contract: ContractSupport;
  /**
   * Macro files that only this dialect has, by the name they get in `macros/`; the text is a file
   * of the dialect's folder. `merge` reaches changed rows into their table.
   */
  readonly macros: readonly DialectMacro[];
}

/**
 * How a row is compared with what stood there before. `by_column`: a comparison for each column, joined by `or`.
 * `as_one`: all columns as one value, for an optimizer that can't bear a long `or`; `row` makes that value, `field`
 * takes a column out of it again, and stored rows are compared by an anti join on all columns.
 */
export type RowComparison =
  | { readonly kind: 'by_column' }
  | {
      readonly kind: 'as_one';
      row(columns: readonly string[]): Sql;
      field(row: Sql, column: string): Sql;
    };

export type FunctionSpelling = (args: readonly Argument[]) => Sql;

/** A printed argument together with what is known of it. */
export interface Argument {
  readonly sql: Sql;
  readonly type: LogicalType | undefined;
  /** Set where the argument is a text literal: its value. Units, patterns and paths are read from here. */
  readonly literal: string | undefined;
}

export interface Adapter {
  /** dbt's name of the adapter (`type:` in a profile). */
  readonly type: string;
  /** The Python package and the versions that the project was tested with, as pip writes it. */
  readonly requirement: string;
  /** The example profile's output: keys and values; values may hold `{{ env_var('X') }}`. */
  readonly profile: Readonly<
    Record<string, string | number | boolean | readonly string[] | Readonly<Record<string, string>>>
  >;
  /** Behaviour flags that the generated project depends on, for its dbt_project.yml. */
  readonly flags?: Readonly<Record<string, boolean>>;
  /** sqlfluff's name of the dialect. */
  readonly sqlfluff: string;
}

export interface ContractSupport {
  /** `constraint`: not null is enforced by DDL; `test`: the adapter can't, so a data test says it. */
  readonly notNull: 'constraint' | 'test';
}

export interface DialectMacro {
  /** The macro's name and the file's base name in the generated repo's `macros/`. */
  readonly name: string;
  readonly description: string;
  /** URL of the file's text, inside the dialect's folder. */
  readonly file: URL;
}
