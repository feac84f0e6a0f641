import { combinationEncoding, type KeyPart, keyEncoding } from '../sql/keys.js';
import { continued } from '../sql/layout.js';
import type { PlanContext } from './context.js';

/** A hashed key, null where a part of it is; what is hashed stands on several lines where one is too long for it. */
export function keySql(parts: readonly KeyPart[], context: PlanContext): string {
  return hashed(keyEncoding(parts, context.dialect), context);
}

/** The same of a combination of values, in which nulls are values. */
export function combinationKeySql(parts: readonly KeyPart[], context: PlanContext): string {
  return hashed(combinationEncoding(parts, context.dialect), context);
}

function hashed(encoding: string, { dialect }: PlanContext): string {
  const line = dialect.md5Hex(encoding);
  if (line.length <= 90) return line;
  const separator = ` || ${dialect.stringLiteral('|;')} || `;
  const [first = '', ...rest] = encoding.split(separator);
  const encoded = [first, ...rest.map((part) => `|| ${dialect.stringLiteral('|;')} || ${part}`)].join('\n');
  return dialect.md5Hex(`\n    ${continued(encoded, 4)}\n`);
}
