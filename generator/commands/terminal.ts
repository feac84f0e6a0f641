import { relative } from 'node:path';

/** What a command may do to the outside beside its files. */
export interface Terminal {
  readonly out: Channel;
  readonly err: Channel;
}

export interface Channel {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

/** 0 done (warnings too), 1 the input or the tree is wrong, 2 the command line is wrong. */
export type ExitCode = 0 | 1 | 2;

export const formats = ['pretty', 'json', 'github'] as const;
export type Format = (typeof formats)[number];

/** What all commands share. */
export interface Presentation {
  readonly format: Format;
  /** What the command line says; `auto` follows NO_COLOR, FORCE_COLOR and the kind of channel. */
  readonly color: 'always' | 'never' | 'auto';
}

/** Whether to color what goes to a channel. */
export function isColored(channel: Channel, presentation: Presentation): boolean {
  if (presentation.format !== 'pretty' || presentation.color === 'never') return false;
  if (presentation.color === 'always') return true;
  if (process.env['NO_COLOR']) return false;
  const forced = process.env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0';
  return channel.isTerminal && process.env['TERM'] !== 'dumb';
}

/** Prints one JSON document. */
export function writeJson(terminal: Terminal, document: object): void {
  terminal.out.write(`${JSON.stringify(document, null, 2)}\n`);
}

/** A folder as the user would write it here. */
export function shown(folder: string): string {
  return relative('', folder) || '.';
}
