import type { Dialect } from '../../dialects/dialect.js';
import { jinjaSafeLine } from '../sql/jinja.js';

/**
 * A name from the source's database: as it stands where every engine reads it so, quoted otherwise.
 * Plain lower-case names stay unquoted, because Snowflake's tables usually hold them in upper case.
 */
export function rawColumn(name: string, dialect: Dialect): string {
  return isPlainName(name) && !dialect.reserved.has(name) ? name : jinjaSafeLine(dialect.quote(name));
}

/** True for names that need no quotes anywhere. */
export function isPlainName(name: string): boolean {
  return /^[a-z_][a-z0-9_]*$/.test(name);
}
