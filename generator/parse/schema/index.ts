import type { z } from 'zod';
import { bridge } from './bridge.js';
import { calendar } from './calendar.js';
import { dimension } from './dimension.js';
import { exposure } from './exposure.js';
import { fact } from './fact.js';
import { intermediate } from './intermediate.js';
import { junk } from './junk.js';
import { metric } from './metric.js';
import { project } from './project.js';
import { source } from './source.js';

/** The schema of each kind, in the order of the documentation. The first key of a document is its kind. */
export const schemas = {
  project,
  source,
  intermediate,
  dimension,
  calendar,
  junk,
  fact,
  bridge,
  metric,
  exposure,
} as const;

/** What a document of each kind is once it has been read: keys as in YAML, shorthands and types resolved. */
export type BlueprintValues = { readonly [K in keyof typeof schemas]: z.output<(typeof schemas)[K]> };

export const blueprintKinds = Object.keys(schemas) as readonly (keyof BlueprintValues)[];

export type { BridgeBlueprint } from './bridge.js';
export type { CalendarBlueprint } from './calendar.js';
export type { Column, SourceColumn } from './column.js';
export type { DialectName } from '../../../dialects/names.js';
export type { Attribute, DimensionBlueprint, Member } from './dimension.js';
export type { ExposureBlueprint } from './exposure.js';
export type { Expression } from './expression.js';
export type { FactBlueprint, Lag, Milestone } from './fact.js';
export type { IntermediateBlueprint, Join } from './intermediate.js';
export type { JunkBlueprint } from './junk.js';
export type { Lookup } from './lookup.js';
export type { Measure } from './measure.js';
export type { MetricBlueprint } from './metric.js';
export type { Physical } from './physical.js';
export type { ProjectBlueprint } from './project.js';
export type { SourceBlueprint, SourceTable } from './source.js';
