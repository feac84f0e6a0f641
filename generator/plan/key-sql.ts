import { hashedKey, type KeyPart, keyEncoding } from '../sql/keys.js';
import { continued } from '../sql/layout.js';
import type { PlanContext } from './context.js';

/** A hashed key; what is hashed stands on several lines where one is too long for it. */
export function keySql(parts: readonly KeyPart[], { dialect }: PlanContext): string {
  const line = hashedKey(parts, dialect);
  if (line.length <= 90) return line;
  const separator = ` || ${dialect.stringLiteral('|;')} || `;
  const [first = '', ...rest] = keyEncoding(parts, dialect).split(separator);
  const encoded = [first, ...rest.map((part) => `|| ${dialect.stringLiteral('|;')} || ${part}`)].join('\n');
  return dialect.md5Hex(`\n    ${continued(encoded, 4)}\n`);
}
