import type { Dialect, Sql } from '../../dialects/dialect.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import { operand, precedence } from '../../dialects/precedence.js';

export interface KeyPart {
  readonly sql: Sql;
  readonly type: LogicalType;
}

/**
 * A key made of several columns: the MD5 of their texts, the same on every warehouse.
 *
 * The encoding is injective: a pipe inside a text is doubled and parts are joined by `|;`, so reading from the left a pipe
 * is followed by a pipe (one of the text's) or by a semicolon (the next part). A null part makes the key null.
 */
export function hashedKey(parts: readonly KeyPart[], dialect: Dialect): Sql {
  return dialect.md5Hex(keyEncoding(parts, dialect));
}

/** What is hashed. */
export function keyEncoding(parts: readonly KeyPart[], dialect: Dialect): Sql {
  return parts
    .map(({ sql, type }) =>
      operand(encoded(dialect.keyText(sql, type), type, parts.length), precedence.concat),
    )
    .join(` || ${dialect.stringLiteral('|;')} || `);
}

/**
 * What is hashed for a combination of values in which a null is a value like any other: it is `|0`, which no text holds,
 * because a pipe of a text is followed by a second one.
 */
export function combinationEncoding(parts: readonly KeyPart[], dialect: Dialect): Sql {
  const isNull = dialect.stringLiteral('|0');
  return parts
    .map(({ sql, type }) => `coalesce(${escaped(dialect.keyText(sql, type), type)}, ${isNull})`)
    .join(` || ${dialect.stringLiteral('|;')} || `);
}

/** One part alone needs no separator. */
function encoded(text: Sql, type: LogicalType, parts: number): Sql {
  return parts > 1 ? escaped(text, type) : text;
}

/** Only what is text on some engine can hold a pipe. */
function escaped(text: Sql, { kind }: LogicalType): Sql {
  const isFree =
    kind === 'string' || kind === 'text' || kind === 'json' || kind === 'time' || kind === 'uuid';
  return isFree ? `replace(${text}, '|', '||')` : text;
}

/**
 * A hash as a number from 0 to 2^63 - 1, the same on every warehouse: its first sixteen digits without their first bit.
 *
 * @param hash a column with thirty-two lower-case hexadecimal digits
 */
export function integerOfHash(hash: Sql, dialect: Dialect): Sql {
  const first = `translate(substring(${hash}, 1, 1), '89abcdef', '01234567')`;
  return dialect.hexInteger(`${first} || substring(${hash}, 2, 15)`);
}
