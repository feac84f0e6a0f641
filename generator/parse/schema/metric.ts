import { z } from 'zod';
import { name } from './text.js';

/** A metric over measures of facts; its keys come with that feature. */
export const metric = z.looseObject({ metric: name.describe("The metric's name") }, { error: 'a mapping' });

export type MetricBlueprint = z.output<typeof metric>;
