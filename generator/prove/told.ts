import type { Project, Relation } from '../resolve/project.js';
import type { Load } from './oracle/deliveries.js';
import type { Row, Value } from './value.js';

/** What was told so far. */
export interface Told {
  readonly project: Project;
  /**
   * The loads of a source table, and what an intermediate held after each load. Of `states` no model keeps more than
   * the tables that are made of them, so that a full refresh is told of the last load alone.
   */
  readonly loads: (name: string, form: Relation['form']) => readonly Load[];
  /** What an expression gives for a state of a dimension's source. */
  readonly computed: (dimension: string, attribute: string, state: Row) => Value;
}

/** The rows of one key, as they should be; undefined where nothing decides between two events of it. */
export type ExpectedKeys = ReadonlyMap<
  string,
  { readonly key: Row; readonly rows: readonly Row[] | undefined }
>;
