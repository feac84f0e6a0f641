import { readFileSync } from 'node:fs';
import Handlebars from 'handlebars';
import { continued, conjunction, list } from '../sql/layout.js';
import { jinjaText } from '../sql/jinja.js';

/** A template's name: its path below `generator/templates/` without `.hbs`. */
export type TemplateName =
  | 'models/staging.sql'
  | 'models/valid_rows.sql'
  | 'models/quarantine.sql'
  | 'models/judged_loads.sql'
  | 'models/judged_events.sql'
  | 'models/events_of_snapshot.sql'
  | 'models/events_of_stream.sql'
  | 'models/intermediate.sql'
  | 'models/union.sql'
  | 'models/referenced_keys.sql'
  | 'models/dimension.sql'
  | 'models/current_rows.sql'
  | 'models/fact.sql'
  | 'models/calendar.sql'
  | `macros/${string}`
  | `tests/${string}`
  | `project/${string}`;

export type View = Readonly<Record<string, unknown>>;

const engine = Handlebars.create();

// Jinja's braces are Handlebars' own, so whatever dbt shall evaluate comes from a helper.
const helpers = {
  list: (items: readonly string[], indent: number) => list(items, indent),
  all: (items: readonly string[], indent: number) => conjunction(items, indent),
  block: (text: string, indent: number) => continued(text, indent),
  jinja: (expression: string) => `{{ ${expression} }}`,
  ref: (model: string) => `{{ ref('${model}') }}`,
  source_ref: (source: string, table: string) => `{{ source(${jinjaText(source)}, ${jinjaText(table)}) }}`,
  target: () => '{{ this }}',
  secret: (name: string) => `\${{ secrets.${name} }}`,
  open: () => '{{',
  close: () => '}}',
} satisfies Record<string, (...args: never[]) => string>;

for (const [name, helper] of Object.entries(helpers))
  engine.registerHelper(name, helper as Handlebars.HelperDelegate);

const options: CompileOptions = {
  noEscape: true,
  strict: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: Object.fromEntries(Object.keys(helpers).map((name) => [name, true])),
};

const templates = new Map<string, Handlebars.TemplateDelegate>();

/**
 * A file's text from its template.
 *
 * @param name the template
 * @param view plain data; every subject of the template must be there, `undefined` included
 */
export function renderTemplate(name: TemplateName, view: View): string {
  return compiled(name, new URL(`../templates/${name}.hbs`, import.meta.url))(view, runtime);
}

/** A file that is emitted as it stands. */
export function readVerbatim(file: URL): string {
  return read(file);
}

const runtime: Handlebars.RuntimeOptions = { allowProtoPropertiesByDefault: false };

function compiled(name: string, file: URL): Handlebars.TemplateDelegate {
  let template = templates.get(name);
  if (template === undefined) {
    if (templates.size === 0) {
      engine.registerPartial(
        'step',
        engine.compile(read(new URL('../templates/step.hbs', import.meta.url)), options),
      );
    }
    template = engine.compile(read(file), options);
    templates.set(name, template);
  }
  return template;
}

function read(file: URL): string {
  return readFileSync(file, 'utf8');
}
