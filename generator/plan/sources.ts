import { type YamlValue, verbatim } from '../render/yaml.js';
import type { Period, Source, SourceTable } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import { isPlainName } from './raw-column.js';

/** `_<source>__sources.yml`: where the raw tables are and how fresh they must be. */
export function planSource(source: Source, context: PlanContext): FilePlan {
  return {
    kind: 'yaml',
    path: `models/staging/${source.name}/_${source.name}__sources.yml`,
    value: {
      sources: [
        {
          name: source.name,
          description: source.description,
          database: source.database === undefined ? undefined : location(source.database),
          schema: location(source.schema),
          quoting: needsQuotes(source.schema, context) ? { schema: true } : undefined,
          tables: source.tables.map((table) => tableYaml(table, source, context)),
        },
      ],
    },
  };
}

function tableYaml(table: SourceTable, source: Source, context: PlanContext): YamlValue {
  const freshness = source.freshness !== undefined && table.loadedAtRaw !== undefined;
  return {
    name: table.name,
    identifier: table.identifier === table.name ? undefined : table.identifier,
    description: table.description,
    quoting: needsQuotes(table.identifier, context) ? { identifier: true } : undefined,
    config: freshness
      ? {
          loaded_at_field: table.loadedAtRaw,
          freshness: { warn_after: period(source.freshness?.warnAfter), error_after: period(source.freshness?.errorAfter) },
        }
      : undefined,
  };
}

function period(value: Period | undefined): YamlValue | undefined {
  return value === undefined ? undefined : { count: value.count, period: value.period };
}

/** A schema or database: the user's text, or one of the two Jinja calls that the language allows there. */
function location(text: string): YamlValue {
  return text.includes('{{') ? verbatim(text) : text;
}

function needsQuotes(name: string, { dialect }: PlanContext): boolean {
  return !name.includes('{{') && (!isPlainName(name) || dialect.reserved.has(name));
}
