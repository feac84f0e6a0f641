import type { LogicalType } from '../../dialects/logical-type.js';
import type { Location } from '../diagnostics/diagnostic.js';
import type { Expression } from '../sql/expression.js';

/** What the blueprints say, with every name resolved and every default applied. Knows no warehouse. */
export interface Project {
  readonly name: string;
  readonly description: string;
  /** The dialects to build for, in the order they were listed. */
  readonly dialects: readonly string[];
  /** The output folder as written, relative to the project file. */
  readonly output: string;
  /** True where the project lists dialects: each has a folder of its own below the output. */
  readonly outputPerDialect: boolean;
  /** Lower and upper bounds of dbt versions, as dbt_project.yml wants them. */
  readonly dbtVersions: readonly string[];
  readonly profile: string;
  readonly conventions: Conventions;
  readonly sources: readonly Source[];
  /** In the order in which they build on each other. */
  readonly intermediates: readonly Intermediate[];
  readonly calendars: readonly Calendar[];
  readonly dimensions: readonly Dimension[];
  readonly facts: readonly Fact[];
}

export interface Conventions {
  readonly validFrom: string;
  readonly validTo: string;
  readonly isCurrent: string;
  readonly loadedAt: string;
  /** The timestamp that stands for "still valid" (`YYYY-MM-DD HH:MM:SS[.ffffff]`), or null. */
  readonly openEnd: string | null;
  /** What `first_version: open_past` writes, and where reserved members begin. */
  readonly openStart: string;
  /** dbt's `+schema` per layer; a layer left out lives in the target's schema. */
  readonly schemas: { readonly staging?: string; readonly intermediate?: string; readonly marts?: string };
}

export interface Column {
  readonly name: string;
  readonly type: LogicalType;
  readonly description?: string;
  readonly accepted?: readonly (string | number | boolean)[];
  readonly notNull: boolean;
  readonly pii?: string;
  /** Its name in the source's database, where that is another: people mix them up. */
  readonly rawName?: string;
}

/** An expression of the user's: portable, or the text of one dialect with a portable or native default. */
export type Formula =
  | {
      readonly kind: 'portable';
      readonly expression: Expression;
      /** What it gives, where that is known. */ readonly type?: LogicalType;
    }
  | {
      readonly kind: 'native';
      readonly byDialect: Readonly<Record<string, string>>;
      readonly otherwise?: Expression;
    };

export interface Source {
  readonly name: string;
  readonly description: string;
  readonly database?: string;
  readonly schema: string;
  readonly freshness?: { readonly warnAfter?: Period; readonly errorAfter?: Period };
  readonly tables: readonly SourceTable[];
  readonly location: Location;
}

export interface Period {
  readonly count: number;
  readonly period: 'minute' | 'hour' | 'day';
}

export type Shape = 'snapshot' | 'log' | 'delta' | 'cdc';

export interface StagedColumn extends Column {
  readonly value:
    { readonly kind: 'raw'; readonly from: string } | { readonly kind: 'formula'; readonly formula: Formula };
  readonly protect: 'hash' | 'mask' | 'none';
}

export interface SourceTable {
  readonly source: string;
  /** The name in blueprints and file names. */
  readonly name: string;
  /** The name of its import in a model. */
  readonly alias: string;
  /** The name in the database. */
  readonly identifier: string;
  readonly description: string;
  readonly shape: Shape;
  readonly key: readonly string[];
  readonly columns: readonly StagedColumn[];
  readonly changedAt?: string;
  /** Instead of changedAt: the columns that say from when to when a row holds. */
  readonly valid?: { readonly from: string; readonly to: string; readonly end: PeriodEnd };
  readonly loadedAt?: string;
  /** `loaded_at` as the database spells it, for freshness. */
  readonly loadedAtRaw?: string;
  readonly sequence: readonly string[];
  readonly operation?: Operation;
  readonly absence: { readonly scope: readonly string[]; readonly maxRatio: number };
  readonly carriesNulls: boolean;
  readonly nullValues: readonly string[];
  readonly filter?: Formula;
  /** The staging model. */
  readonly model: string;
  /** The model that keeps the table's events, where something needs them. */
  readonly eventsModel?: string;
  /** Set where rows without a key or an instant are set aside: before anything reads the table. */
  readonly quarantine?: Quarantine;
  /** Columns that came to the table when its events were kept already, and somebody counts on it. */
  readonly added: readonly AddedColumn[];
  readonly location: Location;
}

export interface Quarantine {
  /** The model with every row as it was delivered, of which the staging model leaves out the invalid ones. */
  readonly delivered: string;
  /** The append-only model that keeps the invalid rows. */
  readonly model: string;
}

/** What the end of a stated period is: the first instant that it does not hold at, or the last day that it holds on. */
export type PeriodEnd = 'exclusive' | 'inclusive_day';

export interface Operation {
  readonly column: string;
  readonly delete: readonly (string | number | boolean)[];
  readonly truncate: readonly (string | number | boolean)[];
}

/**
 * A model that other models read, as they see it. `states` has one row per key, what is alive now;
 * `events` has every event, and whoever wants states takes the last one per key.
 */
export type Relation = StateRelation | EventRelation;

interface RelationBase {
  /** The dbt model. */
  readonly model: string;
  /** A short name for the import CTE. */
  readonly alias: string;
  readonly key: readonly string[];
  readonly columns: readonly Column[];
}

export interface StateRelation extends RelationBase {
  readonly form: 'states';
  /** Set where the relation is the staging model of a snapshot itself: what its absences may do. */
  readonly snapshot: { readonly maxRatio: number } | undefined;
}

/**
 * What the rows of a relation say of periods, before they are made into events. Of several rows with one key and start
 * the last counts, and it may say that there is no such period.
 */
export interface StatedPeriods {
  readonly from: Column;
  readonly to: Column;
  readonly end: PeriodEnd;
  /** The boolean column that marks a row which takes its period back, where the model has one. */
  readonly isRetracted: string | undefined;
  /** `delivery`: each load says all there is; `events`: what orders events orders these rows. */
  readonly newest: 'delivery' | 'events';
}

export interface EventRelation extends RelationBase {
  readonly form: 'events';
  /** Set where the model's rows state periods: its events, with their instants and ends, are to be made of them. */
  readonly periods?: StatedPeriods;
  /** The column with the instant of the event, and its type; undefined where nothing orders a key's rows. */
  readonly eventAt: Column | undefined;
  readonly sequence: readonly Column[];
  /** The boolean column that marks a delete, where the relation has deletes. */
  readonly isDeleted: string | undefined;
  /** When the event reached the warehouse. */
  readonly deliveredAt: string | undefined;
  /** Set on the kept events of a log that says itself when a row arrived: of two at one instant that decides first. */
  readonly arrivedAt?: string;
  readonly truncate:
    { readonly column: string; readonly values: readonly (string | number | boolean)[] } | undefined;
  readonly carriesNulls: boolean;
  /** True where columns come from other tables too: a change there is a change here that no event of ours tells of. */
  readonly followsOthers: boolean;
  /** True where an event may be left out one day although nobody removed it. */
  readonly forgets: boolean;
  /** `kept`: an append-only model of ours, whose deliveredAt is the load time; `log`: the source's own table. */
  readonly origin: 'kept' | 'log';
  /**
   * Set where several histories were joined in time: whose events these were. There is one event for each key and
   * instant at which one of them changed; an event of theirs without a key or an instant is not among them.
   */
  readonly histories?: {
    /** What brings the keys: each of its events is one here, too. */
    readonly main: EventRelation;
    readonly joined: readonly EventRelation[];
  };
}

/** A history whose events have an instant. */
export type DatedRelation = EventRelation & { readonly eventAt: Column };

export type Join = PlainJoin | TemporalJoin;

interface JoinBase {
  readonly alias: string;
  /** Pairs of a qualified column here and a column of the joined table. */
  readonly on: readonly { readonly here: QualifiedColumn; readonly there: string }[];
}

/** A join with what the other side says now. */
export interface PlainJoin extends JoinBase {
  readonly kind: 'left' | 'inner';
  readonly relation: Relation;
}

/** A join with what the other side said at each instant. */
export interface TemporalJoin extends JoinBase {
  readonly kind: 'temporal';
  readonly relation: DatedRelation;
}

export interface QualifiedColumn {
  /** An import's alias. */
  readonly qualifier: string;
  readonly name: string;
}

export interface IntermediateColumn extends Column {
  readonly value:
    | { readonly kind: 'column'; readonly column: QualifiedColumn }
    | { readonly kind: 'formula'; readonly formula: Formula };
}

export interface Intermediate {
  readonly name: string;
  readonly model: string;
  readonly description: string;
  readonly input:
    | { readonly kind: 'from'; readonly relation: Relation; readonly joins: readonly Join[] }
    | { readonly kind: 'union'; readonly relations: readonly Relation[] };
  readonly columns: readonly IntermediateColumn[];
  readonly filter?: Formula;
  /** Every column that a formula of this intermediate reads, qualified by its import's alias. */
  readonly reads: readonly QualifiedColumn[];
  /** Where events are read, a row that the filter drops may be a delete of its key at that instant. */
  readonly dropped: 'left_out' | 'deleted';
  readonly grouping:
    | { readonly kind: 'none' }
    | { readonly kind: 'distinct' }
    | { readonly kind: 'group_by'; readonly columns: readonly string[] };
  readonly relation: Relation;
  readonly location: Location;
}

export interface Fiscal {
  readonly month: number;
  readonly day: number;
}

export interface Calendar {
  readonly name: string;
  readonly model: string;
  readonly key: string;
  readonly description: string;
  readonly start: string;
  readonly end: string;
  readonly fiscal?: Fiscal;
  readonly weekStarts: 'monday' | 'sunday';
  readonly members: readonly Member[];
  readonly physical: PhysicalDesign;
  readonly quality: Quality;
  readonly location: Location;
}

export type Member = 'unknown' | 'not_applicable' | 'not_yet';

/** What becomes of an attribute's earlier values: 0 retain, 1 overwrite, 2 new version, 3 previous value, 6 hybrid. */
export type Scd = 0 | 1 | 2 | 3 | 6;

export interface Attribute extends Column {
  readonly scd: Scd;
  /** The second column that an attribute of scd 3 (its value before the last change) or 6 (its present one) gives. */
  readonly companion?: Column;
  /** Set where it was added to a table that held history already. */
  readonly since?: Since;
  /** Left out: the column of the same name. */
  readonly value:
    | { readonly kind: 'column'; readonly name: string }
    | { readonly kind: 'formula'; readonly formula: Formula };
}

/**
 * What an attribute shows of the time before it was added. `null`: nothing, and it opens no version by being added;
 * `carry`: the first value that was delivered; `as_said`: what the events say. `mark` is the column of the kept events
 * that is true where an event was delivered with the attribute's column.
 */
export type Since = { readonly kind: 'null' | 'carry'; readonly mark: string } | { readonly kind: 'as_said' };

/** A column that models with earlier rows take, and the one that says which rows were delivered with it. */
export interface AddedColumn {
  readonly name: string;
  readonly mark?: string;
}

/** A hash as a text, or 63 bits of it as a number. */
export type KeyType = Extract<LogicalType, { kind: 'string' | 'bigint' }>;

export interface Dimension {
  readonly name: string;
  /** The model that lookups read: with all versions, where there are versions. */
  readonly model: string;
  /** The model with the current rows alone, where they were asked for apart from the history. */
  readonly currentModel?: string;
  /** The surrogate key's column. */
  readonly key: string;
  /** The type of the surrogate key, and of the durable one. */
  readonly keyType: KeyType;
  readonly description: string;
  readonly from: Relation;
  readonly naturalKey: readonly Column[];
  /** True where any attribute is tracked: the table has a row per version. */
  readonly versioned: boolean;
  readonly attributes: readonly Attribute[];
  readonly deletes: 'close' | 'flag' | 'ignore';
  readonly firstVersion: 'at_event' | 'open_past';
  /** Which value of an overwritten attribute a version shows: the key's last one, or the last one within the version. */
  readonly overwrite: 'all_versions' | 'within_version';
  /** The column with the key that is the same on all versions of a natural key, where it was asked for. */
  readonly durableKey?: string;
  /** Set where rows of a later load that are older than their key's newest version are set aside. */
  readonly late?: LateEvents;
  readonly miniDimensions: readonly MiniDimension[];
  readonly references: readonly Reference[];
  /** Columns that only references read: values of their own, which the table does not show. */
  readonly referring: readonly Attribute[];
  /**
   * Attributes that are said of the same things elsewhere. Where nothing else tells which of several events at one
   * instant is the last, their values decide with the dimension's own, so that all of them are taken from one event.
   */
  readonly saidElsewhere: readonly Attribute[];
  /** Set where facts or dimensions may infer members: the model with the natural keys that they refer to. */
  readonly inference?: { readonly model: string };
  readonly members: readonly Member[];
  readonly physical: PhysicalDesign;
  readonly quality: Quality;
  readonly location: Location;
}

/** The models that set a dimension's late events aside. Its `from` has all events, late ones among them. */
export interface LateEvents {
  /** The append-only model that keeps what each load of a key was judged by: since when its newest version held. */
  readonly loads: string;
  /** The model with the events that are late. */
  readonly model: string;
  /** The model with all others, which the dimension reads. */
  readonly timely: string;
}

/** Attributes whose combinations are a dimension of their own: a row per combination that ever occurred. */
export interface MiniDimension {
  readonly name: string;
  readonly model: string;
  /** The key of a combination. */
  readonly key: string;
  readonly attributes: readonly Attribute[];
  /** The model, and its own key, that says which combination each thing had, and when. */
  readonly history: { readonly model: string; readonly key: string };
  /** The column of the dimension with the combination that a thing has now, where it was asked for. */
  readonly currentKey?: string;
  readonly members: readonly Member[];
  readonly location: Location;
}

export interface Lookup {
  /** The key's column in the fact. */
  readonly keyColumn: string;
  /** The durable key's column in the fact, where the dimension has one. */
  readonly durableKeyColumn?: string;
  readonly target:
    | {
        readonly kind: 'dimension';
        readonly dimension: string;
        readonly model: string;
        /** The model that is joined, where the one with the keys says nothing of natural keys and times. */
        readonly readFrom: string;
        readonly key: string;
        readonly durableKey?: string;
        readonly keyType: KeyType;
        readonly versioned: boolean;
        readonly firstVersion: Dimension['firstVersion'];
      }
    | {
        readonly kind: 'calendar';
        readonly calendar: string;
        readonly model: string;
        readonly readFrom: string;
        readonly key: string;
        readonly keyType: Extract<LogicalType, { kind: 'integer' }>;
      };
  /** Pairs of a column of the fact's source and a natural key column of the dimension. */
  readonly on: readonly { readonly here: Column; readonly there: string }[];
  /** The instant whose version is taken. */
  readonly asOf?: Column;
  readonly timeZone?: string;
  readonly missing: 'unknown' | 'inferred' | 'error';
  readonly nullKey: Member;
  readonly role?: string;
  /** What distinguishes this import in the fact's SQL. */
  readonly alias: string;
}

/** What each row of a dimension points to in another dimension, or in a calendar. */
export interface Reference extends Omit<Lookup, 'on' | 'asOf'> {
  /** Set where the row's own instant picks the version, with the name that it has among the dimension's own columns or `referring`. */
  readonly asOf?: { readonly here: Column; readonly value: string };
  /** `current`: the current row; `version`: the version that was valid then, so that another one opens a version here. */
  readonly follow: 'current' | 'version';
  /** Pairs as of any lookup, each with the name that the value has among the dimension's own columns or `referring`. */
  readonly on: readonly { readonly here: Column; readonly there: string; readonly value: string }[];
  /** Whether what is joined has other versions than current ones. */
  readonly among: 'rows' | 'versions';
  /** The model with every version that there is, of what is gone, too. */
  readonly knownIn: string;
}

/** A column of a fact, and what of the relation it holds. */
export interface ValuedColumn extends Column {
  readonly value:
    | { readonly kind: 'column'; readonly name: string }
    | { readonly kind: 'formula'; readonly formula: Formula };
}

export interface Measure extends ValuedColumn {
  readonly additivity: 'additive' | 'semi_additive' | 'non_additive';
  readonly over?: string;
  readonly unit?: string;
}

export interface Fact {
  readonly name: string;
  readonly model: string;
  readonly key: string;
  readonly type: 'transaction' | 'factless';
  readonly description: string;
  readonly from: Relation;
  readonly grain: { readonly statement: string; readonly key: readonly Column[] };
  readonly eventTime: Column;
  readonly lookups: readonly Lookup[];
  readonly degenerate: readonly ValuedColumn[];
  readonly measures: readonly Measure[];
  readonly load: {
    readonly strategy: 'merge' | 'append' | 'full';
    readonly deletes: 'remove' | 'flag' | 'ignore';
    readonly rekey: 'follow' | 'keep';
  };
  readonly physical: PhysicalDesign;
  readonly quality: Quality;
  readonly location: Location;
}

export interface PhysicalDesign {
  readonly partitionBy?: { readonly column: string; readonly granularity: 'hour' | 'day' | 'month' | 'year' };
  readonly clusterBy: readonly string[];
  readonly distributeBy?: string;
  readonly sortBy: readonly string[];
  readonly format?: 'delta' | 'iceberg';
  /** Raw config per dialect name. */
  readonly raw: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Where a word of it stands in the blueprint. */
  readonly locate?: (word: string) => Location;
}

export interface Quality {
  readonly owner?: string;
  readonly contract: 'enforced' | 'none';
  /** What a contract's object form says beside "enforced": version, sla, breaking_change_policy. */
  readonly contractMeta?: Readonly<Record<string, unknown>>;
  readonly access?: 'private' | 'protected' | 'public';
  readonly group?: string;
  readonly tests: readonly QualityTest[];
}

export type QualityTest =
  | {
      readonly kind: 'expression';
      readonly name: string;
      readonly description?: string;
      readonly formula: Formula;
      readonly severity: 'error' | 'warn';
    }
  | {
      readonly kind: 'row_count';
      readonly min?: number;
      readonly max?: number;
      readonly severity: 'error' | 'warn';
    };
