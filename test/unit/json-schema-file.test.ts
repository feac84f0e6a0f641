import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { jsonSchema } from '../../generator/pipeline.js';

const file = fileURLToPath(new URL('../../blueprints/dbtgen.schema.json', import.meta.url));

test('the schema that editors read beside the examples is the one of this version', async () => {
  const expected = `${JSON.stringify(await jsonSchema(), null, 2)}\n`;
  // Not its difference: that would be thousands of lines.
  expect(
    (await readFile(file, 'utf8')) === expected,
    'run: node dist/generator/cli.js schema > blueprints/dbtgen.schema.json',
  ).toBe(true);
});
