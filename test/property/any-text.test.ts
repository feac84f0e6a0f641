import { rmSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { dialects } from '../../dialects/index.js';
import { prettyDiagnostics } from '../../generator/diagnostics/pretty.js';
import { generate, type GeneratedTree } from '../../generator/pipeline.js';
import { put, scratch } from '../unit/write-scratch.js';
import { structureProblems } from './emitted.js';
import { renderJinja } from './render-jinja.js';

/** Any text of the user's arrives verbatim in what dbt shows and runs, on every dialect. */
const place = scratch();
afterAll(() => place.remove());

const piece = fc.constantFrom(
  '{{ 1/0 }}',
  '{% endraw %}',
  '{# x #}',
  '{%- if x %}',
  '{{',
  '}}',
  '%}',
  '#}',
  '{',
  '}',
  '%',
  '#',
  "'",
  '"',
  '`',
  '\\',
  '\\n',
  '\n',
  '\t',
  ' ',
  ': ',
  '- ',
  '? ',
  '<<',
  '=',
  '~',
  'no',
  'null',
  '0x1',
  '1:30',
  '2024-01-01',
  '🙂',
  'ä',
  '\u0000',
  '\u0007',
  '\u0085',
  '\u2028',
  '\ufeff',
  '--',
  '/*',
  ';',
  '$$',
  '&a',
  '*a',
  '!x',
  '|',
  '>',
  '@',
);
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc
    .array(fc.oneof(piece, fc.string({ maxLength: 4 })), { minLength: 1, maxLength: 6 })
    .map((pieces) => pieces.join('')),
);
/** A blueprint is YAML, which holds no lone surrogates and no control characters but in escapes; a text says something. */
const saying = anyText.filter((text) => /\S/.test(text) && !/\p{Surrogate}/u.test(text));
/** No engine has a null character in its texts; a name is one line. */
const value = saying.filter((text) => !text.includes('\u0000'));
const rawName = value.filter((text) => !/[\p{Cc}\u2028\u2029]/u.test(text) && text.trim() === text);

/** What is dbtgen's own of a model: its config, and comments and conditions on lines of their own. */
const config = /^\{\{ config\([\s\S]*?\n\) \}\}\n/;
const statement = /^\s*\{[%#][^\n]*[%#]\}$/gm;

interface Column {
  readonly name: string;
  readonly description?: string;
  readonly data_tests?: readonly (
    string | { readonly accepted_values?: { readonly arguments: { readonly values: readonly string[] } } }
  )[];
}

function yamlOf(
  tree: GeneratedTree,
  path: string,
): Record<string, { name: string; description?: string; columns?: readonly Column[] }[]> {
  const text = tree.files.find((file) => file.path === path)?.text ?? '';
  return parse(text, { version: '1.1' }) as ReturnType<typeof yamlOf>;
}

test('any text arrives as it was written', async () => {
  await fc.assert(
    fc.asyncProperty(
      saying,
      saying,
      fc.uniqueArray(value, { minLength: 1, maxLength: 3 }),
      fc.uniqueArray(value, { maxLength: 2 }),
      rawName,
      fc.uniqueArray(value, { minLength: 2, maxLength: 2 }),
      async (source, column, accepted, nullValues, raw, operations) => {
        rmSync(place.blueprints, { recursive: true, force: true });
        put(place.blueprints, {
          'project.yml': stringify({
            project: 'anything',
            dialect: Object.keys(dialects),
            description: 'Any',
          }),
          'source.yml': stringify({
            source: 'shop',
            schema: 'raw',
            description: source,
            tables: [
              {
                table: 'things',
                description: 'One row per thing',
                shape: 'snapshot',
                key: ['thing_id'],
                null_values: nullValues,
                columns: [
                  { name: 'thing_id', type: 'bigint' },
                  { name: 'label', from: raw, type: 'string', description: column, accepted },
                ],
              },
              {
                table: 'changes',
                description: 'One row per change',
                shape: 'cdc',
                key: ['thing_id'],
                changed_at: 'changed_at',
                operation: { column: 'op', delete: operations.slice(0, 1), truncate: operations.slice(1) },
                columns: [
                  { name: 'thing_id', type: 'bigint' },
                  { name: 'label', type: 'string' },
                  { name: 'op', type: 'string' },
                  { name: 'changed_at', type: 'timestamp' },
                ],
              },
            ],
          }),
          'thing.yml': stringify({
            dimension: 'thing',
            description: column,
            from: 'shop.changes',
            natural_key: ['thing_id'],
            attributes: ['label'],
          }),
        });
        const { trees, diagnostics } = await generate(place.blueprints, {});
        expect(prettyDiagnostics(diagnostics)).toBe('');
        for (const tree of trees) {
          const dialect = dialects[tree.dialect as keyof typeof dialects];
          expect(structureProblems(tree)).toEqual([]);
          expect(
            renderJinja(
              yamlOf(tree, 'models/staging/shop/_shop__sources.yml')['sources']?.[0]?.description ?? '',
            ),
          ).toBe(source);
          const label = yamlOf(tree, 'models/staging/shop/_shop__models.yml')['models']?.[0]?.columns?.find(
            ({ name }) => name === 'label',
          );
          expect(renderJinja(label?.description ?? '')).toBe(column);
          const test = label?.data_tests?.find(
            (item) => typeof item === 'object' && item.accepted_values !== undefined,
          );
          const values =
            typeof test === 'object'
              ? (test.accepted_values?.arguments as { values: readonly string[]; quote?: boolean })
              : undefined;
          // dbt puts quotes around the values itself, unless told not to: then they are literals of the warehouse.
          const literal = (text: string) => (values?.quote === false ? text : `'${text}'`);
          expect(values?.values.map((text) => literal(renderJinja(text)))).toEqual(
            accepted.map((text) => dialect.stringLiteral(text)),
          );
          const rendered = (name: string) =>
            renderJinja(
              tree.files
                .find((file) => file.path.endsWith(`/${name}.sql`))
                ?.text.replace(config, '')
                .replaceAll(statement, '') ?? '',
              () => 'x',
            );
          const sql = rendered('stg_shop__things');
          if (!/^[a-z_][a-z0-9_]*$/.test(raw)) expect(sql).toContain(dialect.quote(raw));
          for (const text of nullValues) expect(sql).toContain(dialect.stringLiteral(text));
          for (const text of operations)
            expect(rendered('stg_shop__changes') + rendered('dim_thing')).toContain(
              dialect.stringLiteral(text),
            );
        }
      },
    ),
    { numRuns: Number(process.env['DBTGEN_RUNS'] ?? 80) },
  );
});
