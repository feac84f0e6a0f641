import { type YamlValue, verbatim } from './yaml-value.js';
import type { Period, Source, SourceTable } from '../resolve/project.js';
import type { PlanContext } from './context.js';
import type { FilePlan } from './file-plan.js';
import { isPlainName } from './raw-column.js';
import { columnValue } from './staging.js';

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
          quoting: quoting({ database: source.database, schema: source.schema }, context),
          tables: source.tables.map((table) => tableYaml(table, source, context)),
        },
      ],
    },
  };
}

function tableYaml(table: SourceTable, source: Source, context: PlanContext): YamlValue {
  const { freshness } = source;
  return {
    name: table.name,
    identifier: table.identifier === table.name ? undefined : table.identifier,
    description: table.description,
    quoting: needsQuotes(table.identifier, context) ? { identifier: true } : undefined,
    config:
      freshness !== undefined && table.loadedAtRaw !== undefined
        ? {
            loaded_at_field: loadedAtField(table, context),
            freshness: {
              warn_after: period(freshness.warnAfter),
              error_after: period(freshness.errorAfter),
            },
          }
        : undefined,
  };
}

/** Freshness reads the raw table: the column as it is spelled there, as a timestamp. */
function loadedAtField(table: SourceTable, context: PlanContext): YamlValue | undefined {
  const column = table.columns.find((candidate) => candidate.name === table.loadedAt);
  return column === undefined ? undefined : verbatim(columnValue(column, undefined, context));
}

/** Which parts of a source's place have to be quoted to be found. */
function quoting(
  parts: Readonly<Record<string, string | undefined>>,
  context: PlanContext,
): YamlValue | undefined {
  const quoted = Object.entries(parts).filter(([, name]) => name !== undefined && needsQuotes(name, context));
  return quoted.length === 0 ? undefined : Object.fromEntries(quoted.map(([part]) => [part, true]));
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
