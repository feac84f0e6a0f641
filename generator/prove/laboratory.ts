import type { Dialect } from '../../dialects/dialect.js';
import type { LogicalType } from '../../dialects/logical-type.js';
import type { GeneratedFile } from '../render/repository.js';
import type { Project } from '../resolve/project.js';
import type { DbtOutcome } from './dbt-runner.js';
import type { Reading } from './reading.js';
import type { SourcePlan } from './source-plan.js';
import type { DimensionSubject } from './subjects.js';
import type { Row } from './value.js';

/** A generated repo outside everything of the user's, a warehouse that is its own, and ways to bring rows in and out. */
export interface Laboratory {
  /** Whose SQL is run. */
  readonly dialect: Dialect;
  readonly places: RawPlaces;
  /** Types whose values can't be brought in. */
  readonly unwritable: ReadonlySet<LogicalType['kind']>;
  /** Writes the repo anew, with what brings rows in and out of it. */
  readonly build: (files: readonly GeneratedFile[], bench: Bench) => Promise<void>;
  /** Throws away what is in the warehouse, and all rows. */
  readonly empty: () => Promise<void>;
  /** Says what the next runs find in a source table. */
  readonly land: (table: string, rows: readonly Row[]) => Promise<void>;
  /** Says for which states the next runs are asked what a dimension's expressions give. */
  readonly ask: (dimension: string, states: readonly Row[]) => Promise<void>;
  readonly run: (loadAt: string, options: readonly string[]) => Promise<DbtOutcome>;
  /** The states that were asked about, with what the last run says of them. */
  readonly answered: (dimension: string) => Promise<readonly Row[]>;
  /** What a model held after the last run; no rows where it isn't there. */
  readonly stored: (model: string) => Promise<readonly Row[]>;
  /** Removes everything; what could not be removed is told. */
  readonly remove: () => Promise<void>;
}

/** Where raw tables are. */
export interface RawPlaces {
  readonly schemaOf: (source: string) => string;
  readonly nameOf: (source: string, table: string) => string;
}

/** What is brought into the warehouse and read from it. */
export interface Bench {
  readonly project: Project;
  readonly plans: readonly SourcePlan[];
  /** Dimensions whose expressions are asked about. */
  readonly computed: readonly DimensionSubject[];
  readonly readings: readonly Reading[];
}
