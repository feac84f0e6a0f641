import { z } from 'zod';
import { schemas } from './schema/index.js';

/**
 * The JSON Schema of one document, for editors: any kind, told apart by its required first key.
 * Transforms are seen from their input, so it describes what is written, shorthands included.
 */
export function blueprintJsonSchema(): Record<string, unknown> {
  const kinds = Object.entries(schemas).map(([kind, schema]) => {
    const { $schema: _, ...json } = z.toJSONSchema(schema, {
      io: 'input',
      target: 'draft-7',
      reused: 'inline',
    });
    return { title: kind, ...json };
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'dbtgen blueprint',
    description: 'One document of a folder of blueprints; its first key names its kind.',
    anyOf: kinds,
  };
}
