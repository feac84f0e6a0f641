import { z } from 'zod';
import { dialectNames } from '../../../dialects/names.js';

/** A warehouse that a blueprint may name. */
export const dialectName = z.enum(dialectNames, { error: 'the name of a dialect' });
