import { hash } from 'node:crypto';

/**
 * The hash by which dbtgen recognises its own files: SHA-256 of the content with LF line endings.
 * Git may check a tree out with CRLF; that isn't an edit.
 */
export function contentHash(content: string | Buffer): string {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return hash('sha256', withLf(bytes));
}

function withLf(bytes: Buffer): Buffer {
  if (!bytes.includes('\r\n')) return bytes;
  // latin1 maps every byte to one character and back, so that nothing but line endings can change.
  return Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1');
}
