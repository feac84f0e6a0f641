import type { ScanToken } from 'libpg-query';
import type { Span } from './expression.js';

/** A user's text as PostgreSQL saw it: behind a prefix, in bytes, split into tokens. */
export interface SourceText {
  readonly text: string;
  /** The token that begins at a byte of what PostgreSQL parsed. */
  readonly tokenAt: (byte: number) => Token | undefined;
  readonly tokens: readonly Token[];
  /** The place in the user's text of a byte of what PostgreSQL parsed. */
  readonly offsetOf: (byte: number) => number;
}

export interface Token extends Span {
  readonly index: number;
  readonly text: string;
  readonly name: string;
}

export function sourceText(text: string, prefix: string, scanned: readonly ScanToken[]): SourceText {
  const bytes = Buffer.from(text, 'utf8');
  const isAscii = bytes.length === text.length;
  const offsetOf = (byte: number): number => {
    const inText = Math.min(Math.max(byte - prefix.length, 0), bytes.length);
    return isAscii ? inText : bytes.toString('utf8', 0, inText).length;
  };
  const tokens: Token[] = [];
  const byStart = new Map<number, Token>();
  for (const { start, end, tokenName } of scanned) {
    if (start < prefix.length) continue;
    const span = { start: offsetOf(start), end: offsetOf(end) };
    const token = { ...span, index: tokens.length, text: text.slice(span.start, span.end), name: tokenName };
    tokens.push(token);
    byStart.set(start, token);
  }
  return { text, tokens, tokenAt: (byte) => byStart.get(byte), offsetOf };
}

/** The name that an identifier token says, its case kept: raw source columns may be mixed case. */
export function nameOf(token: Token): string {
  return token.text.startsWith('"') ? token.text.slice(1, -1).replaceAll('""', '"') : token.text;
}
