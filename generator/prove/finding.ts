import type { Row } from './value.js';

/** When something was looked at. */
export type Moment =
  | { readonly kind: 'load'; readonly load: number }
  | { readonly kind: 'repeat' }
  | { readonly kind: 'full_refresh' };

/** Something that a table says and should not, or should and doesn't. */
export interface Finding {
  readonly kind: 'dimension' | 'fact';
  /** The blueprint. */
  readonly name: string;
  /** The natural key or the grain that it is about. */
  readonly key: Row;
  readonly moment: Moment;
  /** What is wrong, in a few words. */
  readonly problem: string;
  readonly expected: readonly Row[];
  readonly found: readonly Row[];
}

/** A moment, for people. */
export function momentText(moment: Moment): string {
  if (moment.kind === 'repeat') return 'after the last load was repeated';
  if (moment.kind === 'full_refresh') return 'after a full refresh';
  return `after load ${moment.load + 1}`;
}
