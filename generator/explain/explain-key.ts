import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { embeddedDialect } from '../../dialects/embedded-engine.js';
import { nearest } from '../diagnostics/nearest.js';
import { isMarked } from '../plan/added-attributes.js';
import type { PlanContext } from '../plan/context.js';
import { withTimelyEvents } from '../plan/rejecting.js';
import { dimensionRules } from '../prove/dimension-rules.js';
import { dimensionRows } from '../prove/oracle/dimension-rows.js';
import { timelines } from '../prove/oracle/timeline.js';
import { identity, type Row } from '../prove/value.js';
import type { Dimension, Project, SourceTable } from '../resolve/project.js';
import { askWarehouse, type WarehouseAccess } from './ask-warehouse.js';
import { differences, type Difference } from './differences.js';
import type { Answer } from '../prove/inquiry.js';
import { attributeValue, keyEvents, type StatedPeriod } from './key-events.js';
import { keyValues } from './key-values.js';
import { narrate, type ToldEvent } from './narrate.js';
import { asRead, questionsAbout } from './questions.js';

/** The story of one natural key, and what the table makes of it. */
export interface KeyStory {
  readonly dimension: Dimension;
  readonly key: Row;
  /** Periods as they were stated, where the source states such. */
  readonly periods: readonly StatedPeriod[];
  readonly events: readonly ToldEvent[];
  readonly setAside: readonly SetAside[];
  /** The rows that the table has, in the order of their versions. */
  readonly stored: readonly Row[];
  readonly differences: readonly Difference[];
}

/** A row that was set aside, for being invalid or late. */
export interface SetAside {
  readonly reason: string;
  readonly load: string;
  readonly attributes: Row;
}

export type Explanation =
  | { readonly kind: 'told'; readonly story: KeyStory }
  /** Why there is no story, in one line; and what was meant perhaps. */
  | { readonly kind: 'problem'; readonly problem: string; readonly suggestion?: string };

export interface KeyQuestion {
  readonly dimension: string;
  /** The words of `--key`. */
  readonly words: readonly string[];
  readonly access: WarehouseAccess;
}

/** Reads the warehouse and tells what became of each event of a natural key; no problem is an exception. */
export async function explainKey(
  { dimension: name, words, access }: KeyQuestion,
  context: PlanContext,
): Promise<Explanation> {
  const { project } = context;
  const found = project.dimensions.find((candidate) => candidate.name === name);
  if (found === undefined) return unknownDimension(name, project);
  const dimension = withTimelyEvents(found);
  const parsed = keyValues(words, dimension.naturalKey);
  if (parsed.kind === 'problem') return parsed;
  const { key } = parsed;
  const { from } = dimension;
  if (from.form === 'events' && from.eventAt === undefined)
    return problem(`nothing dates the rows of ${from.model}, so their order tells no story`);
  const added = dimension.attributes.find(isMarked);
  if (added !== undefined)
    return problem(
      `${added.name} was added to the history of ${name} (since): the story of before is not told yet`,
    );
  if (!existsSync(join(access.project, 'dbt_project.yml')))
    return problem(
      `there is no dbt project in ${relative('', access.project) || '.'}: generate it with \`dbtgen build\`, or say with --output where it is`,
    );
  if (access.through.kind === 'file' && !existsSync(access.through.file))
    return problem(`there is no file ${relative('', access.through.file)}`);
  const table = tableOf(found, project);
  const questions = questionsAbout(dimension, table, key, context);
  const inquiries = [questions.told, questions.stored, ...questions.setAside];
  const asked = await askWarehouse(inquiries, access, context);
  if (asked.kind === 'no_dbt')
    return problem(
      `there is no dbt called "${access.program}": install it with \`pip install dbt-core ${context.dialect.adapter.requirement.split(/[<>=]/)[0]}\`, or name it with --dbt <path>`,
    );
  if (asked.kind === 'stopped') return problem(`dbt stopped: ${asked.reason}`);
  const [told, stored, ...setAside] = asked.answers;
  const absent = asked.answers.find((answer) => answer.kind === 'absent');
  if (told?.kind !== 'rows' || stored?.kind !== 'rows' || absent !== undefined)
    return problem(
      `${absent?.model ?? dimension.model} is not in the warehouse yet: \`dbt build --select +${dimension.model}\` brings it there`,
    );
  const story = storyOf(dimension, table, key, { told: told.rows, stored: stored.rows, setAside }, project);
  const isKnown = story.periods.length + story.setAside.length + story.stored.length > 0;
  // A truncate speaks of every key, but tells of none.
  if (!isKnown && story.events.every(({ event }) => event.cause.kind === 'truncate'))
    return problem(
      `${keyText(key)} never existed: neither ${from.model} nor ${dimension.model} has a row of it`,
    );
  return { kind: 'told', story };
}

/** True where the warehouse of a repo is one file. */
export function isEmbedded({ dialect }: Pick<PlanContext, 'dialect'>): boolean {
  return dialect.name === embeddedDialect.name;
}

function problem(text: string): Explanation {
  return { kind: 'problem', problem: text };
}

function unknownDimension(name: string, project: Project): Explanation {
  const others: readonly (readonly [string, readonly { readonly name: string }[]])[] = [
    ['a mini-dimension', project.dimensions.flatMap(({ miniDimensions }) => miniDimensions)],
    ['a calendar', project.calendars],
    ['a fact', project.facts],
  ];
  const kind = others.find(([, blueprints]) => blueprints.some((blueprint) => blueprint.name === name))?.[0];
  if (kind !== undefined)
    return problem(`${name} is ${kind}: only dimensions have natural keys with a history`);
  const suggestion = nearest(
    name,
    project.dimensions.map((dimension) => dimension.name),
  );
  return {
    kind: 'problem',
    problem: `unknown dimension '${name}'`,
    ...(suggestion === undefined ? {} : { suggestion }),
  };
}

/** The source table that a dimension reads directly; undefined where an intermediate stands between them. */
function tableOf({ from }: Dimension, { sources }: Project): SourceTable | undefined {
  return sources
    .flatMap(({ tables }) => tables)
    .find(({ model, eventsModel }) => from.model === model || from.model === eventsModel);
}

/** What the warehouse answered. */
export interface Rows {
  readonly told: readonly Row[];
  readonly stored: readonly Row[];
  readonly setAside: readonly Answer[];
}

/**
 * The story of a key, once the warehouse was asked.
 *
 * @param table the source table, where the dimension reads one directly
 */
export function storyOf(
  dimension: Dimension,
  table: SourceTable | undefined,
  key: Row,
  rows: Rows,
  { conventions }: Project,
): KeyStory {
  const read = asRead(dimension);
  const { events, periods } = keyEvents(read, table, key, rows.told);
  const rules = dimensionRules(dimension, conventions, (attribute, state) =>
    attributeValue(dimension, attribute, state),
  );
  const sequence = read.from.form === 'events' ? read.from.sequence.map(({ type }) => type) : [];
  const deletes = dimension.deletes === 'ignore' ? 'ignored' : 'heeded';
  const [timeline] = timelines(events, { key: rules.naturalKey, sequence, deletes });
  const expected = timeline === undefined ? [] : dimensionRows(timeline, rules);
  const byStart = (left: Row, right: Row) =>
    (left[conventions.validFrom] ?? '') < (right[conventions.validFrom] ?? '') ? -1 : 1;
  // Some warehouses take 'a ' for 'a' where they compare.
  const isOwn = (row: Row) => identity(row, rules.naturalKey) === identity(key, rules.naturalKey);
  const stored = rows.stored.filter(isOwn).sort(byStart);
  return {
    dimension,
    key,
    periods,
    events: narrate(events, rules, sequence).map((told) => shown(told)),
    setAside: rows.setAside.flatMap((answer) =>
      answer.kind === 'rows' ? answer.rows.filter(isOwn).map((row) => setAsideOf(row)) : [],
    ),
    stored,
    // An inferred row is what others say of the key, until its source says something.
    differences: differences(
      dimension,
      conventions,
      expected,
      stored.filter((row) => row['is_inferred'] !== 'true' || expected.length > 0),
    ),
  };

  /** Without the position that the warehouse was asked for to carry values on: it is none of the source's. */
  function shown(told: ToldEvent): ToldEvent {
    const own = dimension.from.form === 'events' ? dimension.from.sequence.length : 0;
    return { ...told, event: { ...told.event, sequence: told.event.sequence.slice(0, own) } };
  }

  function setAsideOf({ _reason: reason, [conventions.loadedAt]: load, ...row }: Row): SetAside {
    return {
      reason: reason ?? '',
      load: load ?? '',
      attributes: Object.fromEntries(
        dimension.attributes.flatMap(({ name, value }) =>
          value.kind === 'column' ? [[name, row[value.name] ?? null]] : [],
        ),
      ),
    };
  }
}

/** A natural key for people: `id = 42, country = 'DE'`. */
export function keyText(key: Row): string {
  return Object.entries(key)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ');
}
