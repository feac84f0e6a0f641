import { z } from 'zod';
import { name } from './text.js';

/** A dashboard, notebook or application fed by the marts; its keys come with that feature. */
export const exposure = z.looseObject(
  { exposure: name.describe("The exposure's name") },
  { error: 'a mapping' },
);

export type ExposureBlueprint = z.output<typeof exposure>;
