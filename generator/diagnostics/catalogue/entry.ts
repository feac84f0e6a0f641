import type { Severity } from '../diagnostic.js';

/** One code: what it says in a line, and what `dbtgen explain` tells about it. */
export interface Entry<P> {
  /** A heading of a few words. */
  readonly title: string;
  readonly severity: Severity;
  /** One sentence without a final full stop, lower case first. */
  readonly message: (parameters: P) => string;
  /** What it means and why it is refused. */
  readonly meaning: string;
  /** YAML that gets this diagnostic, where YAML can show it. */
  readonly wrong?: string;
  /** The same, right. */
  readonly right?: string;
  /** What to do, in the imperative. */
  readonly fix: string;
}

/** For codes whose message is always the same. */
export type None = Readonly<Record<string, never>>;

/** Gives an entry its parameter type. */
export function entry<P>(value: Entry<P>): Entry<P> {
  return value;
}
