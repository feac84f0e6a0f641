import { columnEntries } from './catalogue/columns.js';
import { expressionEntries } from './catalogue/expressions.js';
import { factEntries } from './catalogue/facts.js';
import { faultEntries } from './catalogue/fault.js';
import { inferenceEntries } from './catalogue/inference.js';
import { lateEntries } from './catalogue/late.js';
import { nameEntries } from './catalogue/names.js';
import { readingEntries } from './catalogue/reading.js';
import { referenceEntries } from './catalogue/references.js';
import { schemaEntries } from './catalogue/schema.js';
import { shapeEntries } from './catalogue/shapes.js';
import { sinceEntries } from './catalogue/since.js';
import { temporalJoinEntries } from './catalogue/temporal-joins.js';
import { treeEntries } from './catalogue/tree.js';

/**
 * Every code that dbtgen can report. DG1xx files and YAML, DG2xx the words of the language,
 * DG3xx names and references, DG4xx columns, types and expressions, DG5xx shapes, history and
 * facts, DG6xx the output tree, DG9xx faults of dbtgen itself.
 */
export const catalogue = {
  ...readingEntries,
  ...schemaEntries,
  ...nameEntries,
  ...columnEntries,
  ...expressionEntries,
  ...shapeEntries,
  ...temporalJoinEntries,
  ...factEntries,
  ...inferenceEntries,
  ...referenceEntries,
  ...lateEntries,
  ...sinceEntries,
  ...treeEntries,
  ...faultEntries,
} as const;

export type Code = keyof typeof catalogue;

/** What the message of a code needs to know. */
export type ParametersOf<C extends Code> = Parameters<(typeof catalogue)[C]['message']>[0];

export const codes = Object.keys(catalogue).sort() as readonly Code[];

export function isCode(text: string): text is Code {
  return Object.hasOwn(catalogue, text);
}
